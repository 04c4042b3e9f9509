"""The C interface (digits.h) as ctypes sees it, and its errors as exceptions."""

from __future__ import annotations

import ctypes
import os
import pathlib
import sys
from ctypes import POINTER, c_char_p, c_float, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any


class DigitsError(Exception):
    """A call of the library failed; the text says what was expected, what was found, and what to do."""


class ModelError(DigitsError):
    """There is no such model, or its file cannot be read or holds no network for images of 28x28 pixels."""


class PictureError(DigitsError):
    """A picture is damaged, too large, or of a format that is not read."""


# The values of digits_status.
_MISUSE, _CLOSED, _NOT_FOUND, _BAD_MODEL, _BAD_PICTURE, _INPUT_OUTPUT, _EXHAUSTED = range(1, 8)

_EXCEPTIONS: dict[int, type[Exception]] = {
    _MISUSE: ValueError,
    _CLOSED: ValueError,
    _NOT_FOUND: ModelError,
    _BAD_MODEL: ModelError,
    _BAD_PICTURE: PictureError,
    _INPUT_OUTPUT: ModelError,
    _EXHAUSTED: MemoryError,
}


def _path() -> str:
    """The library: the one that SWIFT_DIGITS_LIBRARY names, or the one inside this package."""
    chosen = os.environ.get("SWIFT_DIGITS_LIBRARY")
    if chosen:
        return chosen
    name = "libDigitsC.dylib" if sys.platform == "darwin" else "libDigitsC.so"
    inside = pathlib.Path(__file__).parent / name
    if not inside.exists():
        raise ImportError(
            f"{inside} is not there: install swift-digits from a wheel, or name a built library in SWIFT_DIGITS_LIBRARY"
        )
    return str(inside)


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL(_path())
    recognizer, text_out = c_uint64, POINTER(c_void_p)
    for name, result, arguments in [
        ("digits_version", c_char_p, []),
        ("digits_last_error", c_char_p, []),
        ("digits_open", c_int32, [c_char_p, POINTER(recognizer)]),
        ("digits_open_bytes", c_int32, [c_char_p, c_size_t, c_char_p, POINTER(recognizer)]),
        ("digits_close", c_int32, [recognizer]),
        ("digits_class_count", c_int32, [recognizer, POINTER(c_size_t)]),
        ("digits_describe", c_int32, [recognizer, text_out]),
        ("digits_predict", c_int32, [recognizer, c_void_p, c_size_t, c_void_p, c_size_t, c_int32]),
        ("digits_classify", c_int32, [recognizer, c_char_p, c_size_t, c_uint32, c_float, text_out]),
        ("digits_free", None, [c_void_p]),
    ]:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


# ctypes lets go of the interpreter's lock for the time of each call.
library = _load()
library_version: str = library.digits_version().decode()


def call(function: Any, *arguments: Any) -> None:
    """Calls a function that answers with a status, and raises what the status stands for."""
    status = function(*arguments)
    if status != 0:
        # The library keeps the text for the thread that failed: this one.
        raise _EXCEPTIONS.get(status, DigitsError)(library.digits_last_error().decode("utf-8", "replace"))


def call_for_text(function: Any, *arguments: Any) -> str:
    """Calls a function that gives a text to be freed."""
    text = c_void_p()
    call(function, *arguments, ctypes.byref(text))
    try:
        return ctypes.string_at(text.value or 0).decode()
    finally:
        library.digits_free(text)
