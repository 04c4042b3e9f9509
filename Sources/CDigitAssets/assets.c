#include "CDigitAssets.h"
