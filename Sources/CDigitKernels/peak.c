// What the processor's fused multiply-adds come to when nothing holds them up: the yardstick of the benchmarks.
//
// Twelve sums that know nothing of each other stay in registers: three times the four cycles of one multiply-add on two units
// would be eight, and twelve still fit into sixteen registers. Where the baseline has no fused operation, a multiplication
// and an addition take its place, and count as the same two operations.

#include <string.h>

#include "CDigitKernels.h"

enum { SUMS = 12 };

#define PEAK(NAME, LANES)                                                                                                \
    static float NAME(ptrdiff_t rounds) {                                                                                \
        typedef float vector __attribute__((vector_size(LANES * sizeof(float))));                                        \
        vector sums[SUMS], factor, addend;                                                                               \
        for (int lane = 0; lane < LANES; lane++) {                                                                       \
            factor[lane] = 0.5f;                                                                                         \
            addend[lane] = (float)lane;                                                                                  \
        }                                                                                                                \
        /* Else the compiler, which then knows the numbers, might calculate less. */                                     \
        __asm__ volatile("" : "+m"(factor), "+m"(addend));                                                              \
        for (int sum = 0; sum < SUMS; sum++) sums[sum] = addend + (float)sum;                                            \
        for (ptrdiff_t round = 0; round < rounds; round++) {                                                             \
            _Pragma("clang loop unroll(full)") for (int sum = 0; sum < SUMS; sum++) {                                    \
                _Pragma("clang fp contract(fast)") sums[sum] = sums[sum] * factor + addend;                              \
            }                                                                                                            \
        }                                                                                                                \
        float total = 0;                                                                                                 \
        for (int sum = 0; sum < SUMS; sum++)                                                                             \
            for (int lane = 0; lane < LANES; lane++) total += sums[sum][lane];                                           \
        return total;                                                                                                    \
    }

PEAK(peak_4, 4)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
PEAK(peak_8, 8)
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
PEAK(peak_16, 16)
#pragma clang attribute pop
#endif

double digit_peak_operations(digit_simd simd) {
    switch (simd) {
    case digit_simd_avx512:
    case digit_simd_avx512vnni: return 2.0 * SUMS * 16;
    case digit_simd_avx2: return 2.0 * SUMS * 8;
    case digit_simd_baseline:
    case digit_simd_reference: return 2.0 * SUMS * 4;
    }
    return 0;
}

float digit_peak(digit_simd simd, ptrdiff_t rounds) {
    switch (simd) {
#if defined(__x86_64__)
    case digit_simd_avx512:
    case digit_simd_avx512vnni: return peak_16(rounds);
    case digit_simd_avx2: return peak_8(rounds);
#else
    case digit_simd_avx512:
    case digit_simd_avx512vnni:
    case digit_simd_avx2:
#endif
    case digit_simd_baseline:
    case digit_simd_reference: return peak_4(rounds);
    }
    return 0;
}
