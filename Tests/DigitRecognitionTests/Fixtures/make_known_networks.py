#!/usr/bin/env python3
"""Writes known-networks.json, the logits of the networks that are known by their shapes, and dense.pt.

The networks of the book are calculated here with NumPy alone, in float64, from what `ch07/simple_convnet.py`,
`ch08/deep_convnet.py` and `common/layers.py` do, the halving of the book's dropout in prediction included. The others
are PyTorch's own modules. The weights come out of a formula that KnownNetworkTests.swift has as well, since the files
would be large. Repeat with `python3 make_known_networks.py` (PyTorch 2.15.0 on a CPU wrote the committed ones).
"""

import json
import os
import pathlib

import numpy as np
import torch
from torch import nn

folder = pathlib.Path(__file__).parent


def mixed(count, seed):
    """Whole numbers 0..<65536 that look random: a counter, its bits mixed by multiplications modulo 2^32."""
    x = (np.arange(count, dtype=np.uint64) + 1 + seed * 100000007) % 2**32
    x = (x ^ x >> 16) * 0x7FEB352D % 2**32
    x = (x ^ x >> 15) * 0x846CA68B % 2**32
    return (x ^ x >> 16) // 65536


def weights(shape, seed, fan_in):
    """Numbers in ±√(6 / fan_in), rounded to float32; for the others, a fan_in of 96 gives ±0.25."""
    count = int(np.prod(shape))
    return ((mixed(count, seed) / 65536 - 0.5) * np.sqrt(24 / fan_in)).astype(np.float32).reshape(shape)


# The second one fades out to the left, so that the two differ for a maximum over the whole picture as well.
images = (mixed(2 * 784, 99) // 256).reshape(2, 1, 28, 28)
images[1] = images[1] * np.arange(28, dtype=np.uint64) // 54


# The book's layers. x [N, C, H, W].
def convolution(x, w, b, pad):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.einsum("nchwkl,ockl->nohw", windows, w) + b[:, None, None]


def relu(x):
    return np.maximum(x, 0)


def pooling(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))


def affine(x, w, b):
    return x.reshape(len(x), -1) @ w + b


def dropout(x):
    return x * 0.5


def book(shapes):
    params = []
    for number, shape in enumerate(shapes):
        fan_in = int(np.prod(shape[1:])) if len(shape) == 4 else shape[0]
        outputs = shape[0] if len(shape) == 4 else shape[1]
        params.append((weights(shape, 2 * number, fan_in).astype(float),
                       weights([outputs], 2 * number + 1, 96).astype(float)))
    return params


def simple(filters, size, hidden):
    side = (29 - size) // 2
    p = book([(filters, 1, size, size), (filters * side * side, hidden), (hidden, 10)])
    x = pooling(relu(convolution(images / 255, *p[0], 0)))
    return affine(relu(affine(x, *p[1])), *p[2])


def deep():
    p = book([(16, 1, 3, 3), (16, 16, 3, 3), (32, 16, 3, 3), (32, 32, 3, 3), (64, 32, 3, 3), (64, 64, 3, 3),
              (1024, 50), (50, 10)])
    x = relu(convolution(images / 255, *p[0], 1))
    x = pooling(relu(convolution(x, *p[1], 1)))
    x = relu(convolution(x, *p[2], 1))
    x = pooling(relu(convolution(x, *p[3], 2)))
    x = relu(convolution(x, *p[4], 1))
    x = pooling(relu(convolution(x, *p[5], 1)))
    return dropout(affine(dropout(relu(affine(x, *p[6]))), *p[7]))


# PyTorch's modules.
def filled(model):
    """The model with weights of the formula: seeds count the arrays, without the counters of batches."""
    seed = 0
    for name, array in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        fan_in = int(np.prod(array.shape[1:])) if array.dim() > 1 else 96
        values = weights(list(array.shape), seed, fan_in)
        if name.endswith("running_var") or name.endswith("weight") and array.dim() == 1:
            values = values + np.float32(1)
        array.copy_(torch.from_numpy(values))
        seed += 1
    return model.double().eval()


def stages(widths):
    layers, channels = [], 1
    for stage, sizes in enumerate(widths):
        if stage > 0:
            layers.append(nn.MaxPool2d(2))
        for size in sizes:
            layers += [nn.Conv2d(channels, size, 3, padding=1, bias=False), nn.BatchNorm2d(size), nn.ReLU()]
            channels = size
    return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def example():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10))


def older(first, second, flat, hidden):
    return nn.Sequential(
        nn.Conv2d(1, first, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(first, second, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(flat, hidden), nn.ReLU(), nn.Linear(hidden, 10))


def logits(model, standard):
    x = torch.from_numpy(images / 255)
    with torch.no_grad():
        return filled(model)((x - 0.1307) / 0.3081 if standard else x).numpy()


results = {
    "simpleConvNet": simple(30, 5, 100),
    "simpleConvNet of other sizes": simple(4, 9, 7),
    "deepConvNet": deep(),
    "cnn": logits(stages([[32, 32], [64, 64], [128]]), False),
    "cnn-small": logits(stages([[8, 16], [16, 32], [32]]), False),
    "example": logits(example(), True),
    "example of 2018": logits(older(20, 50, 800, 500), True),
    "example of 2017": logits(older(10, 20, 320, 50), True),
}

# A whole checkpoint, in half precision to be small.
dense = filled(nn.Sequential(nn.Linear(784, 3), nn.Tanh(), nn.Linear(3, 10))).half()
os.chdir(folder)
torch.save({"epoch": 2, "model": dense.state_dict()}, "dense.pt")
with torch.no_grad():
    results["dense.pt"] = dense.double()(torch.from_numpy(images / 255).reshape(2, 784)).numpy()

(folder / "known-networks.json").write_text(
    json.dumps({name: np.round(values, 7).tolist() for name, values in results.items()}, indent=0) + "\n")
