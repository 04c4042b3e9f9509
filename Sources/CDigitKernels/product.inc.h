// `digit_multiply`: the panels of packed weights, or the same columns of unpacked ones, one after the other. Included behind
// tiles.inc.h, which says what the macros are. NARROW_STRIP, where it is defined, is a strip of 8 lanes for the panels that
// are narrower than LANES.

static void NAME(multiply)(
    const digit_product *p, const float *a, const float *b, const float *bias, float *c) {
    for (ptrdiff_t panel = 0; panel < p->columns;) {
        const ptrdiff_t width = digit_panel_width(p->columns - panel);
        const bool packed = p->b_step == 0;
        const float *weights = packed ? b + p->segments * p->steps * panel : b + panel;
        const ptrdiff_t b_step = packed ? width : p->b_step;
        const ptrdiff_t b_segment = packed ? p->steps * width : p->b_segment;
        for (ptrdiff_t first = 0; first < width && panel + first < p->columns;) {
            const ptrdiff_t column = panel + first, left = p->columns - column;
            const float *start = bias ? bias + column : 0;
#ifdef NARROW_STRIP
            if (width < LANES) {
                NARROW_STRIP(p, a, weights + first, b_segment, b_step, start, c + column, left);
                first += LANES;
                continue;
            }
#endif
            if (left <= LANES || width - first <= LANES) {
                NAME(strip_1)(p, a, weights + first, b_segment, b_step, start, c + column, left);
                first += LANES;
            } else {
                NAME(strip_2)(p, a, weights + first, b_segment, b_step, start, c + column, left);
                first += 2 * LANES;
            }
        }
        panel += width;
    }
}
