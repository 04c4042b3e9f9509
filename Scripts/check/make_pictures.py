#!/usr/bin/python3
"""Makes pictures of digits and of what is none, for the network that tells them apart to learn from.

    apt-get install -y python3-numpy python3-pil fontconfig $(cut -f4 Scripts/check/fonts.txt | sort -u)
    Scripts/check/make_pictures.py MNIST_DIRECTORY OUTPUT_DIRECTORY

Writes OUTPUT_DIRECTORY/KIND-images-idx3-ubyte, pictures of 96x96 grey levels, and KIND-labels-idx1-ubyte, their classes, for
each kind of `main`. The program DigitCheckImages lets the reader find and fit what is in them. Classes are 0 to 9 for digits,
then one for each of `LETTERS`, then one for each of `KINDS`: a network that has to tell an r from a 2 learns more than one
that calls all letters the same. MNIST_DIRECTORY has the gzip files; its part is the training images that are not in the built-in sample;
fonts are those that fonts.txt calls `fit`. All is drawn with seed 1.

Letters that are digits to any eye are left out: O o Q D (0), I i l j J (1), Z z (2), y Y (4), S s (5), b G (6), B (8), g q (9).
"""

import gzip
import os
import subprocess
import sys

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SIDE = 96
LETTERS = "ACEFHKLMNPRTUVWXacdefhkmnprtuvwx"
SIGNS = "#%&*+=<>@~^?€"
KINDS = ["signs", "turned", "parts", "runs", "scribbles", "figures", "textures"]
RANDOM = np.random.default_rng(1)


def fonts(use):
    """The files of the fonts with this use, as (family, path)."""
    wanted = [line.rstrip("\n").split("\t") for line in open(os.path.join(HERE, "fonts.txt"))]
    listed = subprocess.run(
        ["fc-list", "--format", "%{family[0]}|%{style[0]}|%{file}\n"], capture_output=True, text=True, check=True).stdout
    files = {}
    for line in sorted(listed.splitlines(), reverse=True):
        if line.count("|") == 2:
            family, style, path = line.split("|")
            files[family, style] = path
    missing = [row[1] for row in wanted if (row[1], row[2]) not in files]
    if missing:
        sys.exit(f"make_pictures.py: fonts are missing, see this file's head: {', '.join(missing)}")
    return [(row[1], files[row[1], row[2]]) for row in wanted if row[0] == use]


def mnist(directory):
    """MNIST's training images and labels without the built-in sample: [N, 28, 28], [N]."""
    def read(path, offset, kind=np.uint8):
        with gzip.open(path) as file:
            return np.frombuffer(file.read(), kind, offset=offset)
    images = read(os.path.join(directory, "train-images-idx3-ubyte.gz"), 16).reshape(-1, 28, 28)
    labels = read(os.path.join(directory, "train-labels-idx1-ubyte.gz"), 8)
    sample = read(os.path.join(ROOT, "Sources/CDigitAssets/data/sample-indices-idx1-int.gz"), 8, ">i4")
    rest = np.setdiff1d(np.arange(len(images)), sample)
    return images[rest], labels[rest]


def cut(ink):
    """A picture of ink, 0 paper to 255, without its margins."""
    box = ink.getbbox()
    return ink.crop(box) if box else ink


def waved(ink):
    """Bent in long waves, as no two strokes of a hand are the same."""
    height, width = np.shape(ink)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = lambda at, side: RANDOM.uniform(0, 0.04) * (height + width) / 2 * np.sin(
        2 * np.pi * (RANDOM.uniform(0.4, 1.2) * at / side + RANDOM.uniform()))
    x, y = x + along(y, height) + along(x, width), y + along(x, width) + along(y, height)
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = np.minimum(x.astype(int), width - 2), np.minimum(y.astype(int), height - 2)
    right, down, levels = x - left, y - top, np.asarray(ink, np.float32)
    levels = (levels[top, left] * (1 - right) + levels[top, left + 1] * right) * (1 - down) + (
        levels[top + 1, left] * (1 - right) + levels[top + 1, left + 1] * right) * down
    return Image.fromarray(np.rint(levels).astype(np.uint8))


def bent(ink, turn=8, slant=0.15, stretch=1.0, wave=0.0):
    """Turned and slanted a little, made wider or narrower by up to `stretch`, and waved in a share of cases."""
    width, height = ink.size
    if stretch > 1:
        width = max(4, round(width * np.exp(RANDOM.uniform(-1, 1) * np.log(stretch))))
        ink = ink.resize((width, height), Image.BICUBIC)
    margin = (width + height) // 3
    page = Image.new("L", (width + 2 * margin, height + 2 * margin))
    page.paste(ink, (margin, margin))
    if RANDOM.random() < wave:
        page = waved(page)
    slant = RANDOM.uniform(-slant, slant)
    page = page.transform(page.size, Image.AFFINE, (1, slant, -slant * page.size[1] / 2, 0, 1, 0), Image.BICUBIC)
    return cut(page.rotate(RANDOM.uniform(-turn, turn), Image.BICUBIC))


