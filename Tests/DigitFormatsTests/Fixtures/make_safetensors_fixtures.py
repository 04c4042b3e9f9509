"""Writes the safetensors files that the tests read into the folder `safetensors` beside this script.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 safetensors==0.8.0 && venv/bin/python make_safetensors_fixtures.py

They are the reference writer's own; what is in them is said again, by hand, in SafetensorsTests.swift. NumPy has no
bfloat16: that array is put in by the reference's lower interface, which takes bytes.
"""

import pathlib

import numpy as np
from safetensors import TensorSpec, serialize
from safetensors.numpy import save

folder = pathlib.Path(__file__).parent / "safetensors"
folder.mkdir(exist_ok=True)

# Rectangular, positional and signed, so that a swapped index, byte or sign shows.
numbers = np.array([[1, 2, 3], [-4, 5, 60]])
arrays = {code: numbers.astype(code) for code in ["i1", "i2", "i4", "i8", "f2", "f4", "f8"]}
arrays |= {code: np.abs(numbers).astype(code) for code in ["u1", "u2", "u4", "u8"]}
arrays["flags"] = np.array([True, False, True])
arrays["empty"] = np.zeros((0, 28, 28), dtype="f4")
arrays["single"] = np.array(2.5, dtype="f4")
arrays["\ud45c \U0001f600 \"\\\n"] = np.array([10, 100], dtype="f4")
(folder / "arrays.safetensors").write_bytes(save(arrays))

weights = {"W1": numbers.astype("f4"), "b1": np.array([10, 100, -1], dtype="f8")}
metadata = {"input_range": "unit", "note": "quote \" backslash \\ newline \n tab \t \u00e9 \U0001f600 \x01"}
(folder / "weights.safetensors").write_bytes(save(weights, metadata))
(folder / "nothing.safetensors").write_bytes(save({}))

# 1, -2 and 0.5: the upper halves of 3F80 0000, C000 0000 and 3F00 0000.
halves = np.array([0x3F80, 0xC000, 0x3F00], dtype="<u2")
spec = TensorSpec(dtype="bfloat16", shape=[3], data_ptr=halves.ctypes.data, data_len=halves.nbytes)
(folder / "bfloat16.safetensors").write_bytes(serialize({"halves": spec}))
