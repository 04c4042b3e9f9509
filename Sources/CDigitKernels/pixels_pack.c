// Weights of a first dense layer as whole numbers of three bytes, in the order in which `digit_pixels` reads them.

#include <math.h>
#include <string.h>

#include "kernels.h"

// The largest number of three signed bytes: then no byte of a smaller one leaves its range.
static const double largest = 127 * 65536.0 + 127 * 256 + 127;

size_t digit_byte_columns(size_t columns) { return (3 * columns + 15) / 16 * 16; }

size_t digit_pixel_sums(size_t columns) {
    const size_t bytes = digit_byte_columns(columns), floats = digit_dense_stride(columns);
    return bytes > floats ? bytes : floats;
}

size_t digit_pixel_bytes(size_t inputs, size_t columns) { return (inputs + 3) / 4 * 4 * digit_byte_columns(columns); }

bool digit_pixels_fit(size_t inputs) { return inputs <= INT32_MAX / (255 * 128); }

void digit_pixels_pack(const float *weights, ptrdiff_t inputs, ptrdiff_t columns, int8_t *bytes, double *scale) {
    const ptrdiff_t lanes = (ptrdiff_t)digit_byte_columns((size_t)columns), groups = (inputs + 3) / 4;
    memset(bytes, 0, digit_pixel_bytes((size_t)inputs, (size_t)columns));
    for (ptrdiff_t column = 0; column < columns; column++) {
        double most = 0;
        for (ptrdiff_t input = 0; input < inputs; input++) {
            most = fmax(most, fabs((double)weights[input * columns + column]));
        }
        const double factor = most > 0 ? largest / most : 0;
        scale[column] = most / largest;
        for (ptrdiff_t input = 0; input < inputs; input++) {
            int32_t whole = (int32_t)lrint(weights[input * columns + column] * factor);
            // The low byte first; what it takes as a negative number, the next one gets back.
            for (ptrdiff_t plane = 2; plane >= 0; plane--) {
                const int8_t byte = (int8_t)(whole & 255);
                whole = (whole - byte) / 256;
                const ptrdiff_t lane = plane * columns + column, first = lane / DIGIT_PIXEL_STRIP * DIGIT_PIXEL_STRIP;
                const ptrdiff_t left = lanes - first, width = left < DIGIT_PIXEL_STRIP ? left : DIGIT_PIXEL_STRIP;
                bytes[4 * groups * first + (input / 4 * width + lane - first) * 4 + input % 4] = byte;
            }
        }
    }
}
