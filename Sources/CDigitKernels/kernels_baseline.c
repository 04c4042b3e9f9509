// What every processor of the family has: SSE2 with 16 registers and a tile of 6 x 8, or NEON with 32 registers, fused
// multiply-add and a tile of 12 x 8.

#include <string.h>

#include "kernels.h"

#define NAME(x) x##_baseline
#define LANES 4
#if defined(__aarch64__)
#define TILE_ROWS 12
#define FOR_TILE_ROWS(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12)
#else
#define TILE_ROWS 6
#define FOR_TILE_ROWS(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6)
#endif
#include "tiles.inc.h"
#include "product.inc.h"
#include "activations.inc.h"
#include "dense.inc.h"
#include "winograd.inc.h"
#include "layers.inc.h"
