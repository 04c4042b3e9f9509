#!/usr/bin/env python3
"""Times the training of cnn and cnn-small: `digits train` beside PyTorch, on the same images, batches and threads.

    pip install torch numpy
    Benchmarks/training_peers.py MNIST_DIRECTORY [--threads 2] [--repeats 3] [--json FILE]

Both train on 11,000 images in batches of 128 and validate on 1,000 after each epoch, with and without the augmentation of
the recipe. A time is what two more epochs add to a run, so that start-up and reading cancel out; the median of the
repeats, which alternate between the two, counts. PyTorch keeps its pictures channels last, which is its faster layout here,
and augments whole batches with tensor operations.
"""

import argparse
import gzip
import json
import os
import platform
import statistics
import struct
import subprocess
import tempfile
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

TRAINING, HELD_OUT, BATCH = 11_000, 1_000, 128
STAGES = {"cnn": [[32, 32], [64, 64], [128]], "cnn-small": [[8, 16], [16, 32], [32]]}
# Rotation in degrees, shift in pixels, scale, shear, elastic in pixels, thickness: the recipes of `digits train`.
AUGMENTATION = {"cnn": (15, 3, 0.2, 0.15, 1, 0.3), "cnn-small": (10, 2, 0.1, 0.15, 1, 0.3)}


def read_idx(directory, name):
    """The bytes of one of MNIST's files, plain or gzipped."""
    path = os.path.join(directory, name)
    return open(path, "rb").read() if os.path.exists(path) else gzip.open(path + ".gz").read()


def write_subset(directory, target):
    """The first images and labels as a data set of its own; every twelfth is held out by `digits train`."""
    count = TRAINING + HELD_OUT
    images = read_idx(directory, "train-images-idx3-ubyte")
    labels = read_idx(directory, "train-labels-idx1-ubyte")
    with open(os.path.join(target, "train-images-idx3-ubyte"), "wb") as file:
        file.write(struct.pack(">IIII", 0x803, count, 28, 28) + images[16 : 16 + 784 * count])
    with open(os.path.join(target, "train-labels-idx1-ubyte"), "wb") as file:
        file.write(struct.pack(">II", 0x801, count) + labels[8 : 8 + count])
    for name in ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        with open(os.path.join(target, name), "wb") as file:
            file.write(read_idx(directory, name))
    pixels = numpy.frombuffer(images, numpy.uint8, 784 * count, 16).reshape(count, 1, 28, 28)
    classes = numpy.frombuffer(labels, numpy.uint8, count, 8)
    return torch.from_numpy(pixels.copy()), torch.from_numpy(classes.astype(numpy.int64))


def network(architecture):
    layers, channels = [], 1
    for number, widths in enumerate(STAGES[architecture]):
        if number > 0:
            layers.append(nn.MaxPool2d(2))
        for width in widths:
            layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def augment(images, amounts):
    """Each image turned, shifted, scaled, slanted, deformed and made thicker or thinner by random amounts."""
    rotation, shift, scale, shear, elastic, thickness = amounts
    count = len(images)

    def around(limit):
        return (2 * torch.rand(count) - 1) * limit

    angle = torch.deg2rad(around(rotation))
    horizontal, vertical, slant = 1 + around(scale), 1 + around(scale), around(shear)
    matrix = torch.stack(
        [
            torch.stack([angle.cos() / horizontal, (angle.sin() - slant) / horizontal, around(shift) / 14], 1),
            torch.stack([-angle.sin() / vertical, angle.cos() / vertical, around(shift) / 14], 1),
        ],
        1,
    )
    grid = functional.affine_grid(matrix, images.shape, align_corners=False)
    coarse = (2 * torch.rand(count, 2, 5, 5) - 1) * elastic / 14
    grid = grid + functional.interpolate(coarse, (28, 28), mode="bicubic", align_corners=True).permute(0, 2, 3, 1)
    moved = functional.grid_sample(images, grid, align_corners=False)
    amount = around(thickness).reshape(-1, 1, 1, 1)

    def cross(x):
        return torch.maximum(functional.max_pool2d(x, (3, 1), 1, (1, 0)), functional.max_pool2d(x, (1, 3), 1, (0, 1)))

    return moved + amount.clamp(min=0) * (cross(moved) - moved) + amount.clamp(max=0) * (moved + cross(-moved))


def train_pytorch(architecture, images, labels, augmented):
    """Seconds of one epoch, after one that is not counted."""
    torch.manual_seed(1)
    model = network(architecture).to(memory_format=torch.channels_last)
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999))
    optimizer = torch.optim.AdamW(model.parameters(), 4e-3, weight_decay=0.01)
    held_out = torch.arange(len(images)) % 12 == 11
    training, validation = torch.where(~held_out)[0], torch.where(held_out)[0]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        model.train()
        for part in training[torch.randperm(len(training))].split(BATCH):
            batch = images[part].float() / 255
            if augmented:
                batch = augment(batch, AUGMENTATION[architecture])
            batch = batch.contiguous(memory_format=torch.channels_last)
            loss = functional.cross_entropy(model(batch), labels[part], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            average.update_parameters(model)
        average.eval()
        with torch.inference_mode():
            for part in validation.split(500):
                average((images[part].float() / 255).contiguous(memory_format=torch.channels_last))
        times.append(time.perf_counter() - start)
    return sum(times[1:]) / 2


def train_digits(program, architecture, folder, augmented, threads):
    """Seconds of one epoch: what two more add."""

    def run(epochs):
        command = [program, "train", "--architecture", architecture, "--dataset", folder, "--epochs", str(epochs)]
        command += ["--threads", str(threads), "--output", os.path.join(folder, "out.safetensors"), "--quiet"]
        start = time.perf_counter()
        subprocess.run(command + ([] if augmented else ["--no-augment"]), check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    first = run(1)
    return (run(3) - first) / 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--architecture", action="append", choices=list(STAGES))
    parser.add_argument("--program", default=".build/release/digits")
    parser.add_argument("--json")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(f"{platform.machine()}, {options.threads} threads, PyTorch {torch.__version__}; images a second")
    print(f"{'network':10}{'augmented':>10}{'digits':>9}{'PyTorch':>9}{'ratio':>7}")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        images, labels = write_subset(options.directory, folder)
        for architecture in options.architecture or STAGES:
            for augmented in (False, True):
                ours, theirs = [], []
                for _ in range(options.repeats):
                    ours.append(train_digits(options.program, architecture, folder, augmented, options.threads))
                    theirs.append(train_pytorch(architecture, images, labels, augmented))
                row = {
                    "network": architecture, "augmented": augmented, "threads": options.threads,
                    "digits": TRAINING / statistics.median(ours), "pytorch": TRAINING / statistics.median(theirs),
                }
                row["ratio"] = row["digits"] / row["pytorch"]
                rows.append(row)
                print(
                    f"{architecture:10}{'yes' if augmented else 'no':>10}{row['digits']:9.0f}{row['pytorch']:9.0f}"
                    f"{row['ratio']:7.2f}", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"pytorch": torch.__version__, "machine": platform.machine(), "rows": rows}, file, indent=1)


main()
