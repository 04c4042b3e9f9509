// The kernels of dense networks, compiled once an instruction set. Included behind tiles.inc.h, which says what the macros
// are.
//
// Letters: N rows (images), I inputs, O columns (outputs).
//
// Versions of the book's 784-50-100-10 over MNIST's test images in tiles of 32, one core of an AMD EPYC (Zen 4, 3.7 GHz,
// AVX-512 without VNNI), nanoseconds an image for the first layer and for all:
//   1. a list of the pixels that hold ink, of blocks of 112; each row of images through all layers: 880, 1080
//   2. later layers with the rows in the lanes: 850, 1020
//   3. a mask of the pixels in place of the list, blocks of 256: 460, 630
// With VNNI (pixels_avx512vnni.c), all layers of a tile of 32, and of one image alone, beside other work on the second core:
//   4. as it was: 443, 770
//   5. two bytes a weight in the first layer, see there; sums of narrow layers in chains, the softmax of one row in vectors, an
//      exponential of half the length for AVX-512: 377, 648
//   6. one loop a function over a layer's values, so that no vector waits for the one before: 346, 589
//   7. the first layer's list in bytes: 331, 589
// Of a tile's image the later layers' 375 multiplications of one cycle are 101 ns, the first layer's products 96. One image alone
// waits for 51 KB of weights out of the second cache, which gives 32 bytes a cycle: 1,600 cycles, 430 ns.

// Pixels of a block: most of the weights that they need stay in the nearest cache while all rows pass.
#define BLOCK_PIXELS 256
// Up to here rows that are taken one by one are faster than lanes that are not full.
#define FEW_ROWS 4
// Vectors of a strip: so many sums leave room for a pixel and its weights in 16 registers.
#define STRIP_VECTORS 8

/// Which of eight pixels are not blank, the first one lowest.
static inline uint64_t NAME(inked)(const uint8_t *x) {
    uint64_t eight;
    memcpy(&eight, x, 8);
    // The top bit of each byte that is not 0; the product brings them together, and they do not meet on the way.
    const uint64_t low = 0x7f7f7f7f7f7f7f7f;
    const uint64_t top = ((((eight & low) + low) | eight) & ~low) >> 7;
    return top * 0x0102040810204080 >> 56;
}

/// The pixels of x [count] that are not blank, 64 a word.
static void NAME(find_ink)(const uint8_t *x, ptrdiff_t count, uint64_t *words) {
    for (ptrdiff_t first = 0; first < count; first += 64) {
        uint64_t word = 0;
        if (count - first >= 64) {
            UNROLLED for (int k = 0; k < 8; k++) word |= NAME(inked)(x + first + 8 * k) << (8 * k);
        } else {
            for (ptrdiff_t i = first; i < count; i++) word |= (uint64_t)(x[i] != 0) << (i - first);
        }
        words[first / 64] = word;
    }
}

/// y [V vectors] += the table's values of the pixels in `words` times their weights, w [I, w_row].
#define INK(V)                                                                                                         \
    static void NAME(ink_##V)(                                                                                         \
        const uint64_t *words, ptrdiff_t count, const uint8_t *x, const float *table, const float *w, ptrdiff_t w_row, \
        float *y) {                                                                                                    \
        NAME(vector) sum[V];                                                                                           \
        UNROLLED for (int v = 0; v < V; v++) sum[v] = *(const NAME(unaligned) *)(y + v * LANES);                       \
        for (ptrdiff_t word = 0; word < count; word++) {                                                               \
            for (uint64_t left = words[word]; left; left &= left - 1) {                                                \
                const ptrdiff_t i = 64 * word + __builtin_ctzll(left);                                                 \
                const float *row = w + i * w_row;                                                                      \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    sum[v] += table[x[i]] * *(const NAME(unaligned) *)(row + v * LANES);                               \
            }                                                                                                          \
        }                                                                                                              \
        UNROLLED for (int v = 0; v < V; v++) *(NAME(unaligned) *)(y + v * LANES) = sum[v];                             \
    }
INK(1)
INK(2)
INK(3)
INK(4)
INK(5)
INK(6)
INK(7)
INK(8)

