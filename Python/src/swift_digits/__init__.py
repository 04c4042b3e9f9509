"""Handwritten-digit recognition: the swift-digits library, with NumPy arrays in and out.

>>> from swift_digits import Recognizer
>>> recognizer = Recognizer("cnn")
>>> recognizer.predict(images).argmax(axis=1)      # images: uint8, [N, 784] or [N, 28, 28], 0 paper to 255 ink
array([7, 2, 1, ...])
>>> recognizer.classify(open("photo.jpg", "rb").read()).text
'2026'

``swift_digits.spark`` does the same to the columns of a Spark data frame.
"""

from ._library import (
    DigitsError,
    ModelError,
    PictureError,
    library_version as __version__,
)
from ._recognizer import DEFAULT_THRESHOLD, UNCHECKED_THRESHOLD, Digit, Reading, Recognizer

__all__ = [
    "DEFAULT_THRESHOLD",
    "UNCHECKED_THRESHOLD",
    "Digit",
    "DigitsError",
    "ModelError",
    "PictureError",
    "Reading",
    "Recognizer",
    "__version__",
]
