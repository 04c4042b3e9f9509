// One number at a time: what the other instruction sets are tested against. The small kernels are the same loops anyway.

#include <math.h>
#include <string.h>

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

static void pixels_reference(
    const digit_pixel_layer *layer, const uint8_t *x, ptrdiff_t rows, float *sums, float *y) {
    (void)sums;
    const ptrdiff_t inputs = layer->shape.inputs, columns = layer->shape.columns;
    const ptrdiff_t stride = (ptrdiff_t)digit_dense_stride((size_t)columns);
    for (ptrdiff_t row = 0; row < rows; row++, x += inputs, y += columns) {
        for (ptrdiff_t o = 0; o < columns; o++) {
            float sum = layer->bias[o];
            for (ptrdiff_t i = 0; i < inputs; i++) sum += layer->table[x[i]] * layer->weights[i * stride + o];
            y[o] = sum;
        }
    }
}

static void activate_reference(digit_activation activation, float *x, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) {
        switch (activation) {
        case digit_activation_identity: break;
        case digit_activation_sigmoid: x[i] = 1 / (1 + expf(-x[i])); break;
        case digit_activation_relu: x[i] = x[i] <= 0 ? 0 : x[i]; break;
        case digit_activation_tanh: x[i] = tanhf(x[i]); break;
        case digit_activation_step: x[i] = x[i] <= 0 ? 0 : x[i] > 0 ? 1 : x[i]; break;
        }
    }
}

static void softmax_reference(float *x, ptrdiff_t rows, ptrdiff_t columns) {
    for (; rows > 0; rows--, x += columns) {
        float largest = x[0], total = 0;
        for (ptrdiff_t o = 1; o < columns; o++) largest = x[o] > largest ? x[o] : largest;
        for (ptrdiff_t o = 0; o < columns; o++) total += x[o] = expf(x[o] - largest);
        for (ptrdiff_t o = 0; o < columns; o++) x[o] /= total;
    }
}

static void dense_reference(
    const digit_dense_layer *layers, ptrdiff_t count, const float *x, ptrdiff_t rows, bool softmax, float *front,
    float *back, float *y) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        const float *from = x + row * layers[0].inputs;
        for (ptrdiff_t layer = 0; layer < count; layer++) {
            const digit_dense_layer *l = &layers[layer];
            const ptrdiff_t stride = (ptrdiff_t)digit_dense_stride((size_t)l->columns);
            float *into = layer == count - 1 ? y + row * l->columns : layer % 2 ? back : front;
            for (ptrdiff_t o = 0; o < l->columns; o++) {
                into[o] = l->bias[o];
                for (ptrdiff_t i = 0; i < l->inputs; i++) into[o] += from[i] * l->weights[i * stride + o];
            }
            activate_reference(l->activation, into, l->columns);
            from = into;
        }
    }
    if (softmax) softmax_reference(y, rows, layers[count - 1].columns);
}

#define UNROLLED
#include "winograd.inc.h"
#include "layers.inc.h"
