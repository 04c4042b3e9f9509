// The first dense layer from bytes, for AVX-512 with VNNI: four pixels times four weights a lane and instruction.
//
// Goals, in this order: exact sums; speed; little code. It refuses to round: weights are whole numbers of 24 bits in three
// signed bytes, each byte is a column of its own, and 32 bits hold the sum of a column. So order, batch and threads change
// no bit, and what the first layer gives is nearer to float64 than sums in float32 are.
//
// Versions, one core of an AMD EPYC (Zen 4, 3.7 GHz), 50 columns, MNIST's test images in tiles of 32, nanoseconds an image,
// the best of many runs of 160 images of `digit_pixels`:
//   1. floats, a weight row a pixel that is not blank (dense.inc.h): 880
//   2. bytes, blank groups left out, blocks of 32 groups for all rows: 620; half of it waits for sums that go to memory
//   3. the sums of a row in registers from the first group to the last, which are found with a bit mask: 320
//   4. a list of groups in place of the mask, 112 groups for all rows, then the next: 245. What is left is 530 products of
//      one cycle each, 80 cycles for the list, and weights that come from the second cache
// Prefetching the weights of a later group made no difference; blocks of 48 groups were slower (255).

#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi"))), apply_to = function)

// Groups of a row that are taken at once, a multiple of sixteen: of 112 x 640 bytes of weights, what holds ink stays in the
// nearest cache for the most part while all rows pass.
#define PART_GROUPS 112
#define PART_PIXELS (4 * PART_GROUPS)

/// The groups of four pixels of a row's part that hold ink, one behind the other.
typedef struct ink {
    ptrdiff_t count;
    /// Where each group is in the part, and its pixels; a vector may be written behind the last one.
    int32_t group[PART_GROUPS + 16], pixels[PART_GROUPS + 16];
} ink;

/// Finds the ink of x [count], at most PART_PIXELS, without a branch that depends on it.
static inline void find_ink(const uint8_t *x, ptrdiff_t count, ink *ink) {
    __m512i group = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    ptrdiff_t kept = 0;
    for (ptrdiff_t first = 0; first < count; first += 64) {
        const ptrdiff_t left = count - first;
        // Nothing is read behind the last image, and what is missing in the last group is blank.
        const __m512i pixels = _mm512_maskz_loadu_epi8(left >= 64 ? ~0ull : (1ull << left) - 1, x + first);
        const __mmask16 inked = _mm512_test_epi32_mask(pixels, pixels);
        _mm512_storeu_si512(ink->group + kept, _mm512_maskz_compress_epi32(inked, group));
        _mm512_storeu_si512(ink->pixels + kept, _mm512_maskz_compress_epi32(inked, pixels));
        kept += __builtin_popcount(inked);
        group = _mm512_add_epi32(group, _mm512_set1_epi32(16));
    }
    ink->count = kept;
}

/// A row's sums [16 V + 8 H] += x w over the groups that hold ink, or = where it is the `first` part of the row.
/// w is [groups, 16 (V + H), 4].
#define ROW(V, H)                                                                                                      \
    static void row_##V##_##H(const ink *ink, bool first, const int8_t *w, int32_t *sums) {                            \
        __m512i sum[V + 1];                                                                                            \
        __m256i half = _mm256_setzero_si256();                                                                         \
        UNROLLED for (int v = 0; v < V; v++) sum[v] = _mm512_setzero_si512();                                          \
        if (!first) {                                                                                                  \
            UNROLLED for (int v = 0; v < V; v++) sum[v] = _mm512_loadu_si512(sums + 16 * v);                           \
            if (H) half = _mm256_loadu_si256((const __m256i *)(sums + 16 * V));                                        \
        }                                                                                                              \
        for (ptrdiff_t i = 0; i < ink->count; i++) {                                                                   \
            const __m512i pixels = _mm512_set1_epi32(ink->pixels[i]);                                                  \
            const int8_t *row = w + (ptrdiff_t)ink->group[i] * 64 * (V + H);                                           \
            UNROLLED for (int v = 0; v < V; v++)                                                                       \
                sum[v] = _mm512_dpbusd_epi32(sum[v], pixels, _mm512_loadu_si512(row + 64 * v));                        \
            if (H) {                                                                                                   \
                half = _mm256_dpbusd_epi32(                                                                            \
                    half, _mm512_castsi512_si256(pixels), _mm256_loadu_si256((const __m256i *)(row + 64 * V)));        \
            }                                                                                                          \
        }                                                                                                              \
        UNROLLED for (int v = 0; v < V; v++) _mm512_storeu_si512(sums + 16 * v, sum[v]);                               \
        if (H) _mm256_storeu_si256((__m256i *)(sums + 16 * V), half);                                                  \
    }
