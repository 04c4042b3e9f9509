// The tiles of `digit_multiply` in vector extensions, compiled once an instruction set. Included with
//   NAME(x)    x with the instruction set in its name
//   LANES      floats of a vector
//   TILE_ROWS  rows of a tile that is two vectors wide; R x 2 sums, 2 weights and a broadcast fill the registers
//   FOR_TILE_ROWS(DO)  DO(1) ... DO(TILE_ROWS)
//   ONE_VECTOR  defined where the wider tiles are not needed
//
// A tile holds its sums in registers over all segments and steps, so that c is touched once. One weight vector is loaded
// for TILE_ROWS multiplications, one value of a, broadcast, for two. Nothing is packed but the weights: the channels of
// a window's line lie side by side in the picture, and an output line is cut into tiles of nearly the same length (28
// pixels into 14 and 14), so that no tile is left with one row.

typedef float NAME(vector) __attribute__((vector_size(4 * LANES)));
typedef float NAME(unaligned) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t NAME(mask) __attribute__((vector_size(4 * LANES)));

#define UNROLLED _Pragma("clang loop unroll(full)")

/// R rows and V vectors of columns, the first `columns` of which exist.
#define TILE(R, V, CONTIGUOUS, A_ROW, A_STEP)                                                                          \
    static void NAME(tile_##CONTIGUOUS##_##R##x##V)(                                                                   \
        const digit_product *p, const float *a, const float *b, ptrdiff_t b_segment, ptrdiff_t b_step,                 \
        const float *bias, float *c, ptrdiff_t columns) {                                                              \
        NAME(vector) sum[R][V];                                                                                        \
        float edge[R][V * LANES];                                                                                      \
        const bool whole = columns >= V * LANES;                                                                       \
        const ptrdiff_t a_row = A_ROW, a_step = A_STEP, steps = p->steps;                                              \
        if (whole) {                                                                                                   \
            UNROLLED for (int r = 0; r < R; r++)                                                                       \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    sum[r][v] = p->accumulate ? *(const NAME(unaligned) *)(c + r * p->c_row + v * LANES)               \
                        : bias ? *(const NAME(unaligned) *)(bias + v * LANES) : (NAME(vector)){0};                     \
        } else {                                                                                                       \
            for (int r = 0; r < R; r++)                                                                                \
                for (int o = 0; o < V * LANES; o++)                                                                    \
                    edge[r][o] = o >= columns ? 0 : p->accumulate ? c[r * p->c_row + o] : bias ? bias[o] : 0;          \
            UNROLLED for (int r = 0; r < R; r++)                                                                       \
                UNROLLED for (int v = 0; v < V; v++) sum[r][v] = *(const NAME(unaligned) *)(edge[r] + v * LANES);      \
        }                                                                                                              \
        for (ptrdiff_t segment = 0; segment < p->segments; segment++) {                                                \
            const float *x = a + segment * p->a_segment;                                                               \
            const float *w = b + segment * b_segment;                                                                  \
            for (ptrdiff_t step = 0; step < steps; step++) {                                                           \
                NAME(vector) weights[V];                                                                               \
                UNROLLED for (int v = 0; v < V; v++) weights[v] = *(const NAME(unaligned) *)(w + v * LANES);           \
                UNROLLED for (int r = 0; r < R; r++)                                                                   \
                    UNROLLED for (int v = 0; v < V; v++)                                                               \
                        sum[r][v] += x[r * a_row] * weights[v];                                                        \
                x += a_step;                                                                                           \
                w += b_step;                                                                                           \
            }                                                                                                          \
        }                                                                                                              \
        if (p->relu) {                                                                                                 \
            UNROLLED for (int r = 0; r < R; r++)                                                                       \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    sum[r][v] = (NAME(vector))((NAME(mask))sum[r][v] & ~(sum[r][v] <= 0));                             \
        }                                                                                                              \
        if (whole) {                                                                                                   \
            UNROLLED for (int r = 0; r < R; r++)                                                                       \
                UNROLLED for (int v = 0; v < V; v++)                                                                   \
                    *(NAME(unaligned) *)(c + r * p->c_row + v * LANES) = sum[r][v];                                    \
        } else {                                                                                                       \
            UNROLLED for (int r = 0; r < R; r++)                                                                       \
                UNROLLED for (int v = 0; v < V; v++) *(NAME(unaligned) *)(edge[r] + v * LANES) = sum[r][v];            \
            for (int r = 0; r < R; r++)                                                                                \
                for (int o = 0; o < columns; o++) c[r * p->c_row + o] = edge[r][o];                                    \
        }                                                                                                              \
    }

// Where the steps lie side by side, and where the rows do.
#define TILES_1(R) TILE(R, 1, steps, p->a_row, 1) TILE(R, 1, rows, 1, p->a_step)
#define TILES_2(R) TILE(R, 2, steps, p->a_row, 1) TILE(R, 2, rows, 1, p->a_step)
FOR_TILE_ROWS(TILES_1)
#ifndef ONE_VECTOR
FOR_TILE_ROWS(TILES_2)
#endif

/// All groups and rows of V vectors of columns, the first `columns` of which exist; b, bias and c begin at the first.
#define STRIP(V)                                                                                                       \
    static void NAME(strip_##V)(                                                                                       \
        const digit_product *p, const float *all_a, const float *b, ptrdiff_t b_segment, ptrdiff_t b_step,             \
        const float *bias, float *all_c, ptrdiff_t columns) {                                                          \
        const ptrdiff_t tiles = (p->rows + TILE_ROWS - 1) / TILE_ROWS;                                                 \
        for (ptrdiff_t group = 0; group < p->groups; group++) {                                                        \
            for (ptrdiff_t tile = 0; tile < tiles; tile++) {                                                           \
                const ptrdiff_t row = p->rows * tile / tiles, rows = p->rows * (tile + 1) / tiles - row;               \
                const float *a = all_a + group * p->a_group + row * p->a_row;                                          \
                float *c = all_c + group * p->c_group + row * p->c_row;                                                \
                if (p->a_step == 1) {                                                                                  \
                    switch (rows) { FOR_TILE_ROWS(CASE_STEPS_##V) }                                                    \
                } else {                                                                                               \
                    switch (rows) { FOR_TILE_ROWS(CASE_ROWS_##V) }                                                     \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }
#define CASE(CONTIGUOUS, R, V)                                                                                         \
    case R: NAME(tile_##CONTIGUOUS##_##R##x##V)(p, a, b, b_segment, b_step, bias, c, columns); break;
#define CASE_STEPS_1(R) CASE(steps, R, 1)
#define CASE_STEPS_2(R) CASE(steps, R, 2)
#define CASE_ROWS_1(R) CASE(rows, R, 1)
#define CASE_ROWS_2(R) CASE(rows, R, 2)
STRIP(1)
#ifndef ONE_VECTOR
STRIP(2)
#endif

#undef UNROLLED
#undef TILE
#undef TILES_1
#undef TILES_2
#undef STRIP
#undef CASE
#undef CASE_STEPS_1
#undef CASE_STEPS_2
#undef CASE_ROWS_1
#undef CASE_ROWS_2