/// y = bias + the table's values of x times w: x [N, I], w [I, stride], sums [N, stride], y [N, O], where `stride` is O in
/// whole vectors. Each sum runs in the order of the pixels.
static void NAME(pixels)(
    const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, float *sums, float *y) {
    const ptrdiff_t inputs = layer->shape.inputs, columns = layer->shape.columns;
    const ptrdiff_t stride = (ptrdiff_t)digit_dense_stride((size_t)columns);
    for (ptrdiff_t row = 0; row < rows; row++) {
        for (ptrdiff_t o = 0; o < stride; o++) sums[row * stride + o] = o < columns ? layer->bias[o] : 0;
    }
    for (ptrdiff_t first = 0; first < inputs; first += BLOCK_PIXELS) {
        const ptrdiff_t count = inputs - first < BLOCK_PIXELS ? inputs - first : BLOCK_PIXELS;
        for (ptrdiff_t row = 0; row < rows; row++) {
            const uint8_t *pixels = x + row * inputs + first;
            uint64_t words[BLOCK_PIXELS / 64];
            NAME(find_ink)(pixels, count, words);
            const ptrdiff_t filled = (count + 63) / 64;
            const float *table = layer->table, *w = layer->weights + first * stride;
            for (ptrdiff_t o = 0; o < columns;) {
                ptrdiff_t vectors = (columns - o + LANES - 1) / LANES;
                if (vectors > STRIP_VECTORS) vectors = STRIP_VECTORS;
                float *into = sums + row * stride + o;
                switch (vectors) {
                case 1: NAME(ink_1)(words, filled, pixels, table, w + o, stride, into); break;
                case 2: NAME(ink_2)(words, filled, pixels, table, w + o, stride, into); break;
                case 3: NAME(ink_3)(words, filled, pixels, table, w + o, stride, into); break;
                case 4: NAME(ink_4)(words, filled, pixels, table, w + o, stride, into); break;
                case 5: NAME(ink_5)(words, filled, pixels, table, w + o, stride, into); break;
                case 6: NAME(ink_6)(words, filled, pixels, table, w + o, stride, into); break;
                case 7: NAME(ink_7)(words, filled, pixels, table, w + o, stride, into); break;
                case 8: NAME(ink_8)(words, filled, pixels, table, w + o, stride, into); break;
                }
                o += vectors * LANES;
            }
        }
    }
    for (ptrdiff_t row = 0; row < rows; row++) memcpy(y + row * columns, sums + row * stride, (size_t)columns * sizeof *y);
}

/// Sums that are added up side by side for each output, of every second or fourth input, where so few vectors of columns
/// would wait for each other.
static inline ptrdiff_t NAME(chains)(ptrdiff_t columns) {
    return columns <= 2 * LANES ? 4 : columns <= 4 * LANES ? 2 : 1;
}

/// y [V vectors] = bias + x w for one row, x [I], w [I, w_row], in B chains.
#define SINGLE(V, B)                                                                                                   \
    static void NAME(single_##V##_##B)(                                                                                \
        const float *x, ptrdiff_t inputs, const float *w, ptrdiff_t w_row, const float *bias, float *y) {              \
        NAME(vector) sum[B][V];                                                                                        \
        UNROLLED for (int v = 0; v < V; v++) sum[0][v] = *(const NAME(unaligned) *)(bias + v * LANES);                 \
        UNROLLED for (int k = 1; k < B; k++) UNROLLED for (int v = 0; v < V; v++) sum[k][v] = (NAME(vector)){0};       \
        ptrdiff_t i = 0;                                                                                               \
        for (; i + B <= inputs; i += B, w += B * w_row) {                                                              \
            UNROLLED for (int k = 0; k < B; k++)                                                                       \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    sum[k][v] += x[i + k] * *(const NAME(unaligned) *)(w + k * w_row + v * LANES);                     \
        }                                                                                                              \
        UNROLLED for (int k = 0; k < B - 1; k++) {                                                                     \
            if (i + k < inputs) {                                                                                      \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    sum[k][v] += x[i + k] * *(const NAME(unaligned) *)(w + k * w_row + v * LANES);                     \
            }                                                                                                          \
        }                                                                                                              \
        UNROLLED for (int k = 1; k < B; k++) UNROLLED for (int v = 0; v < V; v++) sum[0][v] += sum[k][v];              \
        UNROLLED for (int v = 0; v < V; v++) *(NAME(unaligned) *)(y + v * LANES) = sum[0][v];                          \
    }
