#ifndef C_DIGIT_ASSETS_H
#define C_DIGIT_ASSETS_H

#endif
