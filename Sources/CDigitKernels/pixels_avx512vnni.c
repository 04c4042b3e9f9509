// The first dense layer from bytes, for AVX-512 with VNNI: four pixels times four weights a lane and instruction.
//
// Goals, in this order: exact sums; speed; little code. It refuses to round: weights are whole numbers of two or three signed
// bytes, each byte is a column of its own, and 32 bits hold the sum of a column. So order, batch and threads change no bit,
// and with three bytes what the layer gives is nearer to float64 than sums in float32 are.
//
// Versions, one core of an AMD EPYC (Zen 4, 3.7 GHz), 50 columns, MNIST's test images in tiles of 32, nanoseconds an image,
// the best of many runs of 1,600 images of `digit_pixels`; the last four beside other work on the second core:
//   1. floats, a weight row a pixel that is not blank (dense.inc.h): 880
//   2. bytes, blank groups left out, blocks of 32 groups for all rows: 620; half of it waits for sums that go to memory
//   3. the sums of a row in registers from the first group to the last, which are found with a bit mask: 320
//   4. a list of groups in place of the mask, 112 groups for all rows, then the next: 245
//   5. two bytes a weight where that is enough, groups of 2 x 2 pixels, of which 50 in place of 56 hold ink: 215
//   6. each plane in vectors of its own, so that the sums are put together before they leave the registers: 175
//   7. the list in bytes, the pixels in whole cache lines, those of later rows fetched ahead: 152 (three bytes a weight: 241)
// What is left is 353 products of one cycle each, 96 ns. A single image takes 168: its 22 KB of weights come from the second
// cache, which gives 32 bytes a cycle, and the later layers' 29 KB leave them no room in the first.
// Fetching the weights of a later group ahead, whatever the hint, made it slower (203).

#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi,bmi2"))), apply_to = function)

// Vectors of pixels of a row that are taken at once, where a picture of 28 x 28 has 14: half of its weights stay in the
// nearest cache while all rows pass; a single row has nothing to wait for.
#define PART_VECTORS 7
#define MOST_VECTORS 14
// How far ahead pixels are fetched, in bytes: a few rows.
#define AHEAD 3136

/// The groups of four pixels of a row's part that hold ink, one behind the other.
typedef struct ink {
    /// The pixels of all groups, sixteen groups a vector.
    __m512i pixels[MOST_VECTORS];
    /// Which groups hold ink; a vector may be written behind the last one.
    uint8_t group[16 * MOST_VECTORS + 16];
    ptrdiff_t count;
} ink;

/// Finds the ink of x [count], at most MOST_VECTORS of `vector` pixels, without a branch that depends on it. `words`
/// says which pairs of pixels lie together in a group.
static inline void find_ink(const uint8_t *x, ptrdiff_t count, ptrdiff_t vector, __m512i words, ink *ink) {
    __m512i group = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i next = _mm512_set1_epi32(16);
    ptrdiff_t kept = 0;
    __m512i *into = ink->pixels;
    for (ptrdiff_t first = 0; first < count; first += vector) {
        const ptrdiff_t left = count - first < vector ? count - first : vector;
        // Nothing is read behind the last image, and what is missing in the last group is blank.
        __m512i pixels = _mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, (unsigned)left), x + first);
        pixels = _mm512_permutexvar_epi16(words, pixels);
        _mm_prefetch((const char *)((uintptr_t)(x + first) + AHEAD), _MM_HINT_T0);
        const __mmask16 inked = _mm512_test_epi32_mask(pixels, pixels);
        *into++ = pixels;
        _mm_storeu_si128(
            (__m128i *)(ink->group + kept), _mm512_cvtepi32_epi8(_mm512_maskz_compress_epi32(inked, group)));
        kept += __builtin_popcount(inked);
        group = _mm512_add_epi32(group, next);
    }
    ink->count = kept;
}

