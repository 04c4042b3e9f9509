"""A recogniser for NumPy arrays of images and for the bytes of pictures."""

from __future__ import annotations

import ctypes
import json
import os
import weakref
from dataclasses import dataclass
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from ._library import call, call_for_text, library

PIXELS = 784
"""The pixels of an image: 28 rows of 28."""

DEFAULT_THRESHOLD = 0.25
"""The certainty below which what stands in a picture counts as no digit."""

UNCHECKED_THRESHOLD = 0.76
"""The same where nothing is checked: a probability."""

_SINGLE = 1
_UNCHECKED = 2


@dataclass(frozen=True)
class Digit:
    """A digit in a picture."""

    digit: Optional[int]
    """The digit, or None where the network was too unsure for it to count as one."""
    probability: float
    """The likeliest digit's, 0 to 1."""
    certainty: float
    """The probability times that of being a digit at all, 0 to 1: what the threshold is compared with."""
    probabilities: tuple[float, ...]
    """Of each digit, 0 to 9."""
    box: tuple[int, int, int, int]
    """Left, top, width and height, in pixels of the upright picture."""


@dataclass(frozen=True)
class Reading:
    """What stands in a picture."""

    text: str
    """The digits that were read, line by line; what was rejected is left out."""
    digits: tuple[Digit, ...]
    """All that was found, in reading order."""


