#!/usr/bin/python3
"""Draws letters and digits in fonts that the digit check was not trained on, for the tests.

    apt-get install -y python3-numpy python3-pil fontconfig $(cut -f4 Scripts/check/fonts.txt | sort -u)
    Tests/DigitRecognitionTests/Fixtures/make_glyphs.py

For each use of fonts.txt but `fit`, writes USE-glyphs-idx3-ubyte.gz, [N, 72, 72], 0 paper to 255 ink, each glyph's longer
side 64 pixels, in its middle, and USE-characters-idx1-ubyte.gz, their characters in ASCII: for each font the letters of
make_pictures.py, which leaves out those that are digits to any eye, and the ten digits. The fonts of `develop` were looked at
when the reader's rules were made; those of `report` when all was settled. Drawn with Debian 12's Pillow, 9.4; a later one
draws otherwise.
"""

import gzip
import os
import sys

import numpy as np
from PIL import Image, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../../Scripts/check"))
from make_pictures import LETTERS, cut, fonts, idx

SIDE, SIZE = 72, 64


def write(name, array):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(gzip.compress(idx(array), mtime=0))


for use in ("develop", "report"):
    images, characters = [], []
    for _, path in fonts(use):
        font = ImageFont.truetype(path, 96)
        for character in LETTERS + "0123456789":
            mask = font.getmask(character)
            ink = cut(Image.frombytes("L", mask.size, bytes(mask)))
            scale = SIZE / max(ink.size)
            ink = ink.resize([max(1, round(size * scale)) for size in ink.size], Image.BICUBIC)
            page = Image.new("L", (SIDE, SIDE))
            page.paste(ink, ((SIDE - ink.size[0]) // 2, (SIDE - ink.size[1]) // 2))
            images.append(np.asarray(page))
            characters.append(ord(character))
    write(f"{use}-glyphs-idx3-ubyte.gz", np.stack(images))
    write(f"{use}-characters-idx1-ubyte.gz", np.array(characters, np.uint8))