/// The order of a vector's pairs of pixels: as they lie, or the pairs of two lines in turn.
static __m512i word_order(const digit_pixel_shape *shape) {
    int16_t order[32];
    const ptrdiff_t vector = digit_pixel_vector(shape);
    const bool lines = vector == 2 * shape->width;
    for (ptrdiff_t word = 0; word < 32; word++) {
        order[word] = (int16_t)(lines && word < vector / 2 ? word % 2 * (vector / 4) + word / 2 : word);
    }
    return _mm512_loadu_si512(order);
}

/// One part of a row, for one strip of columns.
typedef struct piece {
    const digit_pixel_layer *layer;
    const digit_pixel_strip *strip;
    /// The weights of the part's first group, and how far it is from one to the next.
    const int8_t *weights;
    ptrdiff_t stride;
    /// Whether the row begins with it, and ends.
    bool first, last;
} piece;

#define UNROLLED _Pragma("clang loop unroll(full)")

/// P planes of V vectors and Q quarters: the sums over the groups that hold ink, kept in `sums` from part to part, and
/// behind the last y = scale (65536 high + 256 middle + low) + bias, [columns]; without the middle, 256 high + low.
#define ROW(P, V, Q)                                                                                                   \
    static void row_##P##_##V##_##Q(const piece *part, const ink *ink, int32_t *sums, float *y) {                      \
        __m512i sum[P * V + 1];                                                                                        \
        __m128i quarter[P * Q + 1];                                                                                    \
        UNROLLED for (int k = 0; k < P * V; k++)                                                                       \
            sum[k] = part->first ? _mm512_setzero_si512() : _mm512_loadu_si512(sums + 16 * k);                         \
        UNROLLED for (int k = 0; k < P * Q; k++)                                                                       \
            quarter[k] = part->first ? _mm_setzero_si128()                                                             \
                : _mm_loadu_si128((const __m128i *)(sums + 16 * P * V + 4 * k));                                       \
        const int8_t *const weights = part->weights;                                                                   \
        for (ptrdiff_t i = 0; i < ink->count; i++) {                                                                   \
            const ptrdiff_t group = ink->group[i];                                                                     \
            const __m512i pixels = _mm512_set1_epi32(((const int32_t *)ink->pixels)[group]);                           \
            const int8_t *const row = weights + group * ((64 * P * V + 16 * P * Q + 63) / 64 * 64);                    \
            UNROLLED for (int k = 0; k < P * V; k++)                                                                   \
                sum[k] = _mm512_dpbusd_epi32(sum[k], pixels, _mm512_loadu_si512(row + 64 * k));                        \
            UNROLLED for (int k = 0; k < P * Q; k++)                                                                   \
                quarter[k] = _mm_dpbusd_epi32(                                                                         \
                    quarter[k], _mm512_castsi512_si128(pixels),                                                        \
                    _mm_loadu_si128((const __m128i *)(row + 64 * P * V + 16 * k)));                                    \
        }                                                                                                              \
        if (!part->last) {                                                                                             \
            UNROLLED for (int k = 0; k < P * V; k++) _mm512_storeu_si512(sums + 16 * k, sum[k]);                       \
            UNROLLED for (int k = 0; k < P * Q; k++)                                                                   \
                _mm_storeu_si128((__m128i *)(sums + 16 * P * V + 4 * k), quarter[k]);                                  \
            return;                                                                                                    \
        }                                                                                                              \
        const float *const scale = part->layer->scale + part->strip->first;                                            \
        const float *const bias = part->layer->bias + part->strip->first;                                              \
        UNROLLED for (int v = 0; v < V; v++) {                                                                         \
            __m512 whole = _mm512_cvtepi32_ps(sum[v]);                                                                 \
            UNROLLED for (int plane = 1; plane < P; plane++)                                                           \
                whole = _mm512_fmadd_ps(whole, _mm512_set1_ps(256), _mm512_cvtepi32_ps(sum[plane * V + v]));           \
            const ptrdiff_t left = part->strip->columns - 16 * v;                                                      \
            const __mmask16 filled = (__mmask16)_bzhi_u32(0xffff, left < 16 ? (unsigned)left : 16);                    \
            _mm512_mask_storeu_ps(                                                                                     \
                y + 16 * v, filled,                                                                                    \
                _mm512_fmadd_ps(                                                                                       \
                    whole, _mm512_maskz_loadu_ps(filled, scale + 16 * v), _mm512_loadu_ps(bias + 16 * v)));            \
        }                                                                                                              \
        if (Q) {                                                                                                       \
            __m128 whole = _mm_cvtepi32_ps(quarter[0]);                                                                \
            UNROLLED for (int plane = 1; plane < P; plane++)                                                           \
                whole = _mm_fmadd_ps(whole, _mm_set1_ps(256), _mm_cvtepi32_ps(quarter[plane * Q]));                    \
            const __mmask8 filled = (__mmask8)_bzhi_u32(0xf, (unsigned)(part->strip->columns - 16 * V));               \
            _mm_mask_storeu_ps(                                                                                        \
                y + 16 * V, filled,                                                                                    \
                _mm_fmadd_ps(whole, _mm_maskz_loadu_ps(filled, scale + 16 * V), _mm_loadu_ps(bias + 16 * V)));         \
        }                                                                                                              \
    }
