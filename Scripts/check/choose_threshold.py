#!/usr/bin/env python3
"""Shows what thresholds of certainty reject, of the images that the training of the digit check held out.

    make build wheel && pip install Python/dist/swift_digits-*.whl
    Scripts/check/choose_threshold.py IMAGES_DIRECTORY digit-check.safetensors

IMAGES_DIRECTORY is what DigitCheckImages wrote; `digits train` holds out every twelfth of its images. A line a threshold:
how many of a hundred of each kind are read as digits.
"""

import os
import sys

import numpy as np
from swift_digits import Recognizer

DIGITS = 10
HELD_OUT = slice(11, None, 12)
"""As `TrainingSplit` of DigitDatasets has it."""


def held_out(directory):
    """Images, classes and the classes' names: [N, 28, 28], [N], [classes]."""
    images = np.fromfile(os.path.join(directory, "train-images-idx3-ubyte"), np.uint8, offset=16).reshape(-1, 28, 28)
    labels = np.fromfile(os.path.join(directory, "train-labels-idx1-ubyte"), np.uint8, offset=8)
    with open(os.path.join(directory, "classes.txt")) as file:
        names = file.read().split()
    return np.ascontiguousarray(images[HELD_OUT]), labels[HELD_OUT], names


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    images, labels, names = held_out(sys.argv[1])
    digit = Recognizer(sys.argv[2]).predict(images)[:, :DIGITS].sum(axis=1)
    certainty = Recognizer("cnn").predict(images).max(axis=1) * digit
    letters = [index for index, name in enumerate(names) if len(name) == 1 and name.isalpha()]
    kinds = {"digits": labels < DIGITS, "letters": np.isin(labels, letters)}
    kinds |= {name: labels == index for index, name in enumerate(names) if len(name) > 1}
    print("| at | " + " | ".join(kinds) + " |")
    print("| ---:" * (len(kinds) + 1) + " |")
    print("| images | " + " | ".join(f"{chosen.sum():,}" for chosen in kinds.values()) + " |")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.76):
        shares = (100 * (certainty[chosen] >= threshold).mean() for chosen in kinds.values())
        print(f"| {threshold:.2f} | " + " | ".join(f"{share:.2f}" for share in shares) + " |")


if __name__ == "__main__":
    main()
