// The built-in sample, embedded. Scripts/make_sample.py made the files; NOTICE says where they come from.
#include "CDigitAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char images[] = {
#embed "data/sample-images-idx3-ubyte.gz"
};

static const unsigned char labels[] = {
#embed "data/sample-labels-idx1-ubyte.gz"
};

static const unsigned char indices[] = {
#embed "data/sample-indices-idx1-int.gz"
};

digit_asset digit_asset_sample_images(void) { return (digit_asset){images, sizeof images}; }

digit_asset digit_asset_sample_labels(void) { return (digit_asset){labels, sizeof labels}; }

digit_asset digit_asset_sample_indices(void) { return (digit_asset){indices, sizeof indices}; }
