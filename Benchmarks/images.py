"""MNIST's test images for the measurements of scale.py and scale_spark.py: of DIGITS_DATA_DIR, or the cache."""

import pathlib
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Python/tests"))

from conftest import png, read_idx

__all__ = ["COUNT", "REPOSITORY", "export", "png"]

COUNT = 10_000


def export(folder):
    """The images as [10000, 28, 28], their labels, and the path of the images' IDX file, which is put into a folder."""
    folder = pathlib.Path(folder)
    command = [REPOSITORY / ".build/release/digits", "dataset", "export", "mnist", "--split", "test", "--output", folder]
    subprocess.run(command, check=True, capture_output=True)
    pixels = read_idx(folder, "images", 16).reshape(COUNT, 28, 28)
    (idx,) = folder.glob("*images*")
    return pixels, read_idx(folder, "labels", 8), str(idx)
