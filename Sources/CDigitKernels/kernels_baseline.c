// What every processor of the family has: SSE2, or NEON with its 32 registers and fused multiply-add; a tile of 6 x 8.

#include "kernels.h"

#define NAME(x) x##_baseline
#define LANES 4
#define TILE_ROWS 6
#define FOR_TILE_ROWS(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6)
#include "tiles.inc.h"
#include "product.inc.h"
#include "layers.inc.h"