class Recognizer:
    """A network with its name, which reads digits off images and out of pictures.

    A recogniser may be used from any number of threads at once: the library works on several calls at the same time,
    and the interpreter's lock is free meanwhile. It can be pickled where it is of a model's name or a file's path, and is
    opened again on the other side.

    Args:
        model: ``"cnn"`` (the most accurate), ``"cnn-small"``, ``"mlp"``, or the path of a weights file that ends in
            .safetensors, .onnx, .pkl, .npz or .pt. Nothing that a file holds is run.

    Raises:
        ModelError: There is no such model or file, or it holds no network for images of 28x28 pixels.
    """

    def __init__(self, model: Union[str, "os.PathLike[str]"] = "cnn") -> None:
        self._source: tuple[Any, ...] = (os.fspath(model),)
        handle = ctypes.c_uint64()
        call(library.digits_open, _text(os.fspath(model)), ctypes.byref(handle))
        self._adopt(handle.value)

    @classmethod
    def from_bytes(cls, data: bytes, file_name: str) -> "Recognizer":
        """Opens the bytes of a weights file.

        Args:
            data: The whole file.
            file_name: Tells the format by its end, such as ``"weights.pkl"``; nothing is read from there.

        Raises:
            ModelError: The bytes hold no network for images of 28x28 pixels.
            ValueError: The name ends in no known format.
        """
        self = cls.__new__(cls)
        self._source = (bytes(data), file_name)
        handle = ctypes.c_uint64()
        call(library.digits_open_bytes, self._source[0], len(data), _text(file_name), ctypes.byref(handle))
        self._adopt(handle.value)
        return self

    def _adopt(self, handle: int) -> None:
        self._handle = handle
        self._close = weakref.finalize(self, library.digits_close, handle)
        count = ctypes.c_size_t()
        call(library.digits_class_count, handle, ctypes.byref(count))
        self._classes = count.value

    @property
    def classes(self) -> int:
        """How many classes the model tells apart: 10 for digits."""
        return self._classes

    def describe(self) -> dict[str, Any]:
        """What the model is: name, classes, parameters, multiply_adds, architecture, input_range and its file's history."""
        description: dict[str, Any] = json.loads(call_for_text(library.digits_describe, self._handle))
        return description

    def predict(
        self, images: npt.NDArray[np.uint8], *, threads: int = 1, out: Optional[npt.NDArray[np.float32]] = None
    ) -> npt.NDArray[np.float32]:
        """Gives a probability to each class of each image.

        A C-contiguous array is read where it lies; any other is copied once. The row of an image is the same bit for
        bit whatever else is in the batch and however many threads work.

        Args:
            images: uint8, 0 paper to 255 ink: [N, 784], [N, 28, 28] or [N, 1, 28, 28]; or one image, [784] or [28, 28].
            threads: How many threads may share the work, 1 to 1024. Leave it at 1 in a process that was forked from one
                that had used more.
            out: Where the result goes: float32, C-contiguous, [N, classes].

        Returns:
            float32, [N, classes], each row adding up to 1; [classes] for one image.

        Raises:
            TypeError: The pixels are not uint8.
            ValueError: The shape is another one, or the recogniser was closed.
        """
        pixels, count, single = _as_rows(images)
        shape = (self._classes,) if single else (count, self._classes)
        if out is None:
            out = np.empty(shape, np.float32)
        elif out.dtype != np.float32 or out.shape != shape or not out.flags.c_contiguous or not out.flags.writeable:
            raise ValueError(f"out: expected a C-contiguous float32 array {list(shape)}, found {out.dtype} {list(out.shape)}")
        call(library.digits_predict, self._handle, pixels.ctypes.data, count, out.ctypes.data, out.size, threads)
        return out

    def classify(
        self, picture: bytes, *, single: bool = False, threshold: Optional[float] = None, check: bool = True
    ) -> Reading:
        """Reads the digits in a picture: a photograph, a scan, a drawing.

        Args:
            picture: A PNG, JPEG, PBM, PGM or PPM file's bytes; at most 50 million pixels.
            single: Take all ink of the picture as one digit; otherwise digits are looked for.
            threshold: What is read with less than this certainty is rejected, 0 to 1: ``DEFAULT_THRESHOLD``, or
                ``UNCHECKED_THRESHOLD`` without the check.
            check: Ask a second network whether what was found is a digit at all, and not a letter or a scribble; it takes
                a sixth of a millisecond a digit.

        Raises:
            PictureError: The picture is damaged, too large, or of a format that is not read.
            ValueError: The threshold is out of range, the model is not one for the ten digits, or was closed.
        """
        data = bytes(picture)
        if threshold is None:
            threshold = DEFAULT_THRESHOLD if check else UNCHECKED_THRESHOLD
        flags = (_SINGLE if single else 0) | (0 if check else _UNCHECKED)
        text = call_for_text(library.digits_classify, self._handle, data, len(data), flags, float(threshold))
        answer = json.loads(text)
        return Reading(
            text=answer["text"],
            digits=tuple(
                Digit(
                    each["digit"], each["probability"], each["certainty"], tuple(each["probabilities"]),
                    tuple(each["box"]))
                for each in answer["digits"]
            ),
        )

    def close(self) -> None:
        """Frees the network; the garbage collector does so too. Calls that other threads have begun end well."""
        self._close()

    def __enter__(self) -> "Recognizer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> Any:
        return (Recognizer.from_bytes if len(self._source) == 2 else Recognizer, self._source)

    def __repr__(self) -> str:
        return f"<swift_digits.Recognizer {self._source[-1]!r}, {self._classes} classes>"


def _text(text: str) -> bytes:
    if "\0" in text:
        raise ValueError(f"a name holds no zero bytes: {text!r}")
    return os.fsencode(text)


def _as_rows(images: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], int, bool]:
    """The images in memory row by row, how many they are, and whether it was one alone."""
    array = np.asarray(images)
    if array.dtype != np.uint8:
        raise TypeError(f"images: expected uint8, 0 paper to 255 ink, found {array.dtype}")
    shape = array.shape
    if shape in ((PIXELS,), (28, 28)):
        return np.ascontiguousarray(array), 1, True
    if len(shape) >= 2 and shape[1:] in ((PIXELS,), (28, 28), (1, 28, 28)):
        return np.ascontiguousarray(array), shape[0], False
    raise ValueError(f"images: expected [N, 784], [N, 28, 28] or [N, 1, 28, 28], found {list(shape)}")