#define FOR_WIDTHS(DO)                                                                                                 \
    DO(2, 0, 1) DO(2, 1, 0) DO(2, 1, 1) DO(2, 2, 0) DO(2, 2, 1) DO(2, 3, 0) DO(2, 3, 1) DO(2, 4, 0) DO(2, 4, 1)        \
    DO(3, 0, 1) DO(3, 1, 0) DO(3, 1, 1) DO(3, 2, 0) DO(3, 2, 1) DO(3, 3, 0) DO(3, 3, 1) DO(3, 4, 0) DO(3, 4, 1)
FOR_WIDTHS(ROW)

/// One part of one row.
static inline void sum_part(const piece *part, const ink *ink, int32_t *sums, float *y) {
    switch (16 * part->layer->shape.planes + 2 * part->strip->vectors + part->strip->quarter) {
#define CASE(P, V, Q)                                                                                                  \
    case 16 * P + 2 * V + Q: row_##P##_##V##_##Q(part, ink, sums, y); break;
        FOR_WIDTHS(CASE)
#undef CASE
    }
}

// Rows whose ink is looked for before it is multiplied: the one's list is ready while the other's sums are on their way.
#define ROWS 2

void digit_pixels_avx512vnni(
    const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, int32_t *sums, float *y) {
    const digit_pixel_shape *const shape = &layer->shape;
    const ptrdiff_t lanes = (ptrdiff_t)digit_pixel_sums((size_t)shape->columns);
    const ptrdiff_t inputs = shape->inputs, vector = digit_pixel_vector(shape);
    const ptrdiff_t length = vector * (rows == 1 ? MOST_VECTORS : PART_VECTORS);
    const __m512i words = word_order(shape);
    const int8_t *weights = layer->bytes;
    ink inks[ROWS];
    for (ptrdiff_t column = 0; column < shape->columns;) {
        const digit_pixel_strip strip = digit_pixel_strip_at(shape->columns, column);
        piece part = {.layer = layer, .strip = &strip, .stride = digit_pixel_strip_bytes(&strip, shape->planes)};
        for (ptrdiff_t first = 0; first < inputs; first += length) {
            const ptrdiff_t left = inputs - first, pixels = left < length ? left : length;
            part.weights = weights + first / vector * 16 * part.stride;
            part.first = first == 0;
            part.last = left <= length;
            for (ptrdiff_t row = 0; row < rows; row += ROWS) {
                const ptrdiff_t count = rows - row < ROWS ? rows - row : ROWS;
                for (ptrdiff_t r = row; r < row + count; r++) {
                    find_ink(x + r * inputs + first, pixels, vector, words, &inks[r - row]);
                }
                for (ptrdiff_t r = row; r < row + count; r++) {
                    sum_part(&part, &inks[r - row], sums + r * lanes, y + r * shape->columns + column);
                }
            }
        }
        weights += digit_pixel_groups(shape) * part.stride;
        column += strip.columns;
    }
}

#pragma clang attribute pop

#endif
