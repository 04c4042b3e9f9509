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

// Pixels of a block: most of the weights that they need stay in the nearest cache while all rows pass.
#define BLOCK_PIXELS 256
// Up to here rows that are taken one by one are faster than lanes that are not full.
#define FEW_ROWS 4
// Vectors of a strip: so many sums leave room for a pixel and its weights in 16 registers.
#define STRIP_VECTORS 8

#define UNROLLED _Pragma("clang loop unroll(full)")

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
    const ptrdiff_t inputs = layer->inputs, columns = layer->columns;
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

/// Selects, lane by lane.
static inline NAME(vector) NAME(select)(NAME(mask) mask, NAME(vector) yes, NAME(vector) no) {
    return (NAME(vector))(((NAME(mask))yes & mask) | ((NAME(mask))no & ~mask));
}

/// e^x to within 1.2 ulps for x in -87...88; outside, what it gives at the nearer end; NaN for NaN.
///
/// e^x = 2^n e^r with r = x - n ln 2, taken away in two steps so that no bit of r is lost. The polynomial is the minimax one
/// over |r| <= ln 2 / 2.
static inline NAME(vector) NAME(exponential)(NAME(vector) x) {
    // Written so that NaN, for which a comparison is false, comes through.
    x = NAME(select)(x > 88.0f, (NAME(vector)){0} + 88.0f, x);
    x = NAME(select)(x < -87.0f, (NAME(vector)){0} - 87.0f, x);
    // Adding 1.5 * 2^23 rounds to a whole number, which the low bits then hold.
    const float round = 12582912.0f;
    const NAME(vector) shifted = x * 1.44269504f + round;
    const NAME(vector) n = shifted - round;
    const NAME(vector) r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    NAME(vector) p = r * 1.3836793e-3f + 8.374857e-3f;
    p = p * r + 4.166823e-2f;
    p = p * r + 0.1666642f;
    p = p * r + 0.4999999f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    return (NAME(vector))((NAME(mask))p + ((NAME(mask))shifted << 23));
}

/// 1 / (1 + e^-x).
static inline NAME(vector) NAME(logistic)(NAME(vector) x) { return 1.0f / (1.0f + NAME(exponential)(-x)); }

static inline NAME(vector) NAME(activated)(digit_activation activation, NAME(vector) x) {
    const NAME(vector) zero = {0};
    switch (activation) {
    case digit_activation_identity: return x;
    case digit_activation_sigmoid: return NAME(logistic)(x);
    // With <=, which is false for NaN: NaN comes through.
    case digit_activation_relu: return NAME(select)(x <= 0, zero, x);
    case digit_activation_tanh: return 2 * NAME(logistic)(2 * x) - 1;
    case digit_activation_step: return NAME(select)(x <= 0, zero, NAME(select)(x > 0, zero + 1, x));
    }
    return x;
}

static void NAME(activate)(digit_activation activation, float *x, ptrdiff_t count) {
    if (activation == digit_activation_identity) return;
    ptrdiff_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        *(NAME(unaligned) *)(x + i) = NAME(activated)(activation, *(const NAME(unaligned) *)(x + i));
    }
    // The rest goes through the same vector: a value must not depend on where it lies.
    if (i < count) {
        float rest[LANES] = {0};
        for (ptrdiff_t j = i; j < count; j++) rest[j - i] = x[j];
        *(NAME(unaligned) *)rest = NAME(activated)(activation, *(const NAME(unaligned) *)rest);
        for (ptrdiff_t j = i; j < count; j++) x[j] = rest[j - i];
    }
}

/// e^x where x is at most 0; what is smaller than the smallest normal number is 0, above all where a logit is a negative
/// infinity.
static inline NAME(vector) NAME(power)(NAME(vector) x) {
    return NAME(select)(x < -87.0f, (NAME(vector)){0}, NAME(exponential)(x));
}

/// Softmax of each row of x [N, O], in place: the largest of a row is taken away first, and the sum runs in the order of the
/// columns.
static void NAME(softmax)(float *x, ptrdiff_t rows, ptrdiff_t columns) {
    for (; rows > 0; rows--, x += columns) {
        float largest = x[0], total = 0;
        for (ptrdiff_t o = 1; o < columns; o++) largest = x[o] > largest ? x[o] : largest;
        for (ptrdiff_t first = 0; first < columns; first += LANES) {
            const ptrdiff_t left = columns - first, count = left < LANES ? left : LANES;
            float part[LANES] = {0};
            for (ptrdiff_t o = 0; o < count; o++) part[o] = x[first + o];
            *(NAME(unaligned) *)part = NAME(power)(*(const NAME(unaligned) *)part - largest);
            for (ptrdiff_t o = 0; o < count; o++) total += x[first + o] = part[o];
        }
        for (ptrdiff_t o = 0; o < columns; o++) x[o] /= total;
    }
}

