// One number at a time: what the other instruction sets are tested against. The small kernels are the same loops anyway.

#include "kernels.h"

#define NAME(x) x##_reference

/// Where b[step, column] lies, counting the steps of all segments.
static const float *weight(
    const digit_product *p, const float *b, ptrdiff_t segment, ptrdiff_t step, ptrdiff_t column) {
    if (p->b_step != 0) return b + segment * p->b_segment + step * p->b_step + column;
    ptrdiff_t panel = 0;
    while (column - panel >= digit_panel_width(p->columns - panel)) panel += digit_panel_width(p->columns - panel);
    return b + p->segments * p->steps * panel
        + (segment * p->steps + step) * digit_panel_width(p->columns - panel) + (column - panel);
}

static void multiply_reference(
    const digit_product *p, const float *all_a, const float *b, const float *bias, float *all_c) {
    for (ptrdiff_t group = 0; group < p->groups; group++) {
        for (ptrdiff_t row = 0; row < p->rows; row++) {
            const float *a = all_a + group * p->a_group + row * p->a_row;
            float *c = all_c + group * p->c_group + row * p->c_row;
            for (ptrdiff_t column = 0; column < p->columns; column++) {
                float sum = p->accumulate ? c[column] : bias ? bias[column] : 0;
                for (ptrdiff_t segment = 0; segment < p->segments; segment++) {
                    for (ptrdiff_t step = 0; step < p->steps; step++) {
                        sum += a[segment * p->a_segment + step * p->a_step] * *weight(p, b, segment, step, column);
                    }
                }
                c[column] = p->relu && sum <= 0 ? 0 : sum;
            }
        }
    }
}

#include "layers.inc.h"
