// The kernels beside `digit_multiply`, compiled once an instruction set: plain loops over the channels, which the compiler
// turns into vectors. NAME(x) puts the instruction set into a name.
//
// They read and write memory in order and are bound by it, not by arithmetic.

// Channels that a pooling keeps in registers.
#define BLOCK 16

static void NAME(relu)(float *x, ptrdiff_t count) {
    // Written with <=, which is false for NaN: NaN comes through, and a negative zero becomes a positive one.
    for (ptrdiff_t i = 0; i < count; i++) x[i] = x[i] <= 0 ? 0 : x[i];
}

static void NAME(relu_backward)(
    const float *restrict y, const float *restrict dy, float *restrict dx, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

/// Two passes, since the difference of two large sums would lose what a small variance has.
static void NAME(moments)(
    const float *restrict x, ptrdiff_t pixels, ptrdiff_t channels, float *restrict mean, float *restrict squares) {
    for (ptrdiff_t c = 0; c < channels; c++) mean[c] = squares[c] = 0;
    for (ptrdiff_t p = 0; p < pixels; p++) {
        for (ptrdiff_t c = 0; c < channels; c++) mean[c] += x[p * channels + c];
    }
    for (ptrdiff_t c = 0; c < channels; c++) mean[c] /= (float)pixels;
    for (ptrdiff_t p = 0; p < pixels; p++) {
        for (ptrdiff_t c = 0; c < channels; c++) {
            const float distance = x[p * channels + c] - mean[c];
            squares[c] += distance * distance;
        }
    }
}

static void NAME(affine)(
    const float *restrict x, ptrdiff_t pixels, ptrdiff_t channels, const float *restrict scale,
    const float *restrict shift, bool relu, float *restrict y) {
    for (ptrdiff_t p = 0; p < pixels; p++) {
        const float *row = x + p * channels;
        float *result = y + p * channels;
        if (relu) {
            for (ptrdiff_t c = 0; c < channels; c++) {
                const float value = row[c] * scale[c] + shift[c];
                result[c] = value <= 0 ? 0 : value;
            }
        } else {
            for (ptrdiff_t c = 0; c < channels; c++) result[c] = row[c] * scale[c] + shift[c];
        }
    }
}

static void NAME(affine_sums)(
    const float *restrict x, const float *restrict y, const float *restrict dy, ptrdiff_t pixels, ptrdiff_t channels,
    const float *restrict mean, float *restrict sum, float *restrict product) {
    for (ptrdiff_t c = 0; c < channels; c++) sum[c] = product[c] = 0;
    for (ptrdiff_t p = 0; p < pixels; p++) {
        const ptrdiff_t row = p * channels;
        for (ptrdiff_t c = 0; c < channels; c++) {
            const float delta = !y || y[row + c] > 0 ? dy[row + c] : 0;
            sum[c] += delta;
            product[c] += delta * (x[row + c] - mean[c]);
        }
    }
}

static void NAME(affine_backward)(
    const float *restrict x, const float *restrict y, const float *restrict dy, ptrdiff_t pixels, ptrdiff_t channels,
    const float *restrict mean, const float *restrict factor, const float *restrict slope, const float *restrict shift,
    float *restrict dx) {
    for (ptrdiff_t p = 0; p < pixels; p++) {
        const ptrdiff_t row = p * channels;
        for (ptrdiff_t c = 0; c < channels; c++) {
            const float delta = !y || y[row + c] > 0 ? dy[row + c] : 0;
            dx[row + c] = delta * factor[c] + ((x[row + c] - mean[c]) * slope[c] + shift[c]);
        }
    }
}

/// Where the window of an output pixel begins.
static inline const float *NAME(corner)(const digit_window *w, const float *x, ptrdiff_t row, ptrdiff_t column) {
    return x + (row * w->vertical_stride * w->width + column * w->horizontal_stride) * w->channels;
}

static void NAME(max_pool)(const digit_window *w, const float *restrict x, float *restrict y) {
    for (ptrdiff_t row = 0; row < w->out_height; row++) {
        for (ptrdiff_t column = 0; column < w->out_width; column++, y += w->channels) {
            const float *corner = NAME(corner)(w, x, row, column);
            for (ptrdiff_t c = 0; c < w->channels; c++) y[c] = corner[c];
            for (ptrdiff_t k = 0; k < w->kernel_height; k++) {
                for (ptrdiff_t l = 0; l < w->kernel_width; l++) {
                    const float *pixel = corner + (k * w->width + l) * w->channels;
                    for (ptrdiff_t c = 0; c < w->channels; c++) y[c] = pixel[c] > y[c] ? pixel[c] : y[c];
                }
            }
        }
    }
}

/// One output pixel's share, of up to BLOCK channels: the first of the largest takes all of the delta.
#define POOL_BACK(COUNT)                                                                                               \
    for (ptrdiff_t c = 0; c < (COUNT); c++) left[c] = dy[first + c];                                                   \
    for (ptrdiff_t k = 0; k < w->kernel_height; k++) {                                                                 \
        for (ptrdiff_t l = 0; l < w->kernel_width; l++) {                                                              \
            const ptrdiff_t at = corner + (k * w->width + l) * w->channels + first;                                    \
            for (ptrdiff_t c = 0; c < (COUNT); c++) {                                                                  \
                const bool here = x[at + c] == y[first + c];                                                           \
                dx[at + c] += here ? left[c] : 0;                                                                      \
                left[c] = here ? 0 : left[c];                                                                          \
            }                                                                                                          \
        }                                                                                                              \
    }

static void NAME(max_pool_backward)(
    const digit_window *w, const float *restrict x, const float *restrict y, const float *restrict dy,
    float *restrict dx) {
    for (ptrdiff_t row = 0; row < w->out_height; row++) {
        for (ptrdiff_t column = 0; column < w->out_width; column++, y += w->channels, dy += w->channels) {
            const ptrdiff_t corner = NAME(corner)(w, x, row, column) - x;
            for (ptrdiff_t first = 0; first < w->channels; first += BLOCK) {
                float left[BLOCK];
                if (w->channels - first >= BLOCK) {
                    POOL_BACK(BLOCK)
                } else {
                    POOL_BACK(w->channels - first)
                }
            }
        }
    }
}

#undef BLOCK
#undef POOL_BACK

const kernels NAME(kernels) = {
    NAME(multiply), NAME(max_pool), NAME(max_pool_backward), NAME(relu), NAME(relu_backward),
    NAME(moments), NAME(affine), NAME(affine_sums), NAME(affine_backward),
    NAME(pixels), NAME(dense), NAME(activate), NAME(softmax), NAME(winograd),
};
