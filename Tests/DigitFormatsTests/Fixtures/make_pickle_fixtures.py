"""Writes the pickles that the tests read into the folder `pickle` beside this script.

    python3 -m venv np1 && np1/bin/pip install numpy==1.26.4 && np1/bin/python make_pickle_fixtures.py
    python3 -m venv np2 && np2/bin/pip install numpy==2.4.6 && np2/bin/python make_pickle_fixtures.py

Each NumPy writes the files of its own name: the same arrays and the same values in protocols 0 to 5. NumPy 2 also
writes the pickles of Python 2, put together from opcodes, and has Python read them back before they count. What is in
the files is said again, by hand, in PickleTests.swift.
"""

import collections
import pathlib
import pickle
import struct

import numpy as np

folder = pathlib.Path(__file__).parent / "pickle"
folder.mkdir(exist_ok=True)
major = np.__version__.split(".")[0]

# Rectangular, positional and signed, so that a swapped index, byte or sign shows.
numbers = np.array([[1, 2, 3], [-4, 5, 60]])
cube = np.arange(24, dtype="<u2").reshape(2, 3, 4)
arrays = {
    "rows": numbers.astype("<f4"),
    "columns": np.asfortranarray(numbers.astype("<f4")),
    "big columns": np.asfortranarray(numbers.astype(">f8")),
    "cube": np.asfortranarray(cube),
    "turned": cube.transpose(1, 2, 0),
    "every second": cube[:, ::2, 1:],
    "empty": np.zeros((0, 3)),
    "single": np.array(7),
    "flags": np.array([True, False, True]),
    "표": np.array([255, 0, 10], dtype="u1"),
}
for code in ["i1", ">i2", "<i4", ">i8", ">f2"]:
    arrays[code] = numbers.astype(code)
for code in ["<u2", ">u4", "<u8"]:
    arrays[code] = np.abs(numbers).astype(code)

# Two arrays only: short enough to be cut and flipped at every byte.
weights = {"W1": np.asfortranarray(numbers.astype("<f4")), "b1": np.array([10, 100, -1], dtype=">f4")}

shared = ["once", "twice"]
values = {
    "none": None,
    "true": True,
    "false": False,
    "integers": [0, 1, 255, 256, 65535, 65536, -1, -129, 2**31 - 1, -(2**31), 2**31, 2**40, -(2**63), 2**63 - 1],
    "floats": [0.1, -0.0, 1e-300, 1e22, float("inf"), float("-inf")],
    "text": "a\\b\n\r\0'\"\u00e9\u6570\U0001f600",
    "bytes": b"\x00\xff\n\\'",
    "no bytes": b"",
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "list": list(range(3)) + [[2.5, "x"]],
    "shared": [shared, shared],
    "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
    "scalars": [np.float32(1.5), np.float64(-0.1), np.int16(-300), np.uint8(255), np.bool_(True)],
    "long text": "long " * 60,
    1: "integer key",
    (2, "two"): "tuple key",
    b"k": "bytes key",
    None: "none key",
}

for protocol in range(6):
    for name, value in {"arrays": arrays, "weights": weights, "values": values}.items():
        (folder / f"{name}-numpy{major}-protocol{protocol}.pkl").write_bytes(pickle.dumps(value, protocol))


def python2_array(text, state_order):
    """`numpy.array([[1, 2, 3], [-4, 5, 60]], '<i2')` in Python 2, whose bytes are `str`; `text` writes a `str`."""
    data = struct.pack("<6h", 1, -4, 2, 5, 3, 60) if state_order else struct.pack("<6h", 1, 2, 3, -4, 5, 60)
    order = b"I01\n" if state_order else b"I00\n"
    return (
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\nt" + text(b"b") + b"tR"
        b"(I1\n(L2L\nL3L\ntcnumpy\ndtype\n(" + text(b"i2") + b"I0\nI1\ntR"
        b"(I3\n" + text(b"<") + b"NNNI-1\nI-1\nI0\ntb" + order + text(data) + b"tb"
    )


def quoted(data):
    """STRING with Python 2's repr; Python 3's repr of bytes is the same behind its b."""
    return b"S" + repr(data)[1:].encode() + b"\n"


def counted(data):
    """SHORT_BINSTRING, BINSTRING where it is long."""
    if len(data) > 8:
        return b"T" + struct.pack("<i", len(data)) + data
    return b"U" + bytes([len(data)]) + data


if major == "2":
    for name, text in {"python2-protocol0": quoted, "python2-protocol2": counted}.items():
        start = b"\x80\x02" if name.endswith("2") else b""
        data = start + b"(d" + text(b"rows") + python2_array(text, False) + b"s"
        data += text(b"columns") + python2_array(text, True) + b"s."
        loaded = pickle.loads(data, encoding="latin1")
        assert all((loaded[key] == numbers).all() and loaded[key].dtype == "<i2" for key in ["rows", "columns"])
        (folder / f"{name}.pkl").write_bytes(data)
