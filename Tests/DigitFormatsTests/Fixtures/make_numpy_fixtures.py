"""Writes the NPY and NPZ files that the tests read into the folder `numpy` beside this script.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 && venv/bin/python make_numpy_fixtures.py

NumPy 1.26.4 writes the same bytes, but for the pickle in objects.npy, which nobody reads. What the arrays hold is said
again, by hand, in NPYFixtureTests.swift and NPZTests.swift.
"""

import pathlib
import warnings

import numpy as np
from numpy.lib import format as npy

folder = pathlib.Path(__file__).parent / "numpy"
folder.mkdir(exist_ok=True)


def write(name, array, version=(1, 0)):
    with open(folder / (name + ".npy"), "wb") as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions 2 and 3 are meant
            npy.write_array(file, array, version=version)


# Rectangular, positional and signed, so that a swapped index, byte or sign shows.
numbers = np.array([[1, 2, 3], [-4, 5, 60]])
for code in ["i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    write(code.replace("<", "little-").replace(">", "big-"), numbers.astype(code))
for code in ["u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"]:
    write(code.replace("<", "little-").replace(">", "big-"), np.abs(numbers).astype(code))
write("bool", numbers > 2)
write("version-2", numbers.astype("<f4"), version=(2, 0))
write("version-3", numbers.astype("<f4"), version=(3, 0))
write("fortran", np.asfortranarray(numbers.astype("<f4")))
write("fortran-big", np.asfortranarray(numbers.astype(">f8")))
write("fortran-3d", np.asfortranarray(np.arange(24, dtype="<u2").reshape(2, 3, 4)))
write("scalar", np.array(2.5, dtype="<f8"))
write("vector", np.array([10, 100], dtype="<f4"))
write("empty", np.zeros((0, 28, 28), dtype="u1"))
write("objects", np.array([None, "text"], dtype=object))
write("fields", np.array([(1, 2.0)], dtype=[("label", "<i4"), ("weight", "<f8")]))
write("text", np.array(["five"], dtype="<U4"))
write("complex", np.array([1 + 2j], dtype="<c8"))

arrays = {"W1": numbers.astype("<f4"), "b1": np.array([10, 100], dtype="<f8"), "layer/labels": np.arange(5, dtype="u1")}
np.savez(folder / "stored.npz", **arrays)
np.savez_compressed(folder / "deflated.npz", **arrays)
