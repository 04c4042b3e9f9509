// The server's documents for browsers and programs, embedded.
#include "CDigitAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// One document of several files: its style, and its script, which is one, in the order in which the parts need each other.
static const unsigned char page[] = {
#embed "../DigitServer/Page/head.html"
    ,
#embed "../DigitServer/Page/Styles/form.css"
    ,
#embed "../DigitServer/Page/Styles/answers.css"
    ,
#embed "../DigitServer/Page/Styles/screens.css"
    ,
#embed "../DigitServer/Page/body.html"
    ,
#embed "../DigitServer/Page/Scripts/texts.js"
    ,
#embed "../DigitServer/Page/Scripts/settings.js"
    ,
#embed "../DigitServer/Page/Scripts/drawing.js"
    ,
#embed "../DigitServer/Page/Scripts/paper.js"
    ,
#embed "../DigitServer/Page/Scripts/reader.js"
    ,
#embed "../DigitServer/Page/Scripts/answers.js"
    ,
#embed "../DigitServer/Page/Scripts/photo.js"
    ,
#embed "../DigitServer/Page/Scripts/example.js"
    ,
#embed "../DigitServer/Page/Scripts/main.js"
    ,
#embed "../DigitServer/Page/end.html"
};

static const unsigned char openapi[] = {
#embed "../DigitServer/Documents/openapi.json"
};

digit_asset digit_asset_page(void) { return (digit_asset){page, sizeof page}; }

digit_asset digit_asset_openapi(void) { return (digit_asset){openapi, sizeof openapi}; }
