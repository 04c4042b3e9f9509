// Convolutions of 3 x 3 with a padding and a stride of 1 as 36 products in place of 144 for 16 pixels, compiled once an
// instruction set. Included behind dense.inc.h.
//
// Letters: T tiles of 4 x 4 output pixels, C channels, O outputs. Source: Lavin and Gray, *Fast Algorithms for Convolutional
// Neural Networks*, 2016, F(4x4, 3x3): y = At [(G w Gt) * (Bt x B)] A, with factors from 1/24 to 8, which cost about four
// bits of the 24 that a float has.

// Versions, microseconds a picture with ReLU, beside the 36 products a square of 2 x 2 of `digit_multiply`, the best of many
// calls of each. One core of an AMD EPYC (Zen 4, 3.7 GHz, AVX-512):
//                                       28x28 32-32    14x14 64-64    7x7 64-128    28x28 8-16
//   0. digit_multiply and its border            126            124            62            16
//   1. F(2x2, 3x3), loops over the channels      99             77            45            23
//   2. both ends in vectors                      73             63            40            18
//   3. bands of up to 126 tiles                  70             62            40            14
// One core of an AMD EPYC (Zen 3, AVX2), the best of 400 calls:
//   3. the same                                  99             84            56            31
//   4. no division on the way to a pixel         96             83            56            24
//   5. F(4x4, 3x3)                               65             77            39            16
#include "winograd_ends.inc.h"

#define SELECT_FLOAT(condition, yes, no) ((condition) ? (yes) : (no))

#if LANES > 8
typedef float NAME(eight) __attribute__((vector_size(32), aligned(4), may_alias));
#endif

/// For one tile: six rows of six pixels, [C] each, to v [36, T, C], of which only this tile's rows are written.
static void NAME(into_products)(const float *const *pixels, ptrdiff_t channels, ptrdiff_t step, float *v) {
    ptrdiff_t c = 0;
#ifdef LANES
    for (; c + LANES <= channels; c += LANES) {
        INTO(NAME(unaligned))
    }
#if LANES > 8
    for (; c + 8 <= channels; c += 8) {
        INTO(NAME(eight))
    }
#endif
    for (; c + 4 <= channels; c += 4) {
        INTO(NAME(four))
    }
#endif
    for (; c < channels; c++) {
        INTO(float)
    }
}

/// For one tile: m [36, T, O], of which only this tile's rows are read, to 16 pixels, [O] each, or to the largest of each
/// 2 x 2 of them where `pool`.
static void NAME(out_of_products)(
    const float *m, ptrdiff_t outputs, ptrdiff_t step, const float *bias, bool relu, bool pool,
    float *const *y) {
    ptrdiff_t o = 0;
#ifdef LANES
    for (; o + LANES <= outputs; o += LANES) {
        OUT(NAME(unaligned), NAME(select))
    }
#endif
    for (; o < outputs; o++) {
        OUT(float, SELECT_FLOAT)
    }
}

static void NAME(winograd)(
    const digit_winograd_shape *shape, const float *x, const float *weights, const float *bias, float *scratch, float *y) {
    const ptrdiff_t height = shape->height, width = shape->width, channels = shape->channels, outputs = shape->outputs;
    // Pixels a side of a tile, and of what its windows see.
    const ptrdiff_t side = 4, seen = side + 2, products = seen * seen;
    const ptrdiff_t band = digit_winograd_band((size_t)channels, (size_t)outputs);
    const ptrdiff_t across = (shape->right - shape->left + side - 1) / side;
    const ptrdiff_t tiles = (shape->bottom - shape->top + side - 1) / side * across;
    const ptrdiff_t packed = (ptrdiff_t)digit_packed_size((size_t)channels, (size_t)outputs);
    float *const v = scratch, *const m = v + products * band * channels, *const nothing = m + products * band * outputs;
    float *const away = nothing + channels;
    memset(nothing, 0, (size_t)channels * sizeof *nothing);
    for (ptrdiff_t first = 0; first < tiles; first += band) {
        const ptrdiff_t count = tiles - first < band ? tiles - first : band;
        for (ptrdiff_t tile = 0; tile < count; tile++) {
            const ptrdiff_t top = shape->top + (first + tile) / across * side - 1;
            const ptrdiff_t left = shape->left + (first + tile) % across * side - 1;
            const float *pixels[36];
            for (ptrdiff_t row = 0, k = 0; row < seen; row++) {
                const bool within = top + row >= 0 && top + row < height;
                const ptrdiff_t line = ((top + row) * width + left) * channels;
                for (ptrdiff_t column = 0; column < seen; column++, k++) {
                    const bool inside = within && left + column >= 0 && left + column < width;
                    pixels[k] = inside ? x + line + column * channels : nothing;
                }
            }
            NAME(into_products)(pixels, channels, band * channels, v + tile * channels);
        }
        digit_product product = {.groups = 1, .segments = 1, .rows = count, .steps = channels, .columns = outputs};
        product.a_row = channels;
        product.a_step = 1;
        product.c_row = outputs;
        for (ptrdiff_t k = 0; k < products; k++) {
            NAME(multiply)(&product, v + k * band * channels, weights + packed * k, 0, m + k * band * outputs);
        }
        // Of y, what a tile gives; pixels that lie outside the picture go where nobody looks.
        const ptrdiff_t given = shape->pool ? side / 2 : side;
        const ptrdiff_t high = shape->pool ? height / 2 : height, wide = shape->pool ? width / 2 : width;
        for (ptrdiff_t tile = 0; tile < count; tile++) {
            const ptrdiff_t top = (shape->top / side + (first + tile) / across) * given;
            const ptrdiff_t left = (shape->left / side + (first + tile) % across) * given;
            float *pixels[16];
            for (ptrdiff_t row = 0, k = 0; row < given; row++) {
                for (ptrdiff_t column = 0; column < given; column++, k++) {
                    const bool inside = top + row < high && left + column < wide;
                    pixels[k] = inside ? y + ((top + row) * wide + left + column) * outputs : away;
                }
            }
            NAME(out_of_products)(
                m + tile * outputs, outputs, band * outputs, bias, shape->relu, shape->pool, pixels);
        }
    }
}

#undef INTO
#undef INTO_LINE
#undef OUT
#undef OUT_LINE
#undef SELECT_FLOAT
#undef UNROLLED
