// Weights of a 3 x 3 convolution for `digit_winograd`: G w Gt, once for each of the 16 products.

#include "kernels.h"

size_t digit_winograd_size(size_t channels, size_t outputs) { return 16 * digit_packed_size(channels, outputs); }

size_t digit_winograd_scratch(size_t channels, size_t outputs) {
    return 16 * (size_t)digit_winograd_band(channels, outputs) * (channels + outputs) + channels + 3 * outputs;
}

/// The rows of G: 1 0 0, 1/2 1/2 1/2, 1/2 -1/2 1/2, 0 0 1.
static double mixed(const double *w, ptrdiff_t row) {
    switch (row) {
    case 0: return w[0];
    case 1: return (w[0] + w[1] + w[2]) / 2;
    case 2: return (w[0] - w[1] + w[2]) / 2;
    default: return w[2];
    }
}

/// One of the 16 weights of a window of nine.
static float product_weight(const float *window, ptrdiff_t row, ptrdiff_t column) {
    double mixed_rows[3];
    for (ptrdiff_t l = 0; l < 3; l++) {
        const double line[3] = {window[l], window[3 + l], window[6 + l]};
        mixed_rows[l] = mixed(line, row);
    }
    return (float)mixed(mixed_rows, column);
}

void digit_winograd_pack(const float *weights, ptrdiff_t channels, ptrdiff_t outputs, float *packed) {
    for (ptrdiff_t k = 0; k < 16; k++) {
        // Panel by panel as in `digit_pack`, straight out of the windows.
        for (ptrdiff_t first = 0; first < outputs;) {
            const ptrdiff_t width = digit_panel_width(outputs - first);
            for (ptrdiff_t channel = 0; channel < channels; channel++) {
                for (ptrdiff_t column = 0; column < width; column++, packed++) {
                    const ptrdiff_t output = first + column;
                    *packed = output < outputs
                        ? product_weight(weights + (output * channels + channel) * 9, k / 4, k % 4) : 0;
                }
            }
            first += width;
        }
    }
}
