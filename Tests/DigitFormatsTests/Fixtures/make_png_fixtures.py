"""Writes the PNG files that the tests read, good ones and bad ones, into the folder `png` beside this script.

It needs nothing but Python's zlib: the files are put together from the rules of ISO/IEC 15948. What the pictures hold is
said again, by hand, in PNGTests.swift.
"""

import pathlib
import struct
import zlib

folder = pathlib.Path(__file__).parent / "png"
folder.mkdir(exist_ok=True)

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6


def chunk(kind, data, checksum=None):
    checksum = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def header(width, height, depth, colour, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def body(rows):
    """Each row behind a zero, which says that it is not filtered."""
    return zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)


def write(name, *parts):
    (folder / (name + ".png")).write_bytes(SIGNATURE + b"".join(parts))


def picture(name, width, height, depth, colour, rows, *before):
    write(name, header(width, height, depth, colour), *before, chunk(b"IDAT", body(rows)), chunk(b"IEND", b""))


# 3 x 2: 0 50 100 / 150 200 250
grey = [[0, 50, 100], [150, 200, 250]]
picture("grey-8", 3, 2, 8, GREY, grey)
picture("grey-16", 3, 2, 16, GREY, [[v for g in row for v in (g, g)] for row in grey])
picture("grey-alpha", 3, 2, 8, GREY_ALPHA, [[v for g, a in zip(row, (255, 0, 255)) for v in (g, a)] for row in grey])
picture("colour", 3, 2, 8, COLOUR, [[v for g in row for v in (g, g, g)] for row in grey])
picture("primaries", 3, 1, 8, COLOUR, [[255, 0, 0, 0, 255, 0, 0, 0, 255]])
picture("colour-alpha", 2, 1, 8, COLOUR_ALPHA, [[0, 0, 0, 128, 10, 10, 10, 255]])
picture("palette", 3, 2, 8, PALETTE, [[0, 1, 2], [2, 1, 0]], chunk(b"PLTE", bytes([0] * 3 + [90] * 3 + [255] * 3)))
palette_alpha = chunk(b"PLTE", bytes([0] * 3 + [90] * 3 + [255] * 3)), chunk(b"tRNS", bytes([255, 0]))
picture("palette-alpha", 3, 2, 8, PALETTE, [[0, 1, 2], [2, 1, 0]], *palette_alpha)
picture("palette-2", 5, 1, 2, PALETTE, [[0b00_01_10_01, 0b10_000000]], palette_alpha[0])
# one grey and one colour are transparent by name
picture("grey-key", 3, 2, 8, GREY, grey, chunk(b"tRNS", struct.pack(">H", 100)))
picture("colour-key", 2, 1, 8, COLOUR, [[30, 30, 30, 30, 30, 31]], chunk(b"tRNS", struct.pack(">3H", 30, 30, 31)))
wide = [[v for g in row for v in (g, g) * 3] for row in grey]
picture("colour-16", 3, 2, 16, COLOUR, wide)
picture("colour-alpha-16", 1, 2, 16, COLOUR_ALPHA, [[50, 50] * 3 + [255, 255], [50, 50] * 3 + [0, 0]])
# levels in proportion to light: a gamma of 1
picture("linear", 3, 1, 8, GREY, [[0, 55, 255]], chunk(b"gAMA", struct.pack(">I", 100_000)))
# 5 pixels a row in 1, 2 and 4 bits, the last byte filled up with ones
picture("grey-1", 5, 2, 1, GREY, [[0b10110_111], [0b01001_111]])
picture("grey-2", 5, 1, 2, GREY, [[0b00_01_10_11, 0b00_111111]])
picture("grey-4", 5, 1, 4, GREY, [[0x01, 0x8F, 0x7F]])
picture("all-levels", 256, 1, 8, GREY, [range(256)])
picture("text", 1, 1, 8, GREY, [[7]], chunk(b"tEXt", b"Comment\0made by hand"), chunk(b"tIME", bytes([7, 208, 1, 1, 0, 0, 0])))

# Adam7: an 8 x 8 picture with pixel (x, y) = 8 * y + x; every pass has its own rows.
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
rows = [[8 * y + x for x in range(x0, 8, dx)] for x0, y0, dx, dy in passes for y in range(y0, 8, dy)]
write("interlaced", header(8, 8, 8, GREY, 1), chunk(b"IDAT", body(rows)), chunk(b"IEND", b""))

# Adam7 again, 3 x 5 of one bit: passes 2 and 4 have columns that this picture lacks, and are left out.
bits = ["010", "110", "001", "101", "011"]
passed = [
    int("".join(bits[y][x] for x in range(x0, 3, dx)).ljust(8, "0"), 2)
    for x0, y0, dx, dy in passes
    if x0 < 3
    for y in range(y0, 5, dy)
]
write("interlaced-1", header(3, 5, 1, GREY, 1), chunk(b"IDAT", body([[b] for b in passed])), chunk(b"IEND", b""))

data = body(grey)
write("several-chunks", header(3, 2, 8, GREY), *(chunk(b"IDAT", data[i : i + 5]) for i in range(0, len(data), 5)), chunk(b"IEND", b""))

# Bad ones, whose checksums are right unless the name says otherwise.
end = chunk(b"IEND", b"")
write("bad-checksum", header(3, 2, 8, GREY), chunk(b"IDAT", data, 0), end)
write("bad-too-few-rows", header(3, 2, 8, GREY), chunk(b"IDAT", body(grey[:1])), end)
write("bad-filter", header(3, 2, 8, GREY), chunk(b"IDAT", zlib.compress(bytes([9, 1, 2, 3, 0, 4, 5, 6]))), end)
write("bad-deflate", header(3, 2, 8, GREY), chunk(b"IDAT", b"\x78\x9c" + b"\xff" * 20), end)
write("bad-depth", header(3, 2, 3, GREY), chunk(b"IDAT", data), end)
write("bad-no-header", chunk(b"IDAT", data), end)
write("bad-no-data", header(3, 2, 8, GREY), end)
write("bad-no-end", header(3, 2, 8, GREY), chunk(b"IDAT", data))
write("bad-no-palette", header(3, 2, 8, PALETTE), chunk(b"IDAT", data), end)
write("bad-no-width", header(0, 2, 8, GREY), chunk(b"IDAT", data), end)
write("bad-unknown-critical-chunk", header(3, 2, 8, GREY), chunk(b"WHAT", b"?"), chunk(b"IDAT", data), end)
write("bad-trailing-bytes", header(3, 2, 8, GREY), chunk(b"IDAT", data), end, b"\0")
write("bad-too-many-pixels", header(10_001, 5_000, 1, GREY), chunk(b"IDAT", data), end)
write("bad-claims-too-much", header(10_000, 5_000, 8, GREY), chunk(b"IDAT", data), end)
