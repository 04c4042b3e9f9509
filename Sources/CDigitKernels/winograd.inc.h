// Convolutions of 3 x 3 with a padding and a stride of 1 as 16 products in place of 36 for four pixels, compiled once an
// instruction set. Included behind dense.inc.h.
//
// Letters: T tiles of 2 x 2 output pixels, C channels, O outputs. Source: Lavin and Gray, *Fast Algorithms for Convolutional
// Neural Networks*, 2016, F(2x2, 3x3): y = At [(G w Gt) * (Bt x B)] A, all factors 0, 1, -1 and 1/2, so that little is lost.

// Versions, one core of an AMD EPYC (Zen 4, 3.7 GHz, AVX-512), microseconds a picture with ReLU, beside the 36 products of
// `digit_multiply`, the best of 150 calls of each:
//                                       28x28 32-32    14x14 64-64    7x7 64-128    28x28 8-16
//   0. digit_multiply and its border            126            124            62            16
//   1. loops over the channels                   99             77            45            23
//   2. both ends in vectors                      73             63            40            18
//   3. bands of up to 126 tiles                  70             62            40            14
// F(4x4, 3x3) takes 2.25 times fewer products again, but loses two more digits; it was not tried.

/// Bt x B for the channels of one VALUE, c and what follows.
#define INTO(VALUE)                                                                                                    \
    VALUE t[4][4];                                                                                                     \
    UNROLLED for (int column = 0; column < 4; column++) {                                                              \
        const VALUE p = *(const VALUE *)(pixels[column] + c), q = *(const VALUE *)(pixels[4 + column] + c);            \
        const VALUE r = *(const VALUE *)(pixels[8 + column] + c);                                                      \
        t[0][column] = p - r;                                                                                          \
        t[1][column] = q + r;                                                                                          \
        t[2][column] = r - q;                                                                                          \
        t[3][column] = q - *(const VALUE *)(pixels[12 + column] + c);                                                  \
    }                                                                                                                  \
    UNROLLED for (int row = 0; row < 4; row++) {                                                                       \
        float *const into = v + 4 * row * step + c;                                                                    \
        *(VALUE *)into = t[row][0] - t[row][2];                                                                        \
        *(VALUE *)(into + step) = t[row][1] + t[row][2];                                                               \
        *(VALUE *)(into + 2 * step) = t[row][2] - t[row][1];                                                           \
        *(VALUE *)(into + 3 * step) = t[row][1] - t[row][3];                                                           \
    }

/// At m A for the outputs of one VALUE, o and what follows; SELECT(condition, yes, no) chooses.
#define OUT(VALUE, SELECT)                                                                                             \
    VALUE s[2][4];                                                                                                     \
    UNROLLED for (int column = 0; column < 4; column++) {                                                              \
        const float *const from = m + column * step + o;                                                               \
        const VALUE q = *(const VALUE *)(from + 4 * step), r = *(const VALUE *)(from + 8 * step);                      \
        s[0][column] = *(const VALUE *)from + q + r;                                                                   \
        s[1][column] = q - r - *(const VALUE *)(from + 12 * step);                                                     \
    }                                                                                                                  \
    const VALUE shift = *(const VALUE *)(bias + o);                                                                    \
    VALUE pixel[4];                                                                                                    \
    UNROLLED for (int row = 0; row < 2; row++) {                                                                       \
        pixel[2 * row] = s[row][0] + s[row][1] + s[row][2] + shift;                                                    \
        pixel[2 * row + 1] = s[row][1] - s[row][2] - s[row][3] + shift;                                                \
    }                                                                                                                  \
    if (pool) {                                                                                                        \
        const VALUE above = SELECT(pixel[1] > pixel[0], pixel[1], pixel[0]);                                           \
        const VALUE below = SELECT(pixel[3] > pixel[2], pixel[3], pixel[2]);                                           \
        const VALUE most = SELECT(below > above, below, above);                                                        \
        *(VALUE *)(y[0] + o) = relu ? SELECT(most <= 0, (VALUE){0}, most) : most;                                      \
    } else {                                                                                                           \
        UNROLLED for (int k = 0; k < 4; k++)                                                                           \
            *(VALUE *)(y[k] + o) = relu ? SELECT(pixel[k] <= 0, (VALUE){0}, pixel[k]) : pixel[k];                      \
    }

#define SELECT_FLOAT(condition, yes, no) ((condition) ? (yes) : (no))

#if LANES > 8
typedef float NAME(eight) __attribute__((vector_size(32), aligned(4), may_alias));
#endif

/// For one tile: four rows of four pixels, [C] each, to v [16, T, C], of which only this tile's rows are written.
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

/// For one tile: m [16, T, O], of which only this tile's rows are read, to four pixels, [O] each,
/// or to the largest of them where `pool`.
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
    const ptrdiff_t band = digit_winograd_band((size_t)channels, (size_t)outputs);
    const ptrdiff_t across = (shape->right - shape->left + 1) / 2;
    const ptrdiff_t tiles = (shape->bottom - shape->top + 1) / 2 * across;
    const size_t packed = digit_packed_size((size_t)channels, (size_t)outputs);
    float *const v = scratch, *const m = v + 16 * band * channels, *const nothing = m + 16 * band * outputs;
    float *const away = nothing + channels;
    memset(nothing, 0, (size_t)channels * sizeof *nothing);
    for (ptrdiff_t first = 0; first < tiles; first += band) {
        const ptrdiff_t count = tiles - first < band ? tiles - first : band;
        for (ptrdiff_t tile = 0; tile < count; tile++) {
            const ptrdiff_t top = shape->top + (first + tile) / across * 2 - 1;
            const ptrdiff_t left = shape->left + (first + tile) % across * 2 - 1;
            const float *pixels[16];
            for (ptrdiff_t k = 0; k < 16; k++) {
                const ptrdiff_t row = top + k / 4, column = left + k % 4;
                const bool inside = row >= 0 && row < height && column >= 0 && column < width;
                pixels[k] = inside ? x + (row * width + column) * channels : nothing;
            }
            NAME(into_products)(pixels, channels, band * channels, v + tile * channels);
        }
        digit_product product = {.groups = 1, .segments = 1, .rows = count, .steps = channels, .columns = outputs};
        product.a_row = channels;
        product.a_step = 1;
        product.c_row = outputs;
        for (ptrdiff_t k = 0; k < 16; k++) {
            NAME(multiply)(
                &product, v + k * band * channels, weights + (ptrdiff_t)packed * k, 0, m + k * band * outputs);
        }
        for (ptrdiff_t tile = 0; tile < count; tile++) {
            const ptrdiff_t row = shape->top + (first + tile) / across * 2;
            const ptrdiff_t column = shape->left + (first + tile) % across * 2;
            if (shape->pool && (row + 1 == height || column + 1 == width)) continue;
            float *const corner = y
                + (shape->pool ? row / 2 * (width / 2) + column / 2 : row * width + column) * outputs;
            // Pixels of a tile that lie outside the picture go where nobody looks.
            const bool right = column + 1 < width, below = row + 1 < height;
            float *const pixels[4] = {
                corner, right ? corner + outputs : away, below ? corner + width * outputs : away + outputs,
                right && below ? corner + (width + 1) * outputs : away + 2 * outputs,
            };
            NAME(out_of_products)(
                m + tile * outputs, outputs, band * outputs, bias, shape->relu, shape->pool,
                pixels);
        }
    }
}

#undef INTO
#undef OUT
#undef SELECT_FLOAT
#undef UNROLLED
