#!/usr/bin/env python3
"""Writes convolution.json: what a small convolutional network must come to, calculated in float64 with PyTorch.

The layers, their gradients, the normalisation's kept statistics, label smoothing and the optimizers are PyTorch's; the
order of the images comes from make_reference.py, the learning rates and the moving average of the weights from their
formulas. Repeat with `python3 make_convolution_reference.py > convolution.json` (PyTorch 2.15.0 on a CPU wrote the
committed one).
"""

import copy
import json
import math

import numpy as np
import torch
from torch import nn

from make_reference import shuffled, stream

SHAPE, CLASSES = (1, 8, 7), 3
IMAGES, BATCH, EPOCHS, SEED = 22, 6, 3, 7
SMOOTHING, DECAY = 0.1, 0.9


def network():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        # No normalisation right behind the biases: it takes them out again, and Adam would follow their roundings.
        nn.Conv2d(4, 5, (2, 3), stride=(2, 1), padding=(0, 1)),
        nn.ReLU(),
        nn.BatchNorm2d(5),
        nn.AvgPool2d(2, stride=1),
        nn.Flatten(),
        nn.Linear(10, CLASSES),
    ).double()


def cycle(progress, warm_up=0.3):
    """PyTorch's OneCycleLR with its defaults, as a function of the part that is done."""
    def between(start, end, part):
        return end + (start - end) * (1 + math.cos(math.pi * part)) / 2

    if progress < warm_up:
        return between(1 / 25, 1, progress / warm_up)
    return between(1, 1 / 250_000, (progress - warm_up) / (1 - warm_up))


def flat(values):
    return values.detach().numpy().ravel().tolist()


def learned(model, gradients=False):
    """Weights and biases of each layer that has any, PyTorch's dense weights transposed to [inputs, outputs]."""
    result = []
    for layer in model:
        if not hasattr(layer, "weight"):
            continue
        weight, bias = layer.weight, layer.bias
        if gradients:
            weight, bias = weight.grad, None if bias is None else bias.grad
        if isinstance(layer, nn.Linear):
            weight = weight.T
        entry = {"weights": flat(weight), "biases": [] if bias is None else flat(bias)}
        if isinstance(layer, nn.BatchNorm2d):
            entry["mean"], entry["variance"] = flat(layer.running_mean), flat(layer.running_var)
        result.append(entry)
    return result


def train(model, x, labels, make_optimizer):
    weights = [layer.weight for layer in model if isinstance(layer, (nn.Conv2d, nn.Linear))]
    rest = [p for p in model.parameters() if not any(p is w for w in weights)]
    optimizer = make_optimizer([{"params": weights, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0}])
    peak = optimizer.param_groups[0]["lr"]
    average = copy.deepcopy(model)
    loss_of = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    batches, losses, step = -(-IMAGES // BATCH), [], 0
    for epoch in range(EPOCHS):
        order = shuffled(IMAGES, stream(SEED, epoch + 1))
        for start in range(0, IMAGES, BATCH):
            for group in optimizer.param_groups:
                group["lr"] = peak * cycle(step / (batches * EPOCHS))
            batch = order[start : start + BATCH]
            optimizer.zero_grad()
            loss = loss_of(model(x[batch]), labels[batch])
            loss.backward()
            optimizer.step()
            step += 1
            losses.append(loss.item())
            keep = min(DECAY, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(average.state_dict().values(), model.state_dict().values()):
                    if a.is_floating_point():
                        a.mul_(keep).add_((1 - keep) * b)
    return losses, learned(model), learned(average)


def main():
    random = np.random.default_rng(20240301)
    pixels = random.integers(0, 256, (IMAGES, *SHAPE), dtype=np.uint8)
    pixels[random.random(pixels.shape) < 0.4] = 0
    labels = torch.from_numpy(random.integers(0, CLASSES, IMAGES))
    x = torch.from_numpy(pixels / 255)
    model = network()
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if not tensor.is_floating_point():
                continue
            values = random.normal(0, 0.5, tuple(tensor.shape))
            if name.endswith("running_var") or (name.endswith("weight") and tensor.dim() == 1):
                values = np.abs(values) + 0.5
            # Rounded to float32, which is what the Swift side reads and starts from.
            tensor.copy_(torch.from_numpy(values.astype(np.float32).astype(float)))
    model.eval()
    document = {
        "pixels": pixels.ravel().tolist(), "labels": labels.tolist(), "shape": SHAPE, "batch": BATCH,
        "epochs": EPOCHS, "seed": SEED, "start": learned(model), "logits": flat(model(x)), "runs": {},
    }
    model.train()
    untouched = copy.deepcopy(model)
    loss = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)(model(x), labels)
    loss.backward()
    document["loss"], document["gradients"] = loss.item(), learned(model, gradients=True)
    optimizers = {
        "sgd": lambda groups: torch.optim.SGD(groups, lr=0.1, momentum=0.9),
        "adam": lambda groups: torch.optim.AdamW(groups, lr=0.02, betas=(0.9, 0.99), eps=1e-6),
    }
    for name, make_optimizer in optimizers.items():
        losses, end, average = train(copy.deepcopy(untouched), x, labels, make_optimizer)
        document["runs"][name] = {"losses": losses, "end": end, "average": average}
    print(json.dumps(document))


main()
