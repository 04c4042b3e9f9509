// The shipped models, embedded. Documentation/accuracy.md says how each was trained.
#include "CDigitAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char mlp[] = {
#embed "data/mlp.safetensors"
};

static const unsigned char cnn_small[] = {
#embed "data/cnn-small.safetensors"
};

static const unsigned char cnn[] = {
#embed "data/cnn.safetensors"
};

static const unsigned char digit_check[] = {
#embed "data/digit-check.safetensors"
};

digit_asset digit_asset_model_mlp(void) { return (digit_asset){mlp, sizeof mlp}; }

digit_asset digit_asset_model_cnn_small(void) { return (digit_asset){cnn_small, sizeof cnn_small}; }

digit_asset digit_asset_model_cnn(void) { return (digit_asset){cnn, sizeof cnn}; }

digit_asset digit_asset_model_digit_check(void) { return (digit_asset){digit_check, sizeof digit_check}; }
