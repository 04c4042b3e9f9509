// The shipped models, embedded. Documentation/accuracy.md says how each was trained.
#include "CDigitAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char mlp[] = {
#embed "data/mlp.safetensors"
};

digit_asset digit_asset_model_mlp(void) { return (digit_asset){mlp, sizeof mlp}; }
