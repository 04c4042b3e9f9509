"""Reads a data set's images through the C interface, with ctypes alone: two threads share a recogniser.

usage: read_digits.py LIBRARY MODEL IMAGES.idx LABELS.idx

LIBRARY is libDigitsC.so or libDigitsC.dylib, MODEL is cnn, cnn-small, mlp or a weights file; the two IDX files are
MNIST's, gzipped or not. Programs that have NumPy take the package swift_digits instead.
"""

import concurrent.futures
import ctypes
import gzip
import sys

PIXELS, CLASSES, BATCH, THREADS = 784, 10, 100, 2


def load_library(path: str) -> ctypes.CDLL:
    library = ctypes.CDLL(path)
    library.digits_last_error.restype = ctypes.c_char_p
    library.digits_open.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint64)]
    library.digits_close.argtypes = [ctypes.c_uint64]
    library.digits_predict.argtypes = [
        ctypes.c_uint64, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int32,
    ]
    return library


def read_idx(path: str, head: int) -> bytes:
    with open(path, "rb") as file:
        data = file.read()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)[head:]


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    library = load_library(sys.argv[1])

    def call(function, *arguments) -> None:
        if function(*arguments) != 0:
            sys.exit(f"read_digits.py: {library.digits_last_error().decode()}")

    recognizer = ctypes.c_uint64()
    call(library.digits_open, sys.argv[2].encode(), ctypes.byref(recognizer))
    images, labels = read_idx(sys.argv[3], 16), read_idx(sys.argv[4], 8)

    def correct_of(start: int, end: int) -> int:
        """How many of the images from start to end are read right; the interpreter is free while the library works."""
        rows = (ctypes.c_float * (BATCH * CLASSES))()
        correct = 0
        for first in range(start, end, BATCH):
            count = min(BATCH, end - first)
            batch = images[first * PIXELS : (first + count) * PIXELS]
            call(library.digits_predict, recognizer, batch, count, rows, len(rows), 1)
            for index in range(count):
                row = rows[index * CLASSES : (index + 1) * CLASSES]
                correct += row.index(max(row)) == labels[first + index]
        return correct

    bounds = [len(labels) * part // THREADS for part in range(THREADS + 1)]
    with concurrent.futures.ThreadPoolExecutor(THREADS) as threads:
        correct = sum(threads.map(correct_of, bounds[:-1], bounds[1:]))
    call(library.digits_close, recognizer)
    print(f"{correct} of {len(labels)}\nAccuracy:{correct / len(labels):.4f}")


if __name__ == "__main__":
    main()
