"""A photo of handwriting with several digits, made of MNIST digits that a person wrote."""

import math
import pathlib
import subprocess
import tempfile

from PIL import Image, ImageFilter

# Images of the built-in sample, line by line, and what they are by MNIST's own labels.
LINES = [[0, 1, 2, 3, 4], [13, 15, 17, 5, 7]]
TEXT = ["50419", "67823"]
SIZE = (1000, 640)
SIDE = 140


def write(digits_program, path):
    """Writes a JPEG of two lines of digits in blue ink on paper that the light falls on from one side.

    Returns the middle of each digit, as fractions of the photo's width and height, in reading order.
    """
    width, height = SIZE
    light = Image.new("L", (width // 8, height // 8))
    light.putdata([
        round(232 - 54 * x / light.width - 18 * math.sin(3 * y / light.height))
        for y in range(light.height)
        for x in range(light.width)
    ])
    light = light.resize(SIZE, Image.BICUBIC)
    photo = Image.merge("RGB", [light, light.point(lambda v: v - 4), light.point(lambda v: v - 18)])
    ink = Image.new("L", SIZE, 0)
    middles = []
    with tempfile.TemporaryDirectory() as folder:
        for line, indices in enumerate(LINES):
            for column, index in enumerate(indices):
                file = pathlib.Path(folder) / f"{index}.png"
                subprocess.run(
                    [digits_program, "dataset", "show", str(index), "--split", "sample", "--scale", "5", "--output", file],
                    check=True, capture_output=True)
                digit = Image.open(file).convert("L")
                # Whichever of the two is the paper.
                if digit.getpixel((0, 0)) > 127:
                    digit = digit.point(lambda v: 255 - v)
                digit = digit.resize((SIDE, SIDE), Image.BICUBIC)
                left = 70 + 180 * column + 7 * (index % 3)
                top = 110 + 260 * line + 9 * (index % 4)
                ink.paste(digit, (left, top), digit)
                middles.append(((left + SIDE / 2) / width, (top + SIDE / 2) / height))
    photo.paste(Image.new("RGB", SIZE, (40, 48, 92)), (0, 0), ink.filter(ImageFilter.GaussianBlur(0.8)))
    photo.save(path, quality=88)
    return middles
