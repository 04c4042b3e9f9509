"""How a hand writes the ten digits: strokes as points in a box of 100 x 140, drawn for these tests."""

STROKES = {
    0: [[(60, 12), (38, 14), (20, 40), (14, 78), (22, 114), (46, 130), (70, 118), (84, 84), (82, 44), (70, 18), (52, 11)]],
    1: [[(52, 8), (51, 40), (49, 80), (47, 132)]],
    2: [[(18, 40), (22, 18), (46, 8), (72, 18), (76, 44), (58, 76), (34, 104), (14, 128), (40, 127), (66, 126), (92, 128)]],
    3: [
        [(20, 18), (44, 8), (70, 14), (76, 36), (60, 56), (40, 64), (62, 68), (82, 84), (80, 110), (58, 130), (30, 130),
         (12, 116)]
    ],
    4: [[(34, 10), (26, 40), (16, 76), (50, 76), (92, 74)], [(70, 14), (67, 60), (64, 134)]],
    5: [
        [(32, 12), (29, 34), (26, 56), (46, 50), (68, 54), (84, 72), (86, 96), (70, 120), (46, 130), (18, 128)],
        [(32, 12), (60, 11), (92, 8)],
    ],
    6: [
        [(66, 8), (42, 30), (24, 64), (18, 100), (32, 128), (58, 132), (78, 112), (72, 86), (50, 78), (28, 90), (20, 106)]
    ],
    7: [[(12, 18), (40, 16), (68, 15), (86, 14), (72, 44), (58, 82), (46, 134)]],
    8: [
        [(72, 26), (54, 8), (30, 14), (26, 38), (46, 60), (70, 80), (78, 108), (58, 132), (32, 126), (24, 100), (44, 74),
         (66, 54), (76, 32)]
    ],
    9: [[(74, 34), (58, 12), (32, 16), (22, 42), (38, 64), (62, 58), (76, 34), (76, 70), (72, 104), (68, 134)]],
}


def curve(points):
    """Points along a smooth curve through all points (Catmull-Rom), as a hand would join them."""
    ends = [points[0], *points, points[-1]]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:]):
        for i in range(4):
            t = i / 4
            yield tuple(
                0.5 * (2 * s + (e - b) * t + (2 * b - 5 * s + 4 * e - a) * t**2 + (3 * s - b - 3 * e + a) * t**3)
                for b, s, e, a in zip(before, start, end, after)
            )
    yield points[-1]


def strokes(digit, left, top, height):
    """A digit's strokes, with its box at a place and `height` pixels high."""
    scale = height / 140
    for stroke in STROKES[digit]:
        yield [(left + x * scale, top + y * scale) for x, y in curve(stroke)]
