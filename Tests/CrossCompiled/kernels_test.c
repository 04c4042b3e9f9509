// Compares the instruction set that every processor of the family has with the plain loops, without Swift and without a test
// library: Scripts/check_neon.sh compiles it for arm64 and runs it in an emulator. Exit 1 and a line for each difference.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "CDigitKernels.h"

static int failures;

/// A number of -9...9, always the same sequence: sums of their products are exact, so that nothing but equality is right.
static float whole(void) {
    static uint32_t state = 1;
    state = state * 1664525u + 1013904223u;
    return (float)((int)((state >> 16) * 19 / 65536) - 9);
}

static float *values(size_t count) {
    float *memory = malloc((count + digit_product_slack) * sizeof *memory);
    if (!memory) exit(2);
    for (size_t i = 0; i < count + digit_product_slack; i++) memory[i] = whole();
    return memory;
}

static void compare(const char *what, const float *found, const float *expected, size_t count, float tolerance) {
    for (size_t i = 0; i < count; i++) {
        if (!(fabsf(found[i] - expected[i]) <= tolerance)) {
            printf("%s: value %zu is %g, expected %g\n", what, i, (double)found[i], (double)expected[i]);
            failures++;
            return;
        }
    }
}

/// [rows, steps] times [steps, columns], packed.
static void products(ptrdiff_t rows, ptrdiff_t steps, ptrdiff_t columns) {
    float *a = values((size_t)(rows * steps)), *b = values((size_t)(steps * columns)), *bias = values((size_t)columns);
    float *packed = values(digit_packed_size((size_t)steps, (size_t)columns));
    float *found = values((size_t)(rows * columns)), *expected = values((size_t)(rows * columns));
    digit_pack(b, steps, columns, packed);
    digit_product product = {.groups = 1, .rows = rows, .segments = 1, .steps = steps, .columns = columns, .relu = true};
    product.a_row = steps;
    product.a_step = 1;
    product.c_row = columns;
    digit_multiply(digit_simd_baseline, &product, a, packed, bias, found);
    for (ptrdiff_t i = 0; i < rows * columns; i++) {
        float sum = bias[i % columns];
        for (ptrdiff_t k = 0; k < steps; k++) sum += a[i / columns * steps + k] * b[k * columns + i % columns];
        expected[i] = sum > 0 ? sum : 0;
    }
    compare("digit_multiply", found, expected, (size_t)(rows * columns), 0);
    free(a), free(b), free(bias), free(packed), free(found), free(expected);
}

/// The shorter form enlarges roundings, 2^-24 of the terms, which sum up to 81 each: 64 of them are allowed.
static void convolution(ptrdiff_t height, ptrdiff_t width, ptrdiff_t channels, ptrdiff_t outputs) {
    const size_t pixels = (size_t)(height * width);
    float *x = values(pixels * (size_t)channels), *w = values((size_t)(9 * channels * outputs));
    float *bias = values((size_t)outputs), *found = values(pixels * (size_t)outputs);
    float *expected = values(pixels * (size_t)outputs);
    float *packed = values(digit_winograd_size((size_t)channels, (size_t)outputs));
    float *scratch = values(digit_winograd_scratch((size_t)channels, (size_t)outputs));
    digit_winograd_pack(w, channels, outputs, packed);
    digit_winograd_shape shape = {
        .height = height, .width = width, .channels = channels, .outputs = outputs, .bottom = height, .right = width,
    };
    digit_winograd(digit_simd_baseline, &shape, x, packed, bias, scratch, found);
    for (ptrdiff_t i = 0; i < height * width * outputs; i++) {
        const ptrdiff_t o = i % outputs, column = i / outputs % width, row = i / outputs / width;
        float sum = bias[o];
        for (ptrdiff_t k = 0; k < 9; k++) {
            const ptrdiff_t line = row + k / 3 - 1, place = column + k % 3 - 1;
            if (line < 0 || line >= height || place < 0 || place >= width) continue;
            for (ptrdiff_t c = 0; c < channels; c++) {
                sum += x[(line * width + place) * channels + c] * w[(o * channels + c) * 9 + k];
            }
        }
        expected[i] = sum;
    }
    compare("digit_winograd", found, expected, pixels * (size_t)outputs, 64 * 0x1p-24f * 81 * 9 * (float)channels);
    free(x), free(w), free(bias), free(found), free(expected), free(packed), free(scratch);
}

/// One layer with a sigmoid and a softmax behind it, for a few rows and for full lanes.
static void dense(ptrdiff_t inputs, ptrdiff_t columns, ptrdiff_t rows) {
    const size_t stride = digit_dense_stride((size_t)columns), room = (size_t)((rows + 15) / 16 * 16);
    const size_t widest = (size_t)(inputs > columns ? inputs : columns);
    float *x = values((size_t)(rows * inputs)), *w = values((size_t)inputs * stride), *bias = values(stride);
    float *front = values(room * (widest + 16)), *back = values(room * (widest + 16));
    float *found = values((size_t)(rows * columns)), *expected = values((size_t)(rows * columns));
    for (size_t i = 0; i < (size_t)inputs * stride; i++) w[i] = i % stride < (size_t)columns ? w[i] / 16 : 0;
    for (size_t o = (size_t)columns; o < stride; o++) bias[o] = 0;
    const digit_dense_layer layer = {inputs, columns, digit_activation_sigmoid, w, bias};
    digit_dense(digit_simd_baseline, &layer, 1, x, rows, true, front, back, found);
    for (ptrdiff_t row = 0; row < rows; row++) {
        double total = 0;
        for (ptrdiff_t o = 0; o < columns; o++) {
            double sum = bias[o];
            for (ptrdiff_t i = 0; i < inputs; i++) sum += (double)x[row * inputs + i] * w[(size_t)i * stride + (size_t)o];
            const double power = exp(1 / (1 + exp(-sum)));
            expected[row * columns + o] = (float)power;
            total += power;
        }
        for (ptrdiff_t o = 0; o < columns; o++) expected[row * columns + o] /= (float)total;
    }
    // Some roundings of numbers below 1.
    compare("digit_dense", found, expected, (size_t)(rows * columns), 1e-6f);
    free(x), free(w), free(bias), free(front), free(back), free(found), free(expected);
}

int main(void) {
    for (ptrdiff_t size = 1; size < 40; size += 6) products(size, size + 3, size + 1);
    convolution(7, 9, 5, 11);
    convolution(28, 28, 8, 16);
    for (ptrdiff_t rows = 1; rows < 40; rows += 5) dense(13, 10, rows), dense(50, 100, rows);
    if (failures == 0) puts("the kernels give what the definitions give");
    return failures != 0;
}