SINGLE(1, 4)
SINGLE(2, 4)
SINGLE(3, 2)
SINGLE(4, 2)
SINGLE(1, 1)
SINGLE(2, 1)
SINGLE(3, 1)
SINGLE(4, 1)
SINGLE(5, 1)
SINGLE(6, 1)
SINGLE(7, 1)
SINGLE(8, 1)

/// y = bias + x w for one row, whole vectors of it: y [stride].
static void NAME(single)(const digit_dense_layer *layer, const float *x, float *y) {
    const ptrdiff_t columns = layer->columns, stride = (ptrdiff_t)digit_dense_stride((size_t)columns);
    const ptrdiff_t chains = NAME(chains)(columns);
    for (ptrdiff_t o = 0; o < columns; o += STRIP_VECTORS * LANES) {
        const ptrdiff_t left = (columns - o + LANES - 1) / LANES;
        const float *w = layer->weights + o, *bias = layer->bias + o;
        switch (10 * (left < STRIP_VECTORS ? left : STRIP_VECTORS) + chains) {
        case 14: NAME(single_1_4)(x, layer->inputs, w, stride, bias, y + o); break;
        case 24: NAME(single_2_4)(x, layer->inputs, w, stride, bias, y + o); break;
        case 32: NAME(single_3_2)(x, layer->inputs, w, stride, bias, y + o); break;
        case 42: NAME(single_4_2)(x, layer->inputs, w, stride, bias, y + o); break;
        case 11: NAME(single_1_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 21: NAME(single_2_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 31: NAME(single_3_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 41: NAME(single_4_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 51: NAME(single_5_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 61: NAME(single_6_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 71: NAME(single_7_1)(x, layer->inputs, w, stride, bias, y + o); break;
        case 81: NAME(single_8_1)(x, layer->inputs, w, stride, bias, y + o); break;
        }
    }
}

typedef float NAME(four) __attribute__((vector_size(16), aligned(4), may_alias));

/// x [N, I] to y [I, padded], zero behind the N; `padded` is a multiple of four.
static void NAME(turn)(const float *x, ptrdiff_t rows, ptrdiff_t inputs, ptrdiff_t padded, float *y) {
    ptrdiff_t n = 0;
    for (; n + 4 <= rows; n += 4) {
        const float *row = x + n * inputs;
        ptrdiff_t i = 0;
        for (; i + 4 <= inputs; i += 4) {
            const NAME(four) a = *(const NAME(four) *)(row + i), b = *(const NAME(four) *)(row + inputs + i);
            const NAME(four) c = *(const NAME(four) *)(row + 2 * inputs + i);
            const NAME(four) d = *(const NAME(four) *)(row + 3 * inputs + i);
            const NAME(four) ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
            const NAME(four) ba = __builtin_shufflevector(a, b, 2, 6, 3, 7), dc = __builtin_shufflevector(c, d, 2, 6, 3, 7);
            float *into = y + i * padded + n;
            *(NAME(four) *)into = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
            *(NAME(four) *)(into + padded) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
            *(NAME(four) *)(into + 2 * padded) = __builtin_shufflevector(ba, dc, 0, 1, 4, 5);
            *(NAME(four) *)(into + 3 * padded) = __builtin_shufflevector(ba, dc, 2, 3, 6, 7);
        }
        for (; i < inputs; i++) {
            for (ptrdiff_t k = 0; k < 4; k++) y[i * padded + n + k] = row[k * inputs + i];
        }
    }
    for (; n < padded; n++) {
        for (ptrdiff_t i = 0; i < inputs; i++) y[i * padded + n] = n < rows ? x[n * inputs + i] : 0;
    }
}

/// All layers for a few rows, one after the other, with the columns in the lanes; scratch memory has room for whole vectors.
static void NAME(few_rows)(
    const digit_dense_layer *layers, ptrdiff_t count, const float *x, ptrdiff_t rows, bool softmax, float *front,
    float *back, float *y) {
    const ptrdiff_t outputs = layers[count - 1].columns;
    for (ptrdiff_t row = 0; row < rows; row++) {
        const float *from = x + row * layers[0].inputs;
        float *into = front;
        for (ptrdiff_t layer = 0; layer < count; layer++) {
            NAME(single)(&layers[layer], from, into);
            NAME(activate)(layers[layer].activation, into, (layers[layer].columns + LANES - 1) / LANES * LANES);
            from = into;
            into = into == front ? back : front;
        }
        float *const last = into == front ? back : front;
        if (softmax) NAME(softmax_row)(last, outputs, true);
        for (ptrdiff_t o = 0; o < outputs; o++) y[row * outputs + o] = last[o];
    }
}

// Rows of a narrow layer's sums that are kept beside each other.
#define NARROW_ROWS 32

/// y [O, N] = bias + x w with the rows in the lanes, x [I, N], in the chains of `single`; N is a multiple of LANES.
static void NAME(columns)(const digit_dense_layer *layer, const float *x, ptrdiff_t rows, float *y) {
    const ptrdiff_t columns = layer->columns, inputs = layer->inputs, chains = NAME(chains)(columns);
    const ptrdiff_t stride = (ptrdiff_t)digit_dense_stride((size_t)columns);
    for (ptrdiff_t o = 0; o < columns; o++) {
        for (ptrdiff_t n = 0; n < rows; n += LANES) {
            *(NAME(unaligned) *)(y + o * rows + n) = (NAME(vector)){0} + layer->bias[o];
        }
    }
    digit_product product = {.groups = 1, .segments = 1, .rows = columns, .columns = rows, .accumulate = true};
    product.a_row = 1;
    product.a_step = chains * stride;
    product.b_step = chains * rows;
    product.c_row = rows;
    product.steps = (inputs + chains - 1) / chains;
    NAME(multiply)(&product, layer->weights, x, 0, y);
    product.accumulate = false;
    product.c_row = NARROW_ROWS;
    for (ptrdiff_t chain = 1; chain < chains && chain < inputs; chain++) {
        product.steps = (inputs - chain + chains - 1) / chains;
        for (ptrdiff_t first = 0; first < rows; first += NARROW_ROWS) {
            float sums[4 * LANES * NARROW_ROWS];
            product.columns = rows - first < NARROW_ROWS ? rows - first : NARROW_ROWS;
            NAME(multiply)(&product, layer->weights + chain * stride, x + chain * rows + first, 0, sums);
            for (ptrdiff_t o = 0; o < columns; o++) {
                for (ptrdiff_t n = 0; n < product.columns; n += LANES) {
                    *(NAME(unaligned) *)(y + o * rows + first + n) +=
                        *(const NAME(unaligned) *)(sums + o * NARROW_ROWS + n);
                }
            }
        }
    }
}

static void NAME(dense)(
    const digit_dense_layer *layers, ptrdiff_t count, const float *x, ptrdiff_t rows, bool softmax, float *front,
    float *back, float *y) {
    if (rows <= FEW_ROWS) {
        NAME(few_rows)(layers, count, x, rows, softmax, front, back, y);
        return;
    }
    // With the rows in the lanes no lane stays empty, whatever the columns are: front and back are [values, padded].
    const ptrdiff_t padded = (rows + 15) / 16 * 16;
    NAME(turn)(x, rows, layers[0].inputs, padded, front);
    for (ptrdiff_t layer = 0; layer < count; layer++) {
        NAME(columns)(&layers[layer], front, padded, back);
        NAME(activate)(layers[layer].activation, back, layers[layer].columns * padded);
        float *const swap = front;
        front = back;
        back = swap;
    }
    const ptrdiff_t columns = layers[count - 1].columns;
    if (softmax) NAME(softmax_columns)(front, columns, padded);
    for (ptrdiff_t n = 0; n < rows; n++) {
        for (ptrdiff_t o = 0; o < columns; o++) y[n * columns + o] = front[o * padded + n];
    }
}

#undef NARROW_ROWS
#undef BLOCK_PIXELS
#undef FEW_ROWS
#undef STRIP_VECTORS
#undef INK
#undef SINGLE
