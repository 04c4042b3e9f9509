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
    /// The same, with products of bytes that are added up in one instruction.
    digit_simd_avx512vnni = 4,
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

/// A convolution of 3 x 3 with a padding and a stride of 1, from [H, W, C] to [H, W, O].
typedef struct digit_winograd_shape {
    ptrdiff_t height, width, channels, outputs;
    /// The lines and columns that are calculated, behind the last of which is the second of each; the first of each is a
    /// multiple of 4, the second too or the picture's end. Others are not written.
    ptrdiff_t top, bottom, left, right;
    /// Whether y takes the positive part of each sum.
    bool relu;
    /// Whether y is the largest of each 2 x 2 sums, [H / 2, W / 2, O]; an odd last line or column is left out.
    bool pool;
} digit_winograd_shape;

/// Floats of weights that `digit_winograd_pack` writes.
size_t digit_winograd_size(size_t channels, size_t outputs);

/// Floats of scratch memory that `digit_winograd` needs.
size_t digit_winograd_scratch(size_t channels, size_t outputs);

/// Brings weights [O, C, 3, 3] into the form that `digit_winograd` multiplies with.
void digit_winograd_pack(const float *weights, ptrdiff_t channels, ptrdiff_t outputs, float *packed);

/// y [H, W, O], or what is left of it after pooling, out of x [H, W, C], with fewer multiplications than the sums have
/// terms: the same up to some roundings.
void digit_winograd(
    digit_simd simd, const digit_winograd_shape *shape, const float *x, const float *weights, const float *bias,
    float *scratch, float *y);

/// What is applied to each value behind a layer.
typedef enum __attribute__((enum_extensibility(closed))) digit_activation {
    digit_activation_identity = 0,
    digit_activation_sigmoid = 1,
    digit_activation_relu = 2,
    digit_activation_tanh = 3,
    digit_activation_step = 4,
} digit_activation;

/// A dense layer, y = activation(x w + bias), with I inputs and O columns.
typedef struct digit_dense_layer {
    ptrdiff_t inputs, columns;
    digit_activation activation;
    /// [I, stride], see `digit_dense_stride`; zeros behind the columns.
    const float *weights;
    /// [stride], zeros behind the columns.
    const float *bias;
} digit_dense_layer;

/// Floats of a weight row: the columns rounded up to whole vectors of sixteen.
static inline size_t digit_dense_stride(size_t columns) { return (columns + 15) / 16 * 16; }

/// Takes x [N, I] through `count` layers, of which each takes what the one before it gives: y [N, O].
///
/// `front` and `back` are scratch memory for N, rounded up to a multiple of sixteen, times the most values that a layer takes
/// or gives. Where `softmax`, y is the softmax of the last layer's values. A row is the same in any number of rows.
void digit_dense(
    digit_simd simd, const digit_dense_layer *layers, ptrdiff_t count, const float *x, ptrdiff_t rows, bool softmax,
    float *front, float *back, float *y);

/// A first dense layer over the bytes of pictures, with I inputs and O columns.
typedef struct digit_pixel_shape {
    ptrdiff_t inputs, columns;
    /// Pixels of a picture's line, or 0 where there are no lines. Ink comes in spots: where two lines fit into a vector, 2 x 2
    /// pixels are multiplied at once, and more of these squares are blank than of four pixels side by side.
    ptrdiff_t width;
    /// Bytes of a packed weight, 2 or 3.
    ptrdiff_t planes;
} digit_pixel_shape;

/// Such a layer with its numbers, for pictures of which most pixels are 0.
///
/// What a blank pixel gives is part of the bias, so that blank pixels need no work: y = bias + sum of (v(x) - v(0)) w.
typedef struct digit_pixel_layer {
    digit_pixel_shape shape;
    /// [I, stride] as in `digit_dense_layer`; not read with bytes.
    const float *weights;
    /// [256], v(x) - v(0) for each pixel value; 0 for 0. Not read with bytes.
    const float *table;
    /// [stride]: the layer's bias and what blank pixels give.
    const float *bias;
    /// For avx512vnni: `digit_pixels_pack` made them. Null where the float kernel is wanted.
    const int8_t *_Nullable bytes;
    /// [O], what one unit of a byte sum is worth: v(x) = x unit + v(0), times the scale of the packed weights.
    const float *_Nullable scale;
} digit_pixel_layer;

/// y [N, O] out of x [N, I]. `sums` is scratch memory of `digit_pixel_sums` values of four bytes a row.
///
/// A row is the same in any number of rows.
void digit_pixels(
    digit_simd simd, const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, void *sums, float *y);

/// Scratch memory that `digit_pixels` needs a row, in values of four bytes.
size_t digit_pixel_sums(size_t columns);

/// Whether the instruction set multiplies bytes, and no sum of so many inputs can overflow.
bool digit_pixels_take_bytes(digit_simd simd, size_t inputs);

/// Bytes that `digit_pixels_pack` writes.
size_t digit_pixel_bytes(const digit_pixel_shape *shape);

/// The largest whole number that a packed weight can be, 127 in each of its bytes.
double digit_pixel_limit(ptrdiff_t planes);

/// Packs weights [I, O], row-major, as whole numbers of two or three bytes. A weight is its number times its column's
/// `scale` [O], to within half of it.
void digit_pixels_pack(const digit_pixel_shape *shape, const float *weights, int8_t *bytes, double *scale);

/// Applies the function to x [count], in place. A value does not depend on where it lies.
void digit_activate(digit_simd simd, digit_activation activation, float *x, ptrdiff_t count);

/// Replaces each row of x [N, O] by its softmax.
void digit_softmax(digit_simd simd, float *x, ptrdiff_t rows, ptrdiff_t columns);

/// Float32 operations of one round of `digit_peak`.
double digit_peak_operations(digit_simd simd);

/// For benchmarks: so many rounds of multiply-adds in registers, each waiting for none but its own. Gives a sum of them all, so
/// that none can be left out.
float digit_peak(digit_simd simd, ptrdiff_t rounds);

#pragma clang assume_nonnull end

#endif
