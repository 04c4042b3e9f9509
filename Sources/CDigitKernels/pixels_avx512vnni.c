// The first dense layer from bytes, for AVX-512 with VNNI: four pixels times four weights a lane and instruction.
//
// Goals, in this order: exact sums; speed; little code. It refuses to round: weights are whole numbers of 24 bits in three
// signed bytes, each byte is a column of its own, and 32 bits hold the sum of a column. So order, batch and threads change
// no bit, and what the first layer gives is nearer to float64 than sums in float32 are.
//
// Versions, on one core of an AMD EPYC (Zen 4), 50 columns, MNIST's test images, in tiles of 32:
//   1. floats, a weight row a pixel that is not blank (dense.inc.h)
//   2. bytes, groups of four blank pixels left out, blocks of weights that stay in the nearest cache

#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi"))), apply_to = function)

// Words of 64 groups that a row's mask takes at most; longer rows are taken in parts.
#define WORDS 4
#define PART_PIXELS (4 * 64 * WORDS)

/// Which groups of four pixels hold ink, 64 a word; pixels behind `count` are none.
static inline void find_ink(const uint8_t *x, ptrdiff_t count, uint64_t *words) {
    for (ptrdiff_t first = 0; first < count; first += 256) {
        uint64_t word = 0;
        for (ptrdiff_t part = 0; part < 4 && first + 64 * part < count; part++) {
            const ptrdiff_t left = count - first - 64 * part;
            const __m512i pixels =
                _mm512_maskz_loadu_epi8(left >= 64 ? ~0ull : (1ull << left) - 1, x + first + 64 * part);
            word |= (uint64_t)_mm512_test_epi32_mask(pixels, pixels) << (16 * part);
        }
        words[first / 256] = word;
    }
}

/// A row's sums [16 V + 8 H] += x w over the groups that hold ink, or = where it is the `first` part of the row.
/// w is [groups, 16 (V + H), 4].
#define ROW(V, H)                                                                                                      \
    static void row_##V##_##H(                                                                                         \
        const uint64_t *words, ptrdiff_t count, bool first, const uint8_t *x, const int8_t *w, int32_t *sums) {        \
        __m512i sum[V + 1];                                                                                            \
        __m256i half = _mm256_setzero_si256();                                                                         \
        UNROLLED for (int v = 0; v < V; v++) sum[v] = _mm512_setzero_si512();                                          \
        if (!first) {                                                                                                  \
            UNROLLED for (int v = 0; v < V; v++) sum[v] = _mm512_loadu_si512(sums + 16 * v);                           \
            if (H) half = _mm256_loadu_si256((const __m256i *)(sums + 16 * V));                                        \
        }                                                                                                              \
        for (ptrdiff_t word = 0; word < count; word++) {                                                               \
            for (uint64_t groups = words[word]; groups; groups = _blsr_u64(groups)) {                                  \
                const ptrdiff_t group = 64 * word + (ptrdiff_t)_tzcnt_u64(groups);                                     \
                int32_t four;                                                                                          \
                memcpy(&four, x + 4 * group, 4);                                                                       \
                const __m512i pixels = _mm512_set1_epi32(four);                                                        \
                const int8_t *row = w + group * 64 * (V + H);                                                          \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    sum[v] = _mm512_dpbusd_epi32(sum[v], pixels, _mm512_loadu_si512(row + 64 * v));                    \
                if (H) {                                                                                               \
                    half = _mm256_dpbusd_epi32(                                                                        \
                        half, _mm512_castsi512_si256(pixels), _mm256_loadu_si256((const __m256i *)(row + 64 * V)));    \
                }                                                                                                      \
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

/// The byte sums of one row, in all strips of columns.
static void sum_row(const digit_pixel_layer *layer, const uint8_t *x, int32_t *sums) {
    const ptrdiff_t columns = 3 * layer->columns, lanes = (ptrdiff_t)digit_byte_columns((size_t)layer->columns);
    const ptrdiff_t groups = (layer->inputs + 3) / 4;
    for (ptrdiff_t first = 0; first < layer->inputs; first += PART_PIXELS) {
        const ptrdiff_t left = layer->inputs - first, count = left < PART_PIXELS ? left : PART_PIXELS;
        uint64_t words[WORDS];
        find_ink(x + first, count, words);
        const uint8_t *pixels = x + first;
        // The last group may be cut short, and nothing may be read behind the last image.
        uint8_t whole[PART_PIXELS + 4];
        if (count % 4) {
            memcpy(whole, pixels, (size_t)count);
            memset(whole + count, 0, 4);
            pixels = whole;
        }
        for (ptrdiff_t column = 0; column < columns; column += DIGIT_PIXEL_STRIP) {
            const ptrdiff_t width = lanes - column < DIGIT_PIXEL_STRIP ? lanes - column : DIGIT_PIXEL_STRIP;
            const ptrdiff_t filled = columns - column < width ? columns - column : width;
            const int8_t *w = layer->bytes + 4 * groups * column + first * width;
            switch ((filled + 7) / 8) {
#define CASE(V, H)                                                                                                     \
    case 2 * V + H: row_##V##_##H(words, (count + 255) / 256, first == 0, pixels, w, sums + column); break;
                FOR_WIDTHS(CASE)
#undef CASE
            }
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

void digit_pixels_avx512vnni(
    const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, int32_t *sums, float *y) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        sum_row(layer, x + row * layer->inputs, sums);
        combine(layer, sums, y + row * layer->columns);
    }
}

#pragma clang attribute pop

#endif
