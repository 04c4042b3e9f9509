// Weights in the order in which the tiles of `digit_multiply` read them.

#include "CDigitKernels.h"

size_t digit_packed_size(size_t steps, size_t columns) {
    size_t width = 0;
    while (width < columns) width += (size_t)digit_panel_width((ptrdiff_t)(columns - width));
    return steps * width;
}

void digit_pack(const float *b, ptrdiff_t steps, ptrdiff_t columns, float *packed) {
    for (ptrdiff_t first = 0; first < columns;) {
        const ptrdiff_t width = digit_panel_width(columns - first);
        const ptrdiff_t filled = columns - first < width ? columns - first : width;
        for (ptrdiff_t step = 0; step < steps; step++) {
            const float *row = b + step * columns + first;
            for (ptrdiff_t column = 0; column < filled; column++) packed[column] = row[column];
            for (ptrdiff_t column = filled; column < width; column++) packed[column] = 0;
            packed += width;
        }
        first += width;
    }
}