def picture(ink, smallest=14, largest=84):
    """Ink drawn in a size, with a pen, in a place, under a light and by a camera of its own: [96, 96] grey levels."""
    ink = cut(ink)
    longer = int(np.exp(RANDOM.uniform(np.log(smallest), np.log(largest))))
    scale = longer / max(ink.size)
    ink = ink.resize([max(2, round(size * scale)) for size in ink.size], Image.BICUBIC if scale > 1 else Image.BOX)
    if longer > 40 and RANDOM.random() < 0.5:
        # Enlarged pixels become a pen's smooth outline.
        ink = ink.filter(ImageFilter.GaussianBlur(longer / 60)).point(lambda level: min(255, max(0, 4 * level - 384)))
    if longer > 24 and RANDOM.random() < 0.3:
        ink = ink.filter(ImageFilter.MaxFilter(3) if RANDOM.random() < 0.6 else ImageFilter.MinFilter(3))
    page = Image.new("L", (SIDE, SIDE))
    page.paste(ink, (RANDOM.integers(4, SIDE - 4 - ink.size[0] + 1), RANDOM.integers(4, SIDE - 4 - ink.size[1] + 1)))
    if RANDOM.random() < 0.4:
        page = page.filter(ImageFilter.GaussianBlur(RANDOM.uniform(0.3, 0.02 * longer + 0.4)))
    return photographed(np.asarray(page, np.float32) / 255)


def photographed(share):
    """A share of ink, [96, 96] of 0...1, on paper, lit and seen."""
    paper, ink = RANDOM.uniform(170, 255), RANDOM.uniform(0, 90)
    if RANDOM.random() < 0.2:
        paper, ink = ink, paper
    light = 1.0
    if RANDOM.random() < 0.4:
        x, y = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE))
        angle = RANDOM.uniform(0, 2 * np.pi)
        light = 1 - RANDOM.uniform(0, 0.25) * (1 + np.cos(angle) * x + np.sin(angle) * y) / 2
    levels = (paper + (ink - paper) * share) * light
    if RANDOM.random() < 0.5:
        levels = levels + RANDOM.standard_normal((SIDE, SIDE)) * RANDOM.uniform(0, 8)
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)


def outlined(ink):
    """The line around it, as letters in headings are drawn."""
    margin = 4
    page = Image.new("L", (ink.size[0] + 2 * margin, ink.size[1] + 2 * margin))
    page.paste(ink, (margin, margin))
    wide = page.filter(ImageFilter.MaxFilter(2 * RANDOM.integers(1, 4) + 1))
    return cut(ImageChops.subtract(wide, page))


def glyphs(characters, variants):
    """Characters in the families to learn from, their styles in turn: pictures, and which character each is."""
    families = {}
    for family, path in fonts("fit"):
        families.setdefault(family, []).append(ImageFont.truetype(path, 48))
    for styles in families.values():
        for turn in range(variants):
            font = styles[turn % len(styles)]
            blank = font.getmask("\uffff")
            for index, character in enumerate(characters):
                mask = font.getmask(character)
                if mask.getbbox() is None or (mask.getbbox() == blank.getbbox() and bytes(mask) == bytes(blank)):
                    continue
                ink = cut(Image.frombytes("L", mask.size, bytes(mask)))
                if RANDOM.random() < 0.06:
                    ink = outlined(ink)
                if min(ink.size) >= 4:
                    yield picture(bent(ink, slant=0.25, stretch=1.25, wave=0.5)), index


def drawn_digits(images, labels):
    for image, label in zip(images, labels):
        yield picture(Image.fromarray(image)), label


def turned(images, labels):
    """Digits turned by a quarter where that is none; 0, 1 and 8 may be."""
    for image, label in zip(images, labels):
        if label not in (0, 1, 8):
            yield picture(Image.fromarray(np.rot90(image, RANDOM.choice([1, 3])).copy()))


# Halves that are a digit, or nearly: of 4, 6, 7, 8 and 9 what remains may be 1, 0, 1, 0 and 0.
HALVES = {"left": (0, 2, 3, 4, 5, 8), "right": (2, 3, 5, 6, 8), "top": (0, 2, 3, 4, 5), "bottom": (0, 2, 3)}


