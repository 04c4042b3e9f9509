#!/usr/bin/env python3
"""Times one peer on the networks in a folder, and prints one JSON document: what it is, what it reached, what was right.

    Benchmarks/peer.py onnxruntime --threads 2 --mnist MNIST_DIRECTORY --models FOLDER

The folder holds book.pkl, book.onnx, cnn-small.onnx, cnn.onnx, cnn-small.npz and cnn.npz. `compare_peers.py` makes it and
runs this for each peer, since a library takes its number of threads once in a process's life.
"""

import argparse
import gzip
import json
import os
import pickle
import statistics
import time

CONVOLUTIONS = {"cnn": [[32, 32], [64, 64], [128]], "cnn-small": [[8, 16], [16, 32], [32]]}


def read_images(directory):
    with gzip.open(os.path.join(directory, "t10k-images-idx3-ubyte.gz")) as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784)
    with gzip.open(os.path.join(directory, "t10k-labels-idx1-ubyte.gz")) as file:
        return pixels, numpy.frombuffer(file.read(), numpy.uint8, offset=8)


def numpy_networks(models):
    """The book's network as its third chapter has it, with a sigmoid and a softmax that do not overflow."""
    with open(os.path.join(models, "book.pkl"), "rb") as file:
        weights = pickle.load(file)

    def sigmoid(x):
        return 1 / (1 + numpy.exp(-x))

    def predict(x):
        for layer in (1, 2):
            x = sigmoid(x @ weights[f"W{layer}"] + weights[f"b{layer}"])
        powers = x @ weights["W3"] + weights["b3"]
        powers = numpy.exp(powers - powers.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    return {"book": lambda count: predict}


def onnxruntime_networks(models, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1

    def open_network(name):
        session = onnxruntime.InferenceSession(
            os.path.join(models, name + ".onnx"), options, providers=["CPUExecutionProvider"])
        entry = session.get_inputs()[0].name
        return lambda count: lambda x: session.run(None, {entry: x})[0]

    return {name: open_network(name) for name in ("book", "cnn-small", "cnn")}


def openvino_networks(models, threads):
    core = openvino.Core()
    settings = {
        "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}

    def open_network(name):
        model = core.read_model(os.path.join(models, name + ".onnx"))

        def for_batch(count):
            fixed = model.clone()
            fixed.reshape([count, 784] if name == "book" else [count, 1, 28, 28])
            request = core.compile_model(fixed, "CPU", settings).create_infer_request()

            def run(x):
                request.infer({0: x}, share_inputs=True, share_outputs=True)
                return request.get_output_tensor(0).data

            return run

        return for_batch

    return {name: open_network(name) for name in ("book", "cnn-small", "cnn")}


def torch_networks(models, threads):
    """Frozen scripts, with the normalisations taken in: PyTorch's fastest form on a processor here."""
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    nn = torch.nn

    def tensor(array):
        return torch.from_numpy(numpy.array(array, numpy.float32))

    def book():
        with open(os.path.join(models, "book.pkl"), "rb") as file:
            weights = pickle.load(file)
        layers = []
        for number in (1, 2, 3):
            dense = nn.Linear(*weights[f"W{number}"].shape)
            dense.weight.copy_(tensor(weights[f"W{number}"].T))
            dense.bias.copy_(tensor(weights[f"b{number}"]))
            layers += [dense, nn.Softmax(1) if number == 3 else nn.Sigmoid()]
        return nn.Sequential(*layers)

    def convolutional(name):
        arrays = numpy.load(os.path.join(models, name + ".npz"))
        layers, channels, number = [], 1, 0
        for stage, widths in enumerate(CONVOLUTIONS[name]):
            layers += [nn.MaxPool2d(2)] if stage > 0 else []
            for width in widths:
                number += 1
                convolution = nn.Conv2d(channels, width, 3, padding=1, bias=False)
                convolution.weight.copy_(tensor(arrays[f"W{number}"]))
                normalization = nn.BatchNorm2d(width)
                for field, key in (
                    ("weight", "gamma"), ("bias", "beta"), ("running_mean", "mean"), ("running_var", "variance")):
                    getattr(normalization, field).copy_(tensor(arrays[f"{key}{number}"]))
                layers += [convolution, normalization, nn.ReLU()]
                channels = width
        dense = nn.Linear(channels, 10)
        dense.weight.copy_(tensor(arrays[f"W{number + 1}"].T))
        dense.bias.copy_(tensor(arrays[f"b{number + 1}"]))
        return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), dense, nn.Softmax(1))

    def frozen(network):
        script = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.script(network.eval())))
        return lambda count: lambda x: script(torch.from_numpy(x)).numpy()

    return {"book": frozen(book()), "cnn-small": frozen(convolutional("cnn-small")), "cnn": frozen(convolutional("cnn"))}


