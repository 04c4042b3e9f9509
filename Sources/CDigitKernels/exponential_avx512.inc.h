// The exponential and the logistic function for AVX-512, in place of those of dense.inc.h: 16 table entries lie in a register,
// which leaves a polynomial of half the length, and a reciprocal of 14 bits with a step of Newton's is enough for a float.

/// e^x to within 1.5 ulps for x in -87...88; outside, what it gives at the nearer end; NaN for NaN.
///
/// e^x = 2^n 2^f for n the nearest sixteenth to x / ln 2: 2^n out of the table and the exponent, 2^f a polynomial over
/// |f| <= 1 / 32.
static inline NAME(vector) NAME(exponential)(NAME(vector) x) {
    // 2^(k / 16).
    const __m512 table = _mm512_setr_ps(
        1.0f, 1.04427378f, 1.09050773f, 1.13878863f, 1.18920712f, 1.24185781f, 1.29683955f, 1.35425555f, 1.41421356f,
        1.47682615f, 1.54221083f, 1.61049033f, 1.68179283f, 1.75625216f, 1.83400809f, 1.91520656f);
    // The second operand comes through where one is NaN.
    const __m512 bounded = _mm512_max_ps(_mm512_set1_ps(-87), _mm512_min_ps(_mm512_set1_ps(88), (__m512)x));
    // Adding 1.5 * 2^19 rounds to a sixteenth, which the low bits then count.
    const __m512 round = _mm512_set1_ps(786432), per = _mm512_set1_ps(1.44269504f);
    const __m512 shifted = _mm512_fmadd_ps(bounded, per, round), n = _mm512_sub_ps(shifted, round);
    // What 1 / ln 2 has behind a float's last bit counts too.
    const __m512 f = _mm512_fmadd_ps(bounded, _mm512_set1_ps(1.92596299e-8f), _mm512_fmsub_ps(bounded, per, n));
    const __m512 power = _mm512_permutexvar_ps((__m512i)shifted, table);
    __m512 p = _mm512_fmadd_ps(f, _mm512_set1_ps(5.55041087e-2f), _mm512_set1_ps(0.240226507f));
    p = _mm512_fmadd_ps(f, p, _mm512_set1_ps(0.693147181f));
    return (NAME(vector))_mm512_scalef_ps(_mm512_fmadd_ps(_mm512_mul_ps(power, f), p, power), n);
}

/// 1 / (1 + e^-x).
static inline NAME(vector) NAME(logistic)(NAME(vector) x) {
    const __m512 one = _mm512_set1_ps(1), total = _mm512_add_ps(one, (__m512)NAME(exponential)(-x));
    const __m512 near = _mm512_rcp14_ps(total);
    return (NAME(vector))_mm512_fmadd_ps(near, _mm512_fnmadd_ps(total, near, one), near);
}
