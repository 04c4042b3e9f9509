// The two ends of `digit_winograd`, F(4x4, 3x3), for whatever type holds the channels; see winograd.inc.h.

/// One line of Bt x: six values into six.
#define INTO_LINE(VALUE, a, b)                                                                                         \
    {                                                                                                                  \
        const VALUE p = a[4] - 4.0f * a[2], q = a[3] - 4.0f * a[1];                                                    \
        const VALUE r = a[4] - a[2], s = a[3] - a[1];                                                                  \
        b[0] = 4.0f * a[0] - 5.0f * a[2] + a[4];                                                                       \
        b[1] = p + q;                                                                                                  \
        b[2] = p - q;                                                                                                  \
        b[3] = r + 2.0f * s;                                                                                           \
        b[4] = r - 2.0f * s;                                                                                           \
        b[5] = 4.0f * a[1] - 5.0f * a[3] + a[5];                                                                       \
    }

/// One line of At m: six values into four.
#define OUT_LINE(VALUE, a, b)                                                                                          \
    {                                                                                                                  \
        const VALUE p = a[1] + a[2], q = a[1] - a[2], r = a[3] + a[4], s = a[3] - a[4];                                \
        b[0] = a[0] + p + r;                                                                                           \
        b[1] = q + 2.0f * s;                                                                                           \
        b[2] = p + 4.0f * r;                                                                                           \
        b[3] = q + 8.0f * s + a[5];                                                                                    \
    }

/// Bt x B for the channels of one VALUE, c and what follows.
#define INTO(VALUE)                                                                                                    \
    VALUE t[6][6];                                                                                                     \
    UNROLLED for (int column = 0; column < 6; column++) {                                                              \
        VALUE line[6], mixed[6];                                                                                       \
        UNROLLED for (int row = 0; row < 6; row++) line[row] = *(const VALUE *)(pixels[6 * row + column] + c);         \
        INTO_LINE(VALUE, line, mixed)                                                                                  \
        UNROLLED for (int row = 0; row < 6; row++) t[row][column] = mixed[row];                                        \
    }                                                                                                                  \
    UNROLLED for (int row = 0; row < 6; row++) {                                                                       \
        VALUE mixed[6];                                                                                                \
        INTO_LINE(VALUE, t[row], mixed)                                                                                \
        UNROLLED for (int column = 0; column < 6; column++)                                                            \
            *(VALUE *)(v + (6 * row + column) * step + c) = mixed[column];                                             \
    }

/// At m A for the outputs of one VALUE, o and what follows; SELECT(condition, yes, no) chooses.
#define OUT(VALUE, SELECT)                                                                                             \
    VALUE t[4][6];                                                                                                     \
    UNROLLED for (int column = 0; column < 6; column++) {                                                              \
        VALUE line[6], mixed[4];                                                                                       \
        UNROLLED for (int row = 0; row < 6; row++) line[row] = *(const VALUE *)(m + (6 * row + column) * step + o);    \
        OUT_LINE(VALUE, line, mixed)                                                                                   \
        UNROLLED for (int row = 0; row < 4; row++) t[row][column] = mixed[row];                                        \
    }                                                                                                                  \
    const VALUE shift = *(const VALUE *)(bias + o);                                                                    \
    VALUE above[4];                                                                                                    \
    UNROLLED for (int row = 0; row < 4; row++) {                                                                       \
        VALUE pixel[4];                                                                                                \
        OUT_LINE(VALUE, t[row], pixel)                                                                                 \
        UNROLLED for (int k = 0; k < 4; k++) pixel[k] += shift;                                                        \
        if (!pool) {                                                                                                   \
            UNROLLED for (int k = 0; k < 4; k++)                                                                       \
                *(VALUE *)(y[4 * row + k] + o) = relu ? SELECT(pixel[k] <= 0, (VALUE){0}, pixel[k]) : pixel[k];        \
        } else if (row % 2 == 0) {                                                                                     \
            UNROLLED for (int k = 0; k < 4; k++) above[k] = pixel[k];                                                  \
        } else {                                                                                                       \
            UNROLLED for (int k = 0; k < 4; k++) above[k] = SELECT(pixel[k] > above[k], pixel[k], above[k]);           \
            UNROLLED for (int k = 0; k < 4; k += 2) {                                                                  \
                const VALUE most = SELECT(above[k + 1] > above[k], above[k + 1], above[k]);                            \
                *(VALUE *)(y[row - 1 + k / 2] + o) = relu ? SELECT(most <= 0, (VALUE){0}, most) : most;                \
            }                                                                                                          \
        }                                                                                                              \
    }
