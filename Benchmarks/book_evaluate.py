#!/usr/bin/env python3
"""The book's evaluation with NumPy, told anew: its data set in a pickle, its weights in another, batches of 100.

    Benchmarks/book_evaluate.py MNIST_PICKLE WEIGHTS_PICKLE          prints Accuracy:0.9352
    Benchmarks/book_evaluate.py MNIST_PICKLE --make MNIST_DIRECTORY  writes the pickle
    Benchmarks/book_evaluate.py MNIST_PICKLE --time 15               prints the seconds of each load

As there, the pickle is a dictionary of four arrays of bytes, all of it is loaded, and all pictures are scaled, those of the
training set too. The book's loader also brings in what it downloads missing files with.
"""

import argparse
import gzip
import os
import pickle
import time
import urllib.request  # noqa: F401

import numpy

FILES = {
    "train_img": ("train-images-idx3-ubyte.gz", 16), "train_label": ("train-labels-idx1-ubyte.gz", 8),
    "test_img": ("t10k-images-idx3-ubyte.gz", 16), "test_label": ("t10k-labels-idx1-ubyte.gz", 8),
}


def make(path, directory):
    dataset = {}
    for key, (name, offset) in FILES.items():
        with gzip.open(os.path.join(directory, name)) as file:
            values = numpy.frombuffer(file.read(), numpy.uint8, offset=offset).copy()
        dataset[key] = values.reshape(-1, 784) if key.endswith("img") else values
    with open(path, "wb") as file:
        pickle.dump(dataset, file, -1)


def load(path):
    with open(path, "rb") as file:
        return pickle.load(file)


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def softmax(x):
    powers = numpy.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def evaluate(path, weights_path, batch_size=100):
    dataset = load(path)
    for key in ("train_img", "test_img"):
        dataset[key] = dataset[key].astype(numpy.float32)
        dataset[key] /= 255.0
    images, labels = dataset["test_img"], dataset["test_label"]
    weights = load(weights_path)
    correct = 0
    for start in range(0, len(images), batch_size):
        x = images[start : start + batch_size]
        x = sigmoid(x @ weights["W1"] + weights["b1"])
        x = sigmoid(x @ weights["W2"] + weights["b2"])
        y = softmax(x @ weights["W3"] + weights["b3"])
        correct += numpy.sum(numpy.argmax(y, axis=1) == labels[start : start + batch_size])
    print("Accuracy:" + str(float(correct) / len(images)))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("dataset")
parser.add_argument("weights", nargs="?")
parser.add_argument("--make", metavar="MNIST_DIRECTORY")
parser.add_argument("--time", type=int, metavar="TIMES")
options = parser.parse_args()
if options.make:
    make(options.dataset, options.make)
elif options.time:
    for _ in range(options.time):
        begin = time.perf_counter()
        load(options.dataset)
        print(time.perf_counter() - begin)
elif options.weights:
    evaluate(options.dataset, options.weights)
else:
    parser.error("expected the weights, --make or --time")
