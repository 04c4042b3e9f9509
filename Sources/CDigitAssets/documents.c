// The server's documents for browsers and programs, embedded.
#include "CDigitAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page[] = {
#embed "../DigitServer/Page/index.html"
};

static const unsigned char openapi[] = {
#embed "../DigitServer/Documents/openapi.json"
};

digit_asset digit_asset_page(void) { return (digit_asset){page, sizeof page}; }

digit_asset digit_asset_openapi(void) { return (digit_asset){openapi, sizeof openapi}; }
