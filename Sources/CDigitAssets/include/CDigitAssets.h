#ifndef C_DIGIT_ASSETS_H
#define C_DIGIT_ASSETS_H

#include <stddef.h>

/// Bytes that are part of the binary: never freed, never written to.
typedef struct {
    const void *bytes;
    size_t count;
} digit_asset;

/// 5,000 MNIST training images, gzipped IDX of shape [5000, 28, 28], bytes; in MNIST's order.
digit_asset digit_asset_sample_images(void);

/// Their labels, gzipped IDX of shape [5000], bytes.
digit_asset digit_asset_sample_labels(void);

/// Their indices in MNIST's training set, gzipped IDX of shape [5000], big-endian int32.
digit_asset digit_asset_sample_indices(void);

/// The shipped models, a safetensors file each.
digit_asset digit_asset_model_mlp(void);
digit_asset digit_asset_model_cnn_small(void);
digit_asset digit_asset_model_cnn(void);

/// The network that tells digits from what is none, a safetensors file.
digit_asset digit_asset_model_digit_check(void);

/// The page to draw on, HTML, and the description of the server's routes, OpenAPI in JSON.
digit_asset digit_asset_page(void);
digit_asset digit_asset_openapi(void);

#endif
