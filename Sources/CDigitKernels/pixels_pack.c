// Weights of a first dense layer as whole numbers of two or three bytes, in the order in which `digit_pixels` reads them.

#include <math.h>
#include <string.h>

#include "kernels.h"

// With 127 in each byte, no byte of a smaller number leaves its range.
double digit_pixel_limit(ptrdiff_t planes) { return planes == 2 ? 127 * 256.0 + 127 : 127 * 65536.0 + 127 * 256 + 127; }

size_t digit_pixel_sums(size_t columns) {
    size_t sums = digit_dense_stride(columns);
    for (ptrdiff_t first = 0; first < (ptrdiff_t)columns;) {
        const digit_pixel_strip strip = digit_pixel_strip_at((ptrdiff_t)columns, first);
        const size_t values = (size_t)digit_pixel_strip_bytes(&strip, 3) / 4;
        sums = sums > values ? sums : values;
        first += strip.columns;
    }
    return sums;
}

size_t digit_pixel_bytes(const digit_pixel_shape *shape) {
    size_t bytes = 0;
    for (ptrdiff_t first = 0; first < shape->columns;) {
        const digit_pixel_strip strip = digit_pixel_strip_at(shape->columns, first);
        bytes += (size_t)(digit_pixel_groups(shape) * digit_pixel_strip_bytes(&strip, shape->planes));
        first += strip.columns;
    }
    return bytes;
}

bool digit_pixels_fit(size_t inputs) { return inputs <= INT32_MAX / (255 * 128); }

/// Where a pixel lies among those of all vectors, each of which has room for 64: four after four make a group.
static ptrdiff_t place(const digit_pixel_shape *shape, ptrdiff_t input) {
    const ptrdiff_t vector = digit_pixel_vector(shape), width = shape->width, within = input % vector;
    if (vector != 2 * width) return input;
    const ptrdiff_t line = within / width, column = within % width;
    return input / vector * 64 + column / 2 * 4 + line * 2 + column % 2;
}

/// Where a column's byte of one plane lies among those of its strip.
static ptrdiff_t lane(const digit_pixel_strip *strip, ptrdiff_t planes, ptrdiff_t plane, ptrdiff_t column) {
    const ptrdiff_t whole = 16 * strip->vectors;
    return column < whole ? plane * whole + column : planes * whole + 4 * plane + column - whole;
}

void digit_pixels_pack(const digit_pixel_shape *shape, const float *weights, int8_t *bytes, double *scale) {
    const ptrdiff_t columns = shape->columns;
    const double limit = digit_pixel_limit(shape->planes);
    memset(bytes, 0, digit_pixel_bytes(shape));
    for (ptrdiff_t first = 0; first < columns;) {
        const digit_pixel_strip strip = digit_pixel_strip_at(columns, first);
        const ptrdiff_t stride = digit_pixel_strip_bytes(&strip, shape->planes);
        for (ptrdiff_t column = first; column < first + strip.columns; column++) {
            double most = 0;
            for (ptrdiff_t input = 0; input < shape->inputs; input++) {
                most = fmax(most, fabs((double)weights[input * columns + column]));
            }
            const double factor = most > 0 ? limit / most : 0;
            scale[column] = most / limit;
            for (ptrdiff_t input = 0; input < shape->inputs; input++) {
                const ptrdiff_t at = place(shape, input);
                int32_t whole = (int32_t)lrint(weights[input * columns + column] * factor);
                // The low byte first; what it takes as a negative number, the next one gets back.
                for (ptrdiff_t plane = shape->planes - 1; plane >= 0; plane--) {
                    const int8_t byte = (int8_t)(whole & 255);
                    whole = (whole - byte) / 256;
                    bytes[at / 4 * stride + 4 * lane(&strip, shape->planes, plane, column - first) + at % 4] = byte;
                }
            }
        }
        bytes += digit_pixel_groups(shape) * stride;
        first += strip.columns;
    }
}