#define UNROLLED _Pragma("clang loop unroll(full)")
#define FOR_WIDTHS(DO)                                                                                                 \
    DO(0, 1) DO(1, 0) DO(1, 1) DO(2, 0) DO(2, 1) DO(3, 0) DO(3, 1) DO(4, 0) DO(4, 1) DO(5, 0) DO(5, 1) DO(6, 0)        \
    DO(6, 1) DO(7, 0) DO(7, 1) DO(8, 0) DO(8, 1) DO(9, 0) DO(9, 1) DO(10, 0)
FOR_WIDTHS(ROW)

/// The byte sums of one part of one row, in all strips of columns; `w` begins at the part's first group.
static void sum_part(const digit_pixel_layer *layer, const ink *ink, ptrdiff_t first, int32_t *sums) {
    if (ink->count == 0 && first != 0) return;
    const ptrdiff_t columns = 3 * layer->columns, lanes = (ptrdiff_t)digit_byte_columns((size_t)layer->columns);
    const ptrdiff_t groups = (layer->inputs + 3) / 4;
    for (ptrdiff_t column = 0; column < columns; column += DIGIT_PIXEL_STRIP) {
        const ptrdiff_t width = lanes - column < DIGIT_PIXEL_STRIP ? lanes - column : DIGIT_PIXEL_STRIP;
        const ptrdiff_t filled = columns - column < width ? columns - column : width;
        const int8_t *w = layer->bytes + 4 * groups * column + first * width;
        switch ((filled + 7) / 8) {
#define CASE(V, H)                                                                                                     \
    case 2 * V + H: row_##V##_##H(ink, first == 0, w, sums + column); break;
            FOR_WIDTHS(CASE)
#undef CASE
        }
    }
}

/// y = scale (65536 high + 256 middle + low) + bias, [columns], out of the sums of the three bytes.
static void combine(const digit_pixel_layer *layer, const int32_t *sums, float *y) {
    const ptrdiff_t columns = layer->columns;
    for (ptrdiff_t first = 0; first < columns; first += 16) {
        const __mmask16 filled = columns - first >= 16 ? 0xffff : (__mmask16)((1u << (columns - first)) - 1);
        const __m512 high = _mm512_cvtepi32_ps(_mm512_maskz_loadu_epi32(filled, sums + first));
        const __m512 middle = _mm512_cvtepi32_ps(_mm512_maskz_loadu_epi32(filled, sums + columns + first));
        const __m512 low = _mm512_cvtepi32_ps(_mm512_maskz_loadu_epi32(filled, sums + 2 * columns + first));
        const __m512 sum = _mm512_fmadd_ps(
            high, _mm512_set1_ps(65536), _mm512_fmadd_ps(middle, _mm512_set1_ps(256), low));
        _mm512_mask_storeu_ps(
            y + first, filled,
            _mm512_fmadd_ps(
                sum, _mm512_maskz_loadu_ps(filled, layer->scale + first),
                _mm512_maskz_loadu_ps(filled, layer->bias + first)));
    }
}

// Rows whose ink is looked for, then multiplied, then put together: what was just stored in pieces of another size makes a
// processor wait that loads it at once.
#define ROWS 32

void digit_pixels_avx512vnni(
    const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, int32_t *sums, float *y) {
    const ptrdiff_t lanes = (ptrdiff_t)digit_byte_columns((size_t)layer->columns);
    ink inks[ROWS];
    for (ptrdiff_t row = 0; row < rows; row += ROWS) {
        const ptrdiff_t count = rows - row < ROWS ? rows - row : ROWS;
        for (ptrdiff_t first = 0; first < layer->inputs; first += PART_PIXELS) {
            const ptrdiff_t left = layer->inputs - first, pixels = left < PART_PIXELS ? left : PART_PIXELS;
            for (ptrdiff_t r = 0; r < count; r++) find_ink(x + (row + r) * layer->inputs + first, pixels, &inks[r]);
            for (ptrdiff_t r = 0; r < count; r++) sum_part(layer, &inks[r], first, sums + r * lanes);
        }
        for (ptrdiff_t r = 0; r < count; r++) combine(layer, sums + r * lanes, y + (row + r) * layer->columns);
    }
}

#pragma clang attribute pop

#endif
