#!/usr/bin/env python3
"""Makes corruptions-idx3-ubyte: one picture and what SciPy makes of it, to hold our corruptions against.

    pip install numpy scipy; Tests/DigitRecognitionTests/Fixtures/make_corruption_fixture.py

Seven images of 28x28: the picture; turned by 23 degrees clockwise and against the clock; slanted by 0.3 columns a line to
the right and to the left, downwards; scaled to 0.7; blurred by a Gaussian of 1.5 pixels. All geometry is around the middle.
"""

import pathlib
import struct

import numpy
from scipy import ndimage

rows, columns = numpy.mgrid[0:28, 0:28]
picture = (rows * rows * 7 + columns * 13 + rows * columns * 5) % 256
picture = numpy.where((rows >= 4) & (rows < 24) & (columns >= 6) & (columns < 20), picture, 0).astype(numpy.float64)


def moved(matrix):
    """The picture under a map of (row, column), which SciPy wants backwards."""
    backwards = numpy.linalg.inv(numpy.array(matrix))
    middle = numpy.array([13.5, 13.5])
    return ndimage.affine_transform(
        picture, backwards, offset=middle - backwards @ middle, order=1, mode="grid-constant", cval=0
    )


def turned(degrees):
    # Rows count downwards, so that clockwise takes the right hand to below.
    sine, cosine = numpy.sin(numpy.radians(degrees)), numpy.cos(numpy.radians(degrees))
    return moved([[cosine, sine], [-sine, cosine]])


images = [
    picture, turned(23), turned(-23), moved([[1, 0], [0.3, 1]]), moved([[1, 0], [-0.3, 1]]), moved([[0.7, 0], [0, 0.7]]),
    ndimage.gaussian_filter(picture, 1.5, mode="nearest", truncate=4),
]
data = numpy.clip(numpy.floor(numpy.array(images) + 0.5), 0, 255).astype(numpy.uint8)
path = pathlib.Path(__file__).with_name("corruptions-idx3-ubyte")
path.write_bytes(struct.pack(">IIII", 0x803, *data.shape) + data.tobytes())
