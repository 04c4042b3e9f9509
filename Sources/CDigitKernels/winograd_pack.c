// Weights of a 3 x 3 convolution for `digit_winograd`: G w Gt, once for each of the 36 products.

#include "kernels.h"

size_t digit_winograd_size(size_t channels, size_t outputs) { return 36 * digit_packed_size(channels, outputs); }

size_t digit_winograd_scratch(size_t channels, size_t outputs) {
    return (36 * (size_t)digit_winograd_band(channels, outputs) + 1) * (channels + outputs);
}

// G.
static const double factors[6][3] = {
    {1.0 / 4, 0, 0},
    {-1.0 / 6, -1.0 / 6, -1.0 / 6},
    {-1.0 / 6, 1.0 / 6, -1.0 / 6},
    {1.0 / 24, 1.0 / 12, 1.0 / 6},
    {1.0 / 24, -1.0 / 12, 1.0 / 6},
    {0, 0, 1},
};

/// One of the 36 weights of a window of nine.
static float product_weight(const float *window, const double *above, const double *beside) {
    double sum = 0;
    for (ptrdiff_t k = 0; k < 3; k++)
        for (ptrdiff_t l = 0; l < 3; l++) sum += above[k] * window[3 * k + l] * beside[l];
    return (float)sum;
}

void digit_winograd_pack(const float *weights, ptrdiff_t channels, ptrdiff_t outputs, float *packed) {
    for (ptrdiff_t k = 0; k < 36; k++) {
        // Panel by panel as in `digit_pack`, straight out of the windows.
        for (ptrdiff_t first = 0; first < outputs;) {
            const ptrdiff_t width = digit_panel_width(outputs - first);
            for (ptrdiff_t channel = 0; channel < channels; channel++) {
                for (ptrdiff_t column = 0; column < width; column++, packed++) {
                    const ptrdiff_t output = first + column;
                    *packed = output < outputs
                        ? product_weight(weights + (output * channels + channel) * 9, factors[k / 6], factors[k % 6]) : 0;
                }
            }
            first += width;
        }
    }
}
