// What each instruction set gives to the dispatch.

#ifndef KERNELS_H
#define KERNELS_H

#include "CDigitKernels.h"

typedef struct kernels {
    void (*multiply)(const digit_product *, const float *, const float *, const float *, float *);
    void (*max_pool)(const digit_window *, const float *, float *);
    void (*max_pool_backward)(const digit_window *, const float *, const float *, const float *, float *);
    void (*relu)(float *, ptrdiff_t);
    void (*relu_backward)(const float *, const float *, float *, ptrdiff_t);
    void (*moments)(const float *, ptrdiff_t, ptrdiff_t, float *, float *);
    void (*affine)(const float *, ptrdiff_t, ptrdiff_t, const float *, const float *, bool, float *);
    void (*affine_sums)(
        const float *, const float *, const float *, ptrdiff_t, ptrdiff_t, const float *, float *, float *);
    void (*affine_backward)(
        const float *, const float *, const float *, ptrdiff_t, ptrdiff_t, const float *, const float *, const float *,
        const float *, float *);
    void (*pixels)(const digit_pixel_layer *, const uint8_t *, ptrdiff_t, float *, float *);
    void (*dense)(
        const digit_dense_layer *, ptrdiff_t, const float *, ptrdiff_t, bool, float *, float *, float *);
    void (*activate)(digit_activation, float *, ptrdiff_t);
    void (*softmax)(float *, ptrdiff_t, ptrdiff_t);
    void (*winograd)(
        const digit_winograd_shape *, const float *, const float *, const float *, float *, float *);
} kernels;

extern const kernels kernels_reference, kernels_baseline;
#if defined(__x86_64__)
extern const kernels kernels_avx2, kernels_avx512;

/// `pixels` in whole numbers, for `digit_simd_avx512vnni`, which has no other kernel of its own.
void digit_pixels_avx512vnni(const digit_pixel_layer *, const uint8_t *, ptrdiff_t, int32_t *, float *);
#endif

/// Tiles that `digit_winograd` takes at once: what lies between the products stays in the second cache, and the tiles of
/// `digit_multiply`, of up to 14 rows, are full.
static inline ptrdiff_t digit_winograd_band(size_t channels, size_t outputs) {
    const size_t fitting = 3072 / (channels + outputs) / 14 * 14;
    return fitting < 28 ? 28 : (ptrdiff_t)fitting;
}

/// Byte columns that lie together.
enum { DIGIT_PIXEL_STRIP = 160 };

/// Byte columns: three a column, in whole vectors of eight.
size_t digit_byte_columns(size_t columns);

/// Whether 32 bits hold any sum of so many products of a pixel and a byte.
bool digit_pixels_fit(size_t inputs);

#endif
