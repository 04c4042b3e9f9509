"""Writes the JPEG files that the tests read into the folder `jpeg` beside this script. Needs Pillow.

The pictures are flat fields of whole 16x16 blocks, which survive the compression within a level or two, so that the tests
can say by hand what they hold.
"""

import pathlib

from PIL import Image

folder = pathlib.Path(__file__).parent / "jpeg"
folder.mkdir(exist_ok=True)

# Two columns and three rows of fields, 32 x 48 pixels: 0 50 / 100 150 / 200 250
LEVELS = [[0, 50], [100, 150], [200, 250]]
RED, GREEN, BLUE, WHITE, YELLOW, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (255, 255, 0), (0, 0, 0)
COLOURS = [[RED, GREEN], [BLUE, WHITE], [YELLOW, BLACK]]


def fields(mode, values):
    picture = Image.new(mode, (32, 48))
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            picture.paste(value, (16 * column, 16 * row, 16 * column + 16, 16 * row + 16))
    return picture


def save(name, picture, **options):
    picture.save(folder / (name + ".jpg"), quality=95, **options)


grey = fields("L", LEVELS)
save("grey", grey)
save("grey-progressive", grey, progressive=True)
save("colour", fields("RGB", COLOURS), subsampling="4:2:0")
save("colour-progressive", fields("RGB", COLOURS), subsampling="4:4:4", progressive=True)
# Inks from 0 none to 255 full: black alone; all four; none; half cyan; half black; yellow.
save("inks", fields("CMYK", [[(0, 0, 0, 255), (255,) * 4], [(0,) * 4, (128, 0, 0, 0)], [(0, 0, 0, 128), (0, 0, 255, 0)]]))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"orientation-{orientation}", grey, exif=exif)
