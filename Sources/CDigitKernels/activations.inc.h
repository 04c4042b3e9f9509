// The functions between the layers, lane by lane, and the softmax behind the last one. Included behind tiles.inc.h, which says
// what the macros are.
//
// Letters: N rows (images), O columns (outputs).

#define UNROLLED _Pragma("clang loop unroll(full)")

/// Selects, lane by lane.
static inline NAME(vector) NAME(select)(NAME(mask) mask, NAME(vector) yes, NAME(vector) no) {
    return (NAME(vector))(((NAME(mask))yes & mask) | ((NAME(mask))no & ~mask));
}

#ifndef OWN_EXPONENTIAL
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
#endif

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

/// The loop over whole vectors is written once a function: with the choice inside it, one vector waits for the other.
#define EACH(ACTIVATION)                                                                                               \
    case ACTIVATION:                                                                                                   \
        _Pragma("clang loop unroll_count(4)") for (; i + LANES <= count; i += LANES)                                   \
            *(NAME(unaligned) *)(x + i) = NAME(activated)(ACTIVATION, *(const NAME(unaligned) *)(x + i));              \
        break;

static void NAME(activate)(digit_activation activation, float *x, ptrdiff_t count) {
    ptrdiff_t i = 0;
    switch (activation) {
    case digit_activation_identity: return;
        EACH(digit_activation_sigmoid)
        EACH(digit_activation_relu)
        EACH(digit_activation_tanh)
        EACH(digit_activation_step)
    }
    // The rest goes through the same vector: a value must not depend on where it lies.
    if (i < count) {
        float rest[LANES] = {0};
        for (ptrdiff_t j = i; j < count; j++) rest[j - i] = x[j];
        *(NAME(unaligned) *)rest = NAME(activated)(activation, *(const NAME(unaligned) *)rest);
        for (ptrdiff_t j = i; j < count; j++) x[j] = rest[j - i];
    }
}
#undef EACH

/// e^x where x is at most 0; what is smaller than the smallest normal number is 0, above all where a logit is a negative
/// infinity.
static inline NAME(vector) NAME(power)(NAME(vector) x) {
    return NAME(select)(x < -87.0f, (NAME(vector)){0}, NAME(exponential)(x));
}

/// The sum of a vector's lanes: the upper half is added to the lower one until one is left.
static inline float NAME(total)(NAME(vector) x) {
    float lanes[LANES];
    UNROLLED for (int k = 0; k < LANES; k++) lanes[k] = x[k];
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2)
        UNROLLED for (int k = 0; k < half; k++) lanes[k] += lanes[k + half];
    return lanes[0];
}

/// The largest of a vector's lanes.
static inline float NAME(largest)(NAME(vector) x) {
    float lanes[LANES];
    UNROLLED for (int k = 0; k < LANES; k++) lanes[k] = x[k];
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2)
        UNROLLED for (int k = 0; k < half; k++) lanes[k] = lanes[k + half] > lanes[k] ? lanes[k + half] : lanes[k];
    return lanes[0];
}

/// A vector of which the first `count` lanes are x, and the others `rest`; where there is `room`, all are read.
static inline NAME(vector) NAME(some)(const float *x, ptrdiff_t count, bool room, float rest) {
    if (count >= LANES) return *(const NAME(unaligned) *)x;
    static const float numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const NAME(mask) there = *(const NAME(unaligned) *)numbers < (float)count;
    float lanes[LANES];
    if (!room) {
        for (ptrdiff_t k = 0; k < count; k++) lanes[k] = x[k];
        x = lanes;
    }
    return NAME(select)(there, *(const NAME(unaligned) *)x, (NAME(vector)){0} + rest);
}

/// Writes the first `count` lanes; where there is `room`, all.
static inline void NAME(put)(float *x, ptrdiff_t count, bool room, NAME(vector) value) {
    if (room || count >= LANES) {
        *(NAME(unaligned) *)x = value;
        return;
    }
    float lanes[LANES];
    *(NAME(unaligned) *)lanes = value;
    for (ptrdiff_t k = 0; k < count; k++) x[k] = lanes[k];
}

/// Softmax of x [O], in place: the largest is taken away first. Where there is `room`, the memory is whole vectors.
static inline void NAME(softmax_row)(float *x, ptrdiff_t columns, bool room) {
    const float infinity = __builtin_inff();
    NAME(vector) most = NAME(some)(x, columns, room, -infinity), sum = {0};
    for (ptrdiff_t o = LANES; o < columns; o += LANES) {
        const NAME(vector) value = NAME(some)(x + o, columns - o, room, -infinity);
        most = NAME(select)(value > most, value, most);
    }
    const float largest = NAME(largest)(most);
    for (ptrdiff_t o = 0; o < columns; o += LANES) {
        const NAME(vector) power = NAME(power)(NAME(some)(x + o, columns - o, room, -infinity) - largest);
        NAME(put)(x + o, columns - o, room, power);
        sum += power;
    }
    const float total = NAME(total)(sum);
    for (ptrdiff_t o = 0; o < columns; o += LANES) {
        NAME(put)(x + o, columns - o, room, NAME(some)(x + o, columns - o, room, 0) / total);
    }
}

/// Softmax of each row of x [N, O], in place.
static void NAME(softmax)(float *x, ptrdiff_t rows, ptrdiff_t columns) {
    for (; rows > 0; rows--, x += columns) NAME(softmax_row)(x, columns, false);
}

/// Softmax of each column of x [O, N], in place, with the same bits; N is a multiple of LANES.
static void NAME(softmax_columns)(float *x, ptrdiff_t columns, ptrdiff_t rows) {
    for (ptrdiff_t n = 0; n < rows; n += LANES) {
        NAME(vector) largest = *(const NAME(unaligned) *)(x + n), sums[LANES] = {0};
        for (ptrdiff_t o = 1; o < columns; o++) {
            const NAME(vector) value = *(const NAME(unaligned) *)(x + o * rows + n);
            largest = NAME(select)(value > largest, value, largest);
        }
        for (ptrdiff_t o = 0; o < columns; o++) {
            NAME(unaligned) *const value = (NAME(unaligned) *)(x + o * rows + n);
            const NAME(vector) power = NAME(power)(*value - largest);
            *value = power;
            sums[o % LANES] += power;
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int k = 0; k < half; k++) sums[k] += sums[k + half];
        }
        for (ptrdiff_t o = 0; o < columns; o++) *(NAME(unaligned) *)(x + o * rows + n) /= sums[0];
    }
}
