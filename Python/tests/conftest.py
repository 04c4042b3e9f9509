"""What the tests share: MNIST's official test images where DIGITS_DATA_DIR has them, else the sample inside `digits`."""

from __future__ import annotations

import dataclasses
import gzip
import os
import pathlib
import struct
import subprocess
import zlib

import numpy as np
import pytest

REPOSITORY = pathlib.Path(__file__).parents[2]
WEIGHTS = REPOSITORY / "Tests/Fixtures/sample_weight.pkl"
DIGITS = REPOSITORY / ".build/release/digits"


@dataclasses.dataclass(frozen=True)
class Images:
    pixels: np.ndarray
    """uint8, [N, 28, 28]."""
    labels: np.ndarray
    official: bool
    """Whether they are MNIST's 10,000 test images."""
    folder: pathlib.Path


def read_idx(folder: pathlib.Path, kind: str, head: int) -> np.ndarray:
    path = next(folder.glob(f"*{kind}*"))
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return np.frombuffer(data, np.uint8)[head:]


@pytest.fixture(scope="session")
def mnist(tmp_path_factory: pytest.TempPathFactory) -> Images:
    official = "DIGITS_DATA_DIR" in os.environ
    folder = tmp_path_factory.mktemp("mnist")
    split = "test" if official else "sample"
    command = [str(DIGITS), "dataset", "export", "mnist", "--split", split, "--output", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    labels = read_idx(folder, "labels", 8)
    return Images(read_idx(folder, "images", 16).reshape(-1, 28, 28), labels, official, folder)


@pytest.fixture(scope="session")
def evaluated(mnist: Images):
    """How many images `digits evaluate` reads right with a model."""

    def count(model: str) -> int:
        split = "test" if mnist.official else "sample"
        command = [str(DIGITS), "evaluate", "--model", model, "--dataset", "mnist", "--split", split]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        accuracy = float(output.strip().rsplit("Accuracy:", 1)[1])
        return round(accuracy * len(mnist.labels))

    return count


def png(pixels: np.ndarray) -> bytes:
    """A grey PNG, written from the format's rules."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