def parts(images, labels):
    """Digits of which a side was cut off: 40 to 60 % of the height or width remains."""
    for image, label in zip(images, labels):
        sides = [side for side in HALVES if label in HALVES[side]]
        if not sides:
            continue
        ink = cut(Image.fromarray(image))
        (width, height), share = ink.size, RANDOM.uniform(0.4, 0.6)
        box = {
            "left": (0, 0, width * share, height), "right": (width * (1 - share), 0, width, height),
            "top": (0, 0, width, height * share), "bottom": (0, height * (1 - share), width, height),
        }[sides[RANDOM.integers(len(sides))]]
        piece = ink.crop([round(edge) for edge in box])
        if min(piece.size) >= 4 and piece.getbbox():
            yield picture(piece)


def runs(images, count):
    """Two or three digits side by side that touch, or nearly."""
    for _ in range(count):
        digits = [cut(Image.fromarray(images[index])) for index in RANDOM.integers(len(images), size=RANDOM.choice([2, 2, 3]))]
        page, end = np.zeros((32, 96), np.uint8), 0
        for ink in digits:
            x = max(0, end - RANDOM.integers(-5, 4))
            y = RANDOM.integers(0, 32 - ink.size[1] + 1) if RANDOM.random() < 0.3 else (32 - ink.size[1]) // 2
            end = x + ink.size[0]
            view = page[y:y + ink.size[1], x:end]
            np.maximum(view, np.asarray(ink), out=view)
        yield picture(Image.fromarray(page), smallest=24)


def curve(points):
    """A smooth line through the middles of the sides of a polygon."""
    line = []
    for a, b, c in zip(points, points[1:], points[2:]):
        start, end = (a + b) / 2, (b + c) / 2
        line += [tuple((1 - t) ** 2 * start + 2 * t * (1 - t) * b + t * t * end) for t in np.linspace(0, 1, 9)]
    return line


def scribbles(count):
    """Pens that go to and fro: smooth or in corners, one stroke or several."""
    for _ in range(count):
        page = Image.new("L", (200, 200))
        draw = ImageDraw.Draw(page)
        pen = int(RANDOM.integers(4, 20))
        kind = RANDOM.integers(4)
        if kind == 3:
            # Zigzag and loops, as one crosses something out.
            turns = RANDOM.integers(4, 12)
            t = np.linspace(0, 1, 20 * turns)
            angle = RANDOM.uniform(0, np.pi)
            along, across = (t - 0.5) * RANDOM.uniform(60, 170), np.sin(2 * np.pi * turns * t) * RANDOM.uniform(25, 80)
            along = along + np.cos(2 * np.pi * turns * t) * RANDOM.uniform(0, 30)
            x, y = np.cos(angle) * along - np.sin(angle) * across, np.sin(angle) * along + np.cos(angle) * across
            draw.line([(100 + a, 100 + b) for a, b in zip(x, y)], 255, pen, "curve")
        else:
            for _ in range(RANDOM.integers(1, 4) if kind == 2 else 1):
                points = RANDOM.uniform(12, 188, (RANDOM.integers(6, 16) if kind < 2 else RANDOM.integers(4, 8), 2))
                draw.line(curve(points) if kind != 1 else [tuple(p) for p in points], 255, pen, "curve")
        yield picture(page, smallest=24)


def figures(count):
    """Dashes, crosses, triangles, arrows, stars, hearts, blots."""
    for _ in range(count):
        page = Image.new("L", (200, 200))
        draw = ImageDraw.Draw(page)
        pen = int(RANDOM.integers(6, 24))
        kind = RANDOM.integers(8)
        def around(n, radius, start):
            return [(100 + radius * np.cos(start + 2 * np.pi * i / n), 100 + radius * np.sin(start + 2 * np.pi * i / n)) for i in range(n)]
        start = RANDOM.uniform(0, 2 * np.pi)
        if kind == 0:
            tilt = RANDOM.uniform(-40, 40)
            draw.line([(20, 100 + tilt), (180, 100 - tilt)], 255, pen)
        elif kind == 1:
            a, b = RANDOM.uniform(-60, 60, 2)
            draw.line([(20, 100 + a), (180, 100 - a)], 255, pen)
            draw.line([(100 + b, 20), (100 - b, 180)], 255, pen)
        elif kind == 2:
            ring = around(3, 80, start)
            draw.line(ring + ring[:2], 255, pen)
        elif kind == 3:
            ring = around(5, 85, start)
            draw.line([ring[(2 * i) % 5] for i in range(7)], 255, pen)
        elif kind == 4:
            ring = around(RANDOM.integers(3, 8), 80, start)
            draw.polygon(ring, 255)
        elif kind == 5:
            radius = RANDOM.uniform(40, 90, 2)
            draw.ellipse([100 - radius[0], 100 - radius[1], 100 + radius[0], 100 + radius[1]], 255)
        elif kind == 6:
            end, spread = np.array([160, 100]), RANDOM.uniform(20, 60)
            draw.line([(20, 100), tuple(end)], 255, pen)
            draw.line([(160 - spread, 100 - spread), tuple(end), (160 - spread, 100 + spread)], 255, pen)
            page = page.rotate(float(RANDOM.uniform(0, 360)))
        else:
            t = np.linspace(0, 2 * np.pi, 60)
            x, y = 16 * np.sin(t) ** 3, 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
            heart = [(100 + 5 * a, 100 - 5 * b) for a, b in zip(x, y)]
            draw.polygon(heart, 255) if RANDOM.random() < 0.5 else draw.line(heart + heart[:2], 255, pen)
        yield picture(bent(page, turn=20))


