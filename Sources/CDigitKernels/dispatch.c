// Chooses an instruction set at run time: the build assumes nothing but the processor family.

#include "kernels.h"

static const kernels *table(digit_simd simd) {
    switch (simd) {
    case digit_simd_reference: return &kernels_reference;
    case digit_simd_baseline: return &kernels_baseline;
#if defined(__x86_64__)
    case digit_simd_avx2: return &kernels_avx2;
    case digit_simd_avx512:
    case digit_simd_avx512vnni: return &kernels_avx512;
#else
    case digit_simd_avx2:
    case digit_simd_avx512:
    case digit_simd_avx512vnni: break;
#endif
    }
    return &kernels_baseline;
}

bool digit_simd_is_supported(digit_simd simd) {
    switch (simd) {
    case digit_simd_reference:
    case digit_simd_baseline: return true;
#if defined(__x86_64__)
    // These ask the operating system too whether it saves the wide registers.
    case digit_simd_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
            && __builtin_cpu_supports("bmi");
    case digit_simd_avx512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("fma");
    case digit_simd_avx512vnni:
        return digit_simd_is_supported(digit_simd_avx512) && __builtin_cpu_supports("avx512vnni")
            && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
#else
    case digit_simd_avx2:
    case digit_simd_avx512:
    case digit_simd_avx512vnni: return false;
#endif
    }
    return false;
}

digit_simd digit_simd_best(void) {
    if (digit_simd_is_supported(digit_simd_avx512vnni)) return digit_simd_avx512vnni;
    if (digit_simd_is_supported(digit_simd_avx512)) return digit_simd_avx512;
    if (digit_simd_is_supported(digit_simd_avx2)) return digit_simd_avx2;
    return digit_simd_baseline;
}

const char *digit_simd_name(digit_simd simd) {
    switch (simd) {
    case digit_simd_reference: return "reference";
    case digit_simd_baseline: return "baseline";
    case digit_simd_avx2: return "avx2";
    case digit_simd_avx512: return "avx512";
    case digit_simd_avx512vnni: return "avx512vnni";
    }
    return "unknown";
}

void digit_multiply(
    digit_simd simd, const digit_product *product, const float *a, const float *b, const float *bias, float *c) {
    table(simd)->multiply(product, a, b, bias, c);
}

void digit_max_pool(digit_simd simd, const digit_window *window, const float *x, float *y) {
    table(simd)->max_pool(window, x, y);
}

void digit_max_pool_backward(
    digit_simd simd, const digit_window *window, const float *x, const float *y, const float *dy, float *dx) {
    table(simd)->max_pool_backward(window, x, y, dy, dx);
}

void digit_relu(digit_simd simd, float *x, ptrdiff_t count) { table(simd)->relu(x, count); }

void digit_relu_backward(digit_simd simd, const float *y, const float *dy, float *dx, ptrdiff_t count) {
    table(simd)->relu_backward(y, dy, dx, count);
}

void digit_moments(
    digit_simd simd, const float *x, ptrdiff_t pixels, ptrdiff_t channels, float *mean, float *squares) {
    table(simd)->moments(x, pixels, channels, mean, squares);
}

void digit_affine(
    digit_simd simd, const float *x, ptrdiff_t pixels, ptrdiff_t channels, const float *scale, const float *shift,
    bool relu, float *y) {
    table(simd)->affine(x, pixels, channels, scale, shift, relu, y);
}

void digit_affine_sums(
    digit_simd simd, const float *x, const float *y, const float *dy, ptrdiff_t pixels, ptrdiff_t channels,
    const float *mean, float *sum, float *product) {
    table(simd)->affine_sums(x, y, dy, pixels, channels, mean, sum, product);
}

void digit_affine_backward(
    digit_simd simd, const float *x, const float *y, const float *dy, ptrdiff_t pixels, ptrdiff_t channels,
    const float *mean, const float *factor, const float *slope, const float *shift, float *dx) {
    table(simd)->affine_backward(x, y, dy, pixels, channels, mean, factor, slope, shift, dx);
}

bool digit_pixels_take_bytes(digit_simd simd, size_t inputs) {
    return simd == digit_simd_avx512vnni && digit_simd_is_supported(simd) && digit_pixels_fit(inputs);
}

void digit_pixels(
    digit_simd simd, const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, void *sums, float *y) {
#if defined(__x86_64__)
    if (simd == digit_simd_avx512vnni && layer->bytes) {
        digit_pixels_avx512vnni(layer, x, rows, sums, y);
        return;
    }
#endif
    table(simd)->pixels(layer, x, rows, sums, y);
}

void digit_dense(
    digit_simd simd, const digit_dense_layer *layers, ptrdiff_t count, const float *x, ptrdiff_t rows, bool softmax,
    float *front, float *back, float *y) {
    table(simd)->dense(layers, count, x, rows, softmax, front, back, y);
}

void digit_activate(digit_simd simd, digit_activation activation, float *x, ptrdiff_t count) {
    table(simd)->activate(activation, x, count);
}

void digit_softmax(digit_simd simd, float *x, ptrdiff_t rows, ptrdiff_t columns) {
    table(simd)->softmax(x, rows, columns);
}

void digit_winograd(
    digit_simd simd, const digit_winograd_shape *shape, const float *x, const float *weights, const float *bias,
    float *scratch, float *y) {
    table(simd)->winograd(shape, x, weights, bias, scratch, y);
}
