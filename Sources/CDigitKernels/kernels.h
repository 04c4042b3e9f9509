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
    const size_t fitting = 1365 / (channels + outputs) / 14 * 14;
    return fitting < 14 ? 14 : (ptrdiff_t)fitting;
}

/// Columns that are summed at once: whole vectors of sixteen, and behind the last of all columns up to four more.
typedef struct digit_pixel_strip {
    ptrdiff_t first, columns, vectors;
    /// Whether the last few columns are a quarter of a vector.
    bool quarter;
} digit_pixel_strip;

/// The strip that begins at column `first`.
static inline digit_pixel_strip digit_pixel_strip_at(ptrdiff_t columns, ptrdiff_t first) {
    const ptrdiff_t left = columns - first, whole = left <= 68 ? left : 64, rest = whole % 16;
    const bool quarter = rest > 0 && rest <= 4;
    return (digit_pixel_strip){first, whole, whole / 16 + (rest > 4), quarter};
}

/// Bytes of a strip's weights for a group of four pixels, in whole vectors: each plane's vectors, then each plane's quarter.
static inline ptrdiff_t digit_pixel_strip_bytes(const digit_pixel_strip *strip, ptrdiff_t planes) {
    return (planes * (64 * strip->vectors + 16 * strip->quarter) + 63) / 64 * 64;
}

/// Pixels that one vector takes: two whole lines, or 64 in a row.
static inline ptrdiff_t digit_pixel_vector(const digit_pixel_shape *shape) {
    const ptrdiff_t width = shape->width;
    return width > 0 && width % 2 == 0 && width <= 32 && shape->inputs % (2 * width) == 0 ? 2 * width : 64;
}

/// Groups of four pixels: sixteen a vector, some of which two lines may leave empty.
static inline ptrdiff_t digit_pixel_groups(const digit_pixel_shape *shape) {
    const ptrdiff_t vector = digit_pixel_vector(shape);
    return (shape->inputs + vector - 1) / vector * 16;
}

/// Whether 32 bits hold any sum of so many products of a pixel and a byte.
bool digit_pixels_fit(size_t inputs);

#endif
