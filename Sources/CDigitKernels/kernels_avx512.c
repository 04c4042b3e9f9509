// AVX-512: 16 lanes, 32 registers; a tile of 14 x 32.

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <string.h>

#include "kernels.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"))), apply_to = function)

#define TILE_ROWS 14
#define FOR_TILE_ROWS(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14)

// Half vectors, which find 32 registers too, for the networks that have 8 channels.
#define NAME(x) x##_avx512_half
#define LANES 8
#define ONE_VECTOR
#include "tiles.inc.h"
#undef NAME
#undef LANES
#undef ONE_VECTOR

#define NAME(x) x##_avx512
#define LANES 16
#define NARROW_STRIP strip_1_avx512_half
#define OWN_EXPONENTIAL
#include "tiles.inc.h"
#include "exponential_avx512.inc.h"
#include "product.inc.h"
#include "activations.inc.h"
#include "dense.inc.h"
#include "winograd.inc.h"
#include "layers.inc.h"

#pragma clang attribute pop

#endif
