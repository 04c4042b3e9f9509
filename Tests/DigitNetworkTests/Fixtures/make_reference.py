#!/usr/bin/env python3
"""Writes training.json: what training must come to, calculated in float64 with NumPy.

Nothing here is shared with the Swift code: the generator, the shuffle, the
backward pass and the optimizers are written again from their papers. Repeat with
`python3 make_reference.py > training.json` (NumPy 2.4.6 wrote the committed one).
"""

import json

import numpy as np

MASK = (1 << 64) - 1
SIZES = [6, 5, 4, 3]
IMAGES, BATCH, EPOCHS, SEED = 11, 4, 4, 7


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def xoshiro256starstar(s):
    def rotl(x, k):
        return ((x << k) | (x >> (64 - k))) & MASK

    s = list(s)
    while True:
        yield (rotl((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)


def stream(seed, number):
    """Stream k of a seed starts from numbers 4k to 4k + 3 of its SplitMix64."""
    mixer = splitmix64(seed)
    for _ in range(4 * number):
        next(mixer)
    return xoshiro256starstar([next(mixer) for _ in range(4)])


def below(numbers, bound):
    """Lemire's method: the high half of a product, unless its low half is too small."""
    while True:
        product = next(numbers) * bound
        if (product & MASK) >= (1 << 64) % bound:
            return product >> 64


def shuffled(count, numbers):
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = below(numbers, last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# A function and its slope at x.
ACTIVATIONS = {
    "identity": (lambda x: x, lambda x: np.ones_like(x)),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))),
    "relu": (lambda x: np.maximum(x, 0), lambda x: (x > 0).astype(float)),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
}


def gradients(parameters, activation, x, labels):
    """The mean cross-entropy of a batch, and its gradient for each W and b."""
    function, slope = ACTIVATIONS[activation]
    inputs, sums = [x], []
    for layer, (w, b) in enumerate(parameters):
        sums.append(inputs[-1] @ w + b)
        inputs.append(function(sums[-1]) if layer + 1 < len(parameters) else sums[-1])
    logits = inputs[-1] - inputs[-1].max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    rows = np.arange(len(x))
    loss = -log_p[rows, labels].mean()
    delta = np.exp(log_p)
    delta[rows, labels] -= 1
    delta /= len(x)
    result = []
    for layer in reversed(range(len(parameters))):
        result.insert(0, (inputs[layer].T @ delta, delta.sum(axis=0)))
        if layer > 0:
            delta = (delta @ parameters[layer][0].T) * slope(sums[layer - 1])
    return loss, result


def sgd(p, g, state, step, rate, decay, momentum):
    v = momentum * state.get("v", 0) + g + decay * p
    state["v"] = v
    return p - rate * v


def adam(p, g, state, step, rate, decay, beta1, beta2, epsilon):
    p = p - rate * decay * p
    m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
    v = state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g**2
    m, v = m / (1 - beta1**step), v / (1 - beta2**step)
    return p - rate * m / (np.sqrt(v) + epsilon)


# name: function, learning rate, weight decay, its own constants, the schedule's multiple at (epoch, progress)
RUNS = {
    "sgd": (sgd, 0.5, 0.01, dict(momentum=0.9), lambda epoch, progress: 0.5**epoch),
    "adam": (adam, 0.05, 0.1, dict(beta1=0.9, beta2=0.99, epsilon=1e-6), lambda epoch, progress: (1 + np.cos(np.pi * progress)) / 2),
}


def train(parameters, x, labels, update, rate, decay, constants, schedule):
    parameters = [list(layer) for layer in parameters]
    states = [[{}, {}] for _ in parameters]
    losses, step = [], 0
    batches = -(-IMAGES // BATCH)
    for epoch in range(EPOCHS):
        order = shuffled(IMAGES, stream(SEED, epoch + 1))
        for start in range(0, IMAGES, BATCH):
            now = rate * schedule(epoch, step / (batches * EPOCHS))
            step += 1
            batch = order[start : start + BATCH]
            loss, result = gradients(parameters, "sigmoid", x[batch], labels[batch])
            losses.append(loss)
            for layer, both in enumerate(result):
                for index, gradient in enumerate(both):
                    # Biases, index 1, do not decay.
                    parameters[layer][index] = update(
                        parameters[layer][index], gradient, states[layer][index], step, now,
                        decay if index == 0 else 0, **constants)
    return losses, parameters


def plain(parameters):
    return [{"weights": np.ravel(w).tolist(), "biases": np.ravel(b).tolist()} for w, b in parameters]


def main():
    random = np.random.default_rng(20240229)
    pixels = random.integers(0, 256, (IMAGES, SIZES[0]), dtype=np.uint8)
    pixels[random.random(pixels.shape) < 0.4] = 0
    labels = random.integers(0, SIZES[-1], IMAGES)
    # Rounded to float32, which is what the Swift side reads and starts from.
    start = [
        (random.normal(0, 0.8, (i, o)).astype(np.float32).astype(float),
         random.normal(0, 0.3, o).astype(np.float32).astype(float))
        for i, o in zip(SIZES, SIZES[1:])
    ]
    x = pixels / 255
    document = {
        "pixels": pixels.ravel().tolist(), "labels": labels.tolist(), "sizes": SIZES, "batch": BATCH,
        "epochs": EPOCHS, "seed": SEED, "start": plain(start), "gradients": {}, "runs": {},
        "order": shuffled(IMAGES, stream(SEED, 1)),
    }
    for name in ACTIVATIONS:
        loss, result = gradients(start, name, x, labels)
        document["gradients"][name] = {"loss": loss, "layers": plain(result)}
    for name, (update, rate, decay, constants, schedule) in RUNS.items():
        losses, end = train(start, x, labels, update, rate, decay, constants, schedule)
        document["runs"][name] = {"losses": losses, "end": plain(end)}
    print(json.dumps(document, indent=1))


if __name__ == "__main__":
    main()
