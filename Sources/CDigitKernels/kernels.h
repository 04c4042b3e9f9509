// What each instruction set gives to the dispatch.

#ifndef KERNELS_H
#define KERNELS_H

#include "CDigitKernels.h"

typedef struct kernels {
    void (*multiply)(const digit_product *, const float *, const float *, const float *, float *);
    void (*max_pool)(const digit_window *, const float *, float *);
    void (*max_pool_backward)(const digit_window *, const float *, const float *, const float *, float *);
    void (*relu)(float *, ptrdiff_t);
    void (*relu_backward)(const float *, const float *, float *, ptrdiff_t);
    void (*moments)(const float *, ptrdiff_t, ptrdiff_t, float *, float *);
    void (*affine)(const float *, ptrdiff_t, ptrdiff_t, const float *, const float *, bool, float *);
    void (*affine_sums)(
        const float *, const float *, const float *, ptrdiff_t, ptrdiff_t, const float *, float *, float *);
    void (*affine_backward)(
        const float *, const float *, const float *, ptrdiff_t, ptrdiff_t, const float *, const float *, const float *,
        const float *, float *);
} kernels;

extern const kernels kernels_reference, kernels_baseline;
#if defined(__x86_64__)
extern const kernels kernels_avx2, kernels_avx512;
#endif

#endif