def jax_networks(models):
    with open(os.path.join(models, "book.pkl"), "rb") as file:
        weights = {key: jax.numpy.asarray(value) for key, value in pickle.load(file).items()}

    @jax.jit
    def predict(x):
        for layer in (1, 2):
            x = jax.nn.sigmoid(x @ weights[f"W{layer}"] + weights[f"b{layer}"])
        return jax.nn.softmax(x @ weights["W3"] + weights["b3"])

    return {"book": lambda count: lambda x: numpy.asarray(predict(x))}


def median_seconds(work, repeats, budget):
    work(0)
    times, total = [], 0
    for number in range(repeats):
        start = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - start)
        total += times[-1]
        if total > budget and number >= 4:
            break
    return statistics.median(times)


def measure(name, network, pixels, labels, budget):
    """Seconds an image for one image, and for many; pixels arrive as bytes where the name says so."""
    shape = (-1, 784) if name == "book" else (-1, 1, 28, 28)
    scaled = (pixels.astype(numpy.float32) / 255).reshape(shape)
    one, hundred = network(1), network(100)
    correct = sum(
        int((hundred(scaled[i : i + 100]).argmax(1) == labels[i : i + 100]).sum()) for i in range(0, len(labels), 100))

    def from_bytes(part):
        return (part.astype(numpy.float32) * numpy.float32(1 / 255)).reshape(shape)

    result = {
        "one": median_seconds(lambda i: one(scaled[i : i + 1]), 2000, budget),
        "one-from-bytes": median_seconds(lambda i: one(from_bytes(pixels[i : i + 1])), 2000, budget),
        "batch-100": median_seconds(lambda i: hundred(scaled[i % 100 * 100 :][:100]).argmax(1), 100, budget) / 100,
    }
    if name == "book":
        everything = network(len(pixels))
        result["all"] = median_seconds(lambda i: everything(scaled).argmax(1), 40, budget) / len(pixels)
        result["all-from-bytes"] = (
            median_seconds(lambda i: everything(from_bytes(pixels)).argmax(1), 40, budget) / len(pixels))
    return {"correct": correct, "seconds_per_image": result}


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("peer", choices=["numpy", "onnxruntime", "openvino", "torch", "jax"])
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--mnist", required=True)
parser.add_argument("--models", required=True)
parser.add_argument("--seconds", type=float, default=0.4, help="to time one row for")
options = parser.parse_args()
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = str(options.threads)
if options.peer == "jax":
    # XLA has a thread a processor, whatever it is told: it gets no more processors than it may have threads.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
    os.environ["JAX_PLATFORMS"] = "cpu"
if options.peer == "numpy":
    # What a machine's owner set for other programs must not hold its products back.
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(variable, None)

import numpy

if options.peer == "numpy":
    version, networks = numpy.__version__, numpy_networks(options.models)
elif options.peer == "onnxruntime":
    import onnxruntime

    version, networks = onnxruntime.__version__, onnxruntime_networks(options.models, options.threads)
elif options.peer == "openvino":
    import openvino

    version, networks = openvino.__version__, openvino_networks(options.models, options.threads)
elif options.peer == "torch":
    import torch

    version, networks = torch.__version__, torch_networks(options.models, options.threads)
else:
    import jax

    version, networks = jax.__version__, jax_networks(options.models)
images, classes = read_images(options.mnist)
results = {name: measure(name, network, images, classes, options.seconds) for name, network in networks.items()}
print(json.dumps({"peer": options.peer, "version": version, "threads": options.threads, "networks": results}))
