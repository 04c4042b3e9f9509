// The numeric kernels of swift-digits, in float32, for the instruction sets that the processor may have.
//
// Goals, in this order: the same bits for the same instruction set, whatever the batch and the threads; speed; little code.
// They refuse to be a general library: no threads, no memory of their own, no checks. The caller owns shapes and sizes.
//
// Letters: P pixels, C channels, H x W a picture, K x L a window. Pictures lie as [H, W, C], channels innermost.

#ifndef C_DIGIT_KERNELS_H
#define C_DIGIT_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The instruction sets that the kernels are compiled for.
typedef enum __attribute__((enum_extensibility(closed))) digit_simd {
    /// Plain loops, one sum at a time: what the others are tested against.
    digit_simd_reference = 0,
    /// Four lanes: SSE2 on x86-64, NEON on arm64. Every processor has it.
    digit_simd_baseline = 1,
    /// Eight lanes with fused multiply-add.
    digit_simd_avx2 = 2,
    /// Sixteen lanes and 32 registers.
    digit_simd_avx512 = 3,
} digit_simd;

/// Whether this processor, and its operating system, run `simd`.
bool digit_simd_is_supported(digit_simd simd);

/// The fastest instruction set that this processor runs.
digit_simd digit_simd_best(void);

/// Its name as `DIGITS_SIMD` and the documentation call it, such as `avx512`.
const char *digit_simd_name(digit_simd simd);

/// Columns of packed weights that lie together, of `remaining` columns still to be packed: 32, 16 or 8.
static inline ptrdiff_t digit_panel_width(ptrdiff_t remaining) {
    return remaining > 16 ? 32 : remaining > 8 ? 16 : 8;
}

/// Floats that may be read behind the last one of an unpacked `b`.
enum { digit_product_slack = 32 };

/// A sum of products, which is what matrix products and convolutions both are:
///
///     c[g, r, o] = start + sum over s, then k, of a[g, r, s, k] b[s, k, o]
///
/// for groups g, rows r, segments s, steps k and columns o. Each sum runs in the order of s and k, one fused operation a
/// step (two where the processor has none), whatever tile it is calculated in: a row is the same in any batch.
///
/// A convolution's groups are the lines of its output, its rows the pixels of a line, its segments the lines of the
/// window, and its steps the window's columns and channels, which lie side by side in the picture.
///
/// The arrays are no part of it: one shape serves every image.
typedef struct digit_product {
    ptrdiff_t groups, rows, segments, steps, columns;

    /// a[g, r, s, k] lies at a + g a_group + r a_row + s a_segment + k a_step. Either a_row or a_step is 1.
    ptrdiff_t a_group, a_row, a_segment, a_step;

    /// Where b_step is 0, b is packed by `digit_pack`. Else b[s, k, o] lies at b + s b_segment + k b_step + o, and
    /// `digit_product_slack` floats behind the last one can be read.
    ptrdiff_t b_segment, b_step;

    /// c[g, r, o] lies at c + g c_group + r c_row + o.
    ptrdiff_t c_group, c_row;

    /// Whether the sums are added to what is in c.
    bool accumulate;
    /// Whether c takes the positive part of each sum.
    bool relu;
} digit_product;

/// Calculates a sum of products. `bias` is the [columns] that the sums start from, or null for zeros; it is not read where
/// the sums are added to c.
void digit_multiply(
    digit_simd simd, const digit_product *product, const float *a, const float *b, const float *_Nullable bias, float *c);

/// Floats that `digit_pack` writes: steps times the columns, rounded up to whole panels.
size_t digit_packed_size(size_t steps, size_t columns);

/// Packs b [steps, columns], row-major, where `steps` counts those of all segments: panel by panel, each
/// [steps, width], its missing columns zero. Every instruction set reads the same packed form.
void digit_pack(const float *b, ptrdiff_t steps, ptrdiff_t columns, float *packed);

/// A window that moves over a picture [H, W, C] without a border, and what comes out of it, [outH, outW, C].
typedef struct digit_window {
    ptrdiff_t width, channels;
    ptrdiff_t kernel_height, kernel_width;
    ptrdiff_t vertical_stride, horizontal_stride;
    ptrdiff_t out_height, out_width;
} digit_window;

/// The largest value under the window: x [H, W, C], y [outH, outW, C].
void digit_max_pool(digit_simd simd, const digit_window *window, const float *x, float *y);

/// Adds each dy [outH, outW, C] to dx [H, W, C] where the first of the largest values is.
void digit_max_pool_backward(
    digit_simd simd, const digit_window *window, const float *x, const float *y, const float *dy, float *dx);

/// Replaces x [count] by its positive part.
void digit_relu(digit_simd simd, float *x, ptrdiff_t count);

/// dx = dy where y is positive, else 0; [count] each.
void digit_relu_backward(digit_simd simd, const float *y, const float *dy, float *dx, ptrdiff_t count);

/// The mean of each channel of x [P, C], and the sum of the squares of the distances to it: [C] each.
void digit_moments(
    digit_simd simd, const float *x, ptrdiff_t pixels, ptrdiff_t channels, float *mean, float *squares);

/// y = x scale + shift, [P, C] with [C]; the positive part of it where `relu`.
void digit_affine(
    digit_simd simd, const float *x, ptrdiff_t pixels, ptrdiff_t channels, const float *scale, const float *shift,
    bool relu, float *y);

/// The sums over the pixels that the way back through a normalisation needs: dy, and dy (x - mean); [C] each.
///
/// Where y is given, a ReLU followed the normalisation, and dy counts only where y is positive.
void digit_affine_sums(
    digit_simd simd, const float *x, const float *_Nullable y, const float *dy, ptrdiff_t pixels, ptrdiff_t channels,
    const float *mean, float *sum, float *product);

/// dx = dy factor + (x - mean) slope + shift, [P, C] with [C]; dy counts as in `digit_affine_sums`.
void digit_affine_backward(
    digit_simd simd, const float *x, const float *_Nullable y, const float *dy, ptrdiff_t pixels, ptrdiff_t channels,
    const float *mean, const float *factor, const float *slope, const float *shift, float *dx);

#pragma clang assume_nonnull end

#endif