/// Softmax of each column of x [O, N], in place, with the same bits; N is a multiple of LANES.
static void NAME(softmax_columns)(float *x, ptrdiff_t columns, ptrdiff_t rows) {
    for (ptrdiff_t n = 0; n < rows; n += LANES) {
        NAME(vector) largest = *(const NAME(unaligned) *)(x + n), total = {0};
        for (ptrdiff_t o = 1; o < columns; o++) {
            const NAME(vector) value = *(const NAME(unaligned) *)(x + o * rows + n);
            largest = NAME(select)(value > largest, value, largest);
        }
        for (ptrdiff_t o = 0; o < columns; o++) {
            NAME(unaligned) *const value = (NAME(unaligned) *)(x + o * rows + n);
            const NAME(vector) power = NAME(power)(*value - largest);
            *value = power;
            total += power;
        }
        for (ptrdiff_t o = 0; o < columns; o++) *(NAME(unaligned) *)(x + o * rows + n) /= total;
    }
}

/// y [V vectors] = bias + x w for one row, x [I], w [I, w_row]: in more sums at once than the tiles of `digit_multiply` have
/// for a single row, so that none waits for the other, with the same bits.
#define SINGLE(V)                                                                                                      \
    static void NAME(single_##V)(                                                                                      \
        const float *x, ptrdiff_t inputs, const float *w, ptrdiff_t w_row, const float *bias, float *y) {              \
        NAME(vector) sum[V];                                                                                           \
        UNROLLED for (int v = 0; v < V; v++) sum[v] = *(const NAME(unaligned) *)(bias + v * LANES);                    \
        for (ptrdiff_t i = 0; i < inputs; i++, w += w_row) {                                                           \
            UNROLLED for (int v = 0; v < V; v++) sum[v] += x[i] * *(const NAME(unaligned) *)(w + v * LANES);           \
        }                                                                                                              \
        UNROLLED for (int v = 0; v < V; v++) *(NAME(unaligned) *)(y + v * LANES) = sum[v];                             \
    }
SINGLE(1)
SINGLE(2)
SINGLE(3)
SINGLE(4)
SINGLE(5)
SINGLE(6)
SINGLE(7)
SINGLE(8)

/// y [O] = bias + x w for one row; where there is `room` for whole vectors, they are written.
static void NAME(single)(const digit_dense_layer *layer, const float *x, bool room, float *y) {
    const ptrdiff_t columns = layer->columns, stride = (ptrdiff_t)digit_dense_stride((size_t)columns);
    for (ptrdiff_t o = 0; o < columns;) {
        ptrdiff_t vectors = (columns - o + LANES - 1) / LANES;
        if (vectors > STRIP_VECTORS) vectors = STRIP_VECTORS;
        const ptrdiff_t left = columns - o, count = left < vectors * LANES ? left : vectors * LANES;
        const float *w = layer->weights + o, *bias = layer->bias + o;
        float rest[STRIP_VECTORS * LANES], *const sums = room || count == vectors * LANES ? y + o : rest;
        switch (vectors) {
        case 1: NAME(single_1)(x, layer->inputs, w, stride, bias, sums); break;
        case 2: NAME(single_2)(x, layer->inputs, w, stride, bias, sums); break;
        case 3: NAME(single_3)(x, layer->inputs, w, stride, bias, sums); break;
        case 4: NAME(single_4)(x, layer->inputs, w, stride, bias, sums); break;
        case 5: NAME(single_5)(x, layer->inputs, w, stride, bias, sums); break;
        case 6: NAME(single_6)(x, layer->inputs, w, stride, bias, sums); break;
        case 7: NAME(single_7)(x, layer->inputs, w, stride, bias, sums); break;
        case 8: NAME(single_8)(x, layer->inputs, w, stride, bias, sums); break;
        }
        if (sums == rest) memcpy(y + o, rest, (size_t)count * sizeof *y);
        o += count;
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

/// All layers for a few rows, one after the other, with the columns in the lanes.
static void NAME(few_rows)(
    const digit_dense_layer *layers, ptrdiff_t count, const float *x, ptrdiff_t rows, bool softmax, float *front,
    float *back, float *y) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        const float *from = x + row * layers[0].inputs;
        float *into = front, *other = back;
        for (ptrdiff_t layer = 0; layer < count; layer++) {
            // Scratch memory has room for whole vectors, which is faster than a rest.
            const bool room = layer < count - 1;
            const ptrdiff_t columns = layers[layer].columns;
            if (!room) into = y + row * columns;
            NAME(single)(&layers[layer], from, room, into);
            NAME(activate)(
                layers[layer].activation, into, room ? (columns + LANES - 1) / LANES * LANES : columns);
            from = into;
            into = other;
            other = into == front ? back : front;
        }
    }
    if (softmax) NAME(softmax)(y, rows, layers[count - 1].columns);
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
        const digit_dense_layer *const l = &layers[layer];
        digit_product product = {
            .groups = 1, .segments = 1, .rows = l->columns, .steps = l->inputs, .columns = padded, .accumulate = true,
        };
        product.a_row = 1;
        product.a_step = (ptrdiff_t)digit_dense_stride((size_t)l->columns);
        product.b_step = product.c_row = padded;
        for (ptrdiff_t o = 0; o < l->columns; o++) {
            for (ptrdiff_t n = 0; n < padded; n += LANES) {
                *(NAME(unaligned) *)(back + o * padded + n) = (NAME(vector)){0} + l->bias[o];
            }
        }
        NAME(multiply)(&product, l->weights, front, 0, back);
        NAME(activate)(l->activation, back, l->columns * padded);
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

#undef BLOCK_PIXELS
#undef FEW_ROWS
#undef STRIP_VECTORS
#undef INK
#undef SINGLE
