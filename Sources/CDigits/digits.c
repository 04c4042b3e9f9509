// The header is all there is: the functions are written in Swift, in Sources/DigitsC. SwiftPM wants a source file.
#include "digits.h"
