#!/usr/bin/env python3
"""Draws every image of a test set that a model reads wrong, for Documentation/accuracy.md.

    Scripts/draw_errors.py MODEL MNIST_DIRECTORY OUTPUT.svg

Runs `digits evaluate` (.build/release/digits, or DIGITS) and writes one picture: each image at twice its size, below it
its index, its true class, what was read and with what probability. Only the standard library is used.
"""

import base64
import gzip
import json
import os
import struct
import subprocess
import sys
import zlib

CELL_WIDTH, CELL_HEIGHT, COLUMNS = 80, 92, 10


def read_images(directory):
    """The pixels of the test images as one bytes object, 784 an image."""
    path = os.path.join(directory, "t10k-images-idx3-ubyte")
    data = open(path, "rb").read() if os.path.exists(path) else gzip.open(path + ".gz").read()
    magic, _, height, width = struct.unpack(">IIII", data[:16])
    if (magic, height, width) != (0x803, 28, 28):
        sys.exit(f"{path}: expected IDX images of 28x28")
    return data[16:]


def png(pixels):
    """A grey PNG of 28x28, ink dark on paper."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + bytes(255 - value for value in pixels[row * 28 : row * 28 + 28]) for row in range(28))
    header = struct.pack(">IIBBBBB", 28, 28, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    model, directory, output = sys.argv[1:]
    program = os.environ.get("DIGITS", ".build/release/digits")
    command = [program, "evaluate", "--model", model, "--dataset", directory, "--errors", "10000", "--format", "json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    errors, images = report["first_errors"], read_images(directory)
    rows = -(-len(errors) // COLUMNS)
    width, height = CELL_WIDTH * COLUMNS, CELL_HEIGHT * rows
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        ' font-size="10" text-anchor="middle">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, error in enumerate(errors):
        x, y = number % COLUMNS * CELL_WIDTH, number // COLUMNS * CELL_HEIGHT
        index = error["index"]
        data = base64.b64encode(png(images[784 * index : 784 * index + 784])).decode()
        lines.append(
            f'<image x="{x + 12}" y="{y + 2}" width="56" height="56" href="data:image/png;base64,{data}"'
            ' style="image-rendering:pixelated"/>'
        )
        probability = round(100 * error["probability"])
        lines.append(f'<text x="{x + 40}" y="{y + 70}">{error["label"]} read as {error["predicted"]}</text>')
        lines.append(f'<text x="{x + 40}" y="{y + 83}" fill="#666">{index}, {probability} %</text>')
    with open(output, "w") as file:
        file.write("\n".join(lines + ["</svg>\n"]))


main()