def textures(count):
    """Noise of several grains, stripes, checks and blots: photographs of no writing."""
    for _ in range(count):
        kind = RANDOM.integers(5)
        if kind < 3:
            grain = RANDOM.uniform(0.5, 8)
            noise = Image.fromarray(RANDOM.integers(0, 256, (SIDE, SIDE), dtype=np.uint8))
            field = np.asarray(noise.filter(ImageFilter.GaussianBlur(grain)), np.float32)
            field = (field - field.mean()) / (field.std() + 1e-3)
            share = np.clip(field - RANDOM.uniform(0, 1.5), 0, 1) if kind else 0.5 + 0.2 * field
        elif kind == 3:
            x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
            angle, period = RANDOM.uniform(0, np.pi), RANDOM.uniform(4, 30)
            share = 0.5 + 0.5 * np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle)) / period)
            if RANDOM.random() < 0.5:
                share = share * (0.5 + 0.5 * np.sin(2 * np.pi * (y * np.cos(angle) - x * np.sin(angle)) / period))
        else:
            page = Image.new("L", (SIDE, SIDE))
            draw = ImageDraw.Draw(page)
            for _ in range(RANDOM.integers(1, 30)):
                x, y = RANDOM.uniform(0, SIDE, 2)
                radius = RANDOM.uniform(1, 12, 2)
                draw.ellipse([x - radius[0], y - radius[1], x + radius[0], y + radius[1]], int(RANDOM.integers(80, 256)))
            share = np.asarray(page.filter(ImageFilter.GaussianBlur(RANDOM.uniform(0.3, 3))), np.float32) / 255
        yield photographed(np.clip(share, 0, 1))


def idx(array):
    """The bytes of an IDX file of bytes."""
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes() + array.tobytes()


def write(directory, kind, pictures):
    """Writes pairs of a picture and its class."""
    pixels, labels = zip(*pictures)
    for name, values in (("images-idx3", np.stack(pixels)), ("labels-idx1", np.array(labels, np.uint8))):
        with open(os.path.join(directory, f"{kind}-{name}-ubyte"), "wb") as file:
            file.write(idx(values))
    print(f"{kind}: {len(labels)}", flush=True)


def write_classes(directory):
    """Writes classes.txt, the names of the classes in their order."""
    with open(os.path.join(directory, "classes.txt"), "w") as file:
        file.writelines(f"{name}\n" for name in [*"0123456789", *LETTERS, *KINDS])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    directory, output = sys.argv[1:]
    images, labels = mnist(directory)
    os.makedirs(output, exist_ok=True)
    some = lambda count: RANDOM.choice(len(images), count, replace=False)
    turns, pieces, written = some(8000), some(9000), some(20000)
    write_classes(output)
    write(output, "digits", drawn_digits(images[written], labels[written]))
    write(output, "printed", glyphs("0123456789", 6))
    write(output, "letters", ((each, 10 + index) for each, index in glyphs(LETTERS, 6)))
    others = {
        "signs": lambda: (each for each, _ in glyphs(SIGNS, 1)),
        "turned": lambda: turned(images[turns], labels[turns]),
        "parts": lambda: parts(images[pieces], labels[pieces]),
        "runs": lambda: runs(images, 7000),
        "scribbles": lambda: scribbles(9000),
        "figures": lambda: figures(3000),
        "textures": lambda: textures(3000),
    }
    for kind in KINDS:
        kind_class = 10 + len(LETTERS) + KINDS.index(kind)
        write(output, kind, ((each, kind_class) for each in others[kind]()))


if __name__ == "__main__":
    main()
