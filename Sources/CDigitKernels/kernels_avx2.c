// AVX2 with fused multiply-add: 8 lanes, 16 registers; a tile of 6 x 16.

#include <string.h>

#include "kernels.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,bmi"))), apply_to = function)

#define NAME(x) x##_avx2
#define LANES 8
#define TILE_ROWS 6
#define FOR_TILE_ROWS(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6)
#include "tiles.inc.h"
#include "product.inc.h"
#include "activations.inc.h"
#include "dense.inc.h"
#include "winograd.inc.h"
#include "layers.inc.h"

#pragma clang attribute pop

#endif
