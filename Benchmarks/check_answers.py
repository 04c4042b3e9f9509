#!/usr/bin/env python3
"""Compares every answer on MNIST's 70,000 images with the same networks calculated in float64 by PyTorch.

    make c-library build
    Benchmarks/check_answers.py MNIST_DIRECTORY [--simd avx512vnni --simd avx2] [--model cnn] [--json FILE]

The networks are the shipped ones and the book's. PyTorch gets them as the ONNX files that `digits model convert` writes,
and follows their nodes in float64; ours come through the C interface, once for each set of instructions. A digit must be
the same unless the two best logits lie within 1e-5, which is counted apart, and no probability may differ by more than
1e-4. MNIST_DIRECTORY holds the four gzip files. Needs numpy, onnx and torch.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy
import onnx
import torch
from onnx import numpy_helper

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIE, TOLERANCE, BATCH = 1e-5, 1e-4, 500


def read_images(directory):
    parts = []
    for name in ("train", "t10k"):
        with gzip.open(os.path.join(directory, f"{name}-images-idx3-ubyte.gz")) as file:
            parts.append(numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784))
    return numpy.concatenate(parts)


def attributes(node):
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}


def follow(node, x):
    """What one node of a graph makes of its inputs, the first of which is `x`."""
    options = attributes(node)
    f = torch.nn.functional
    if node.op_type == "Gemm":
        weights = x[1].T if options.get("transB") else x[1]
        return x[0] @ weights + x[2]
    if node.op_type == "Conv":
        top, left, bottom, right = options.get("pads", [0, 0, 0, 0])
        bias = x[2] if len(x) > 2 else None
        return f.conv2d(f.pad(x[0], (left, right, top, bottom)), x[1], bias, options.get("strides", [1, 1]))
    if node.op_type == "BatchNormalization":
        return f.batch_norm(x[0], x[3], x[4], x[1], x[2], eps=options.get("epsilon", 1e-5))
    if node.op_type == "MaxPool":
        return f.max_pool2d(x[0], options["kernel_shape"], options.get("strides", [1, 1]))
    plain = {
        "Relu": torch.relu, "Sigmoid": torch.sigmoid, "Flatten": lambda x: x.flatten(1),
        "GlobalMaxPool": lambda x: x.amax((2, 3), keepdim=True), "Identity": lambda x: x,
    }
    if node.op_type not in plain:
        sys.exit(f"check_answers.py: {node.op_type} is not known here: write down what it calculates")
    return plain[node.op_type](x[0])


def reference(path, images):
    """Logits [N, 10] in float64 of images in 0...1."""
    graph = onnx.load(path).graph
    constants = {
        tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).astype(numpy.float64)) for tensor in graph.initializer}
    shape = [-1] + [dimension.dim_value for dimension in graph.input[0].type.tensor_type.shape.dim[1:]]
    rows = []
    for start in range(0, len(images), BATCH):
        # Pixels are single precision numbers in 0...1, as every program makes them.
        pixels = (images[start : start + BATCH] / numpy.float32(255)).astype(numpy.float32)
        values = {graph.input[0].name: torch.from_numpy(pixels.astype(numpy.float64)).reshape(shape)}
        for node in graph.node:
            if node.op_type == "Softmax":
                values[node.output[0]] = values[node.input[0]]
                continue
            inputs = [values[name] if name in values else constants[name] for name in node.input]
            values[node.output[0]] = follow(node, inputs)
        rows.append(values[graph.output[0].name].numpy())
    return numpy.concatenate(rows)


def ours(model, images, simd):
    """Probabilities [N, 10], calculated in a process of its own, which takes the instructions it is told."""
    program = (
        "import numpy, sys; sys.path.insert(0, sys.argv[1]); import swift_digits\n"
        "images = numpy.load(sys.argv[3]); recognizer = swift_digits.Recognizer(sys.argv[2])\n"
        "numpy.save(sys.argv[4], recognizer.predict(images, threads=2))\n")
    library = os.path.join(ROOT, ".build/c-library/lib", "libDigitsC." + ("dylib" if sys.platform == "darwin" else "so"))
    environment = dict(os.environ, SWIFT_DIGITS_LIBRARY=library)
    if simd:
        environment["DIGITS_SIMD"] = simd
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, name) for name in ("images.npy", "rows.npy")]
        numpy.save(files[0], images)
        command = [sys.executable, "-c", program, os.path.join(ROOT, "Python/src"), model] + files
        subprocess.run(command, check=True, env=environment)
        return numpy.load(files[1])


def compare(logits, found):
    powers = numpy.exp(logits - logits.max(1, keepdims=True))
    expected = powers / powers.sum(1, keepdims=True)
    best = numpy.sort(logits, 1)[:, -2:]
    tied = best[:, 1] - best[:, 0] < TIE
    differs = logits.argmax(1) != found.argmax(1)
    return {
        "differing": int((differs & ~tied).sum()), "ties": int(tied.sum()), "differing_ties": int((differs & tied).sum()),
        "largest_difference": float(numpy.abs(expected - found).max())}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mnist", metavar="MNIST_DIRECTORY")
    parser.add_argument("--model", action="append", help="cnn, cnn-small, mlp and the book's without it")
    parser.add_argument("--simd", action="append", help="avx512vnni, avx512, avx2, baseline or reference; the best without it")
    parser.add_argument("--json")
    options = parser.parse_args()
    images = read_images(options.mnist)
    book = os.path.join(ROOT, "Tests/Fixtures/sample_weight.pkl")
    rows, failed = [], False
    print(f"{'network':20}{'instructions':14}{'images':>8}{'differ':>8}{'ties':>6}{'of them differ':>16}  largest difference")
    for model in options.model or ["mlp", "cnn-small", "cnn", book]:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "model.onnx")
            subprocess.run(
                [os.path.join(ROOT, ".build/release/digits"), "model", "convert", model, file, "--quiet"], check=True,
                stdout=subprocess.DEVNULL)
            logits = reference(file, images)
        for simd in options.simd or [None]:
            row = {"network": os.path.basename(model), "instructions": simd or "best", "images": len(images)}
            row.update(compare(logits, ours(model, images, simd)))
            rows.append(row)
            failed |= row["differing"] > 0 or row["largest_difference"] > TOLERANCE
            print(
                f"{row['network']:20}{row['instructions']:14}{row['images']:8}{row['differing']:8}{row['ties']:6}"
                f"{row['differing_ties']:16}  {row['largest_difference']:.1e}", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"command": "Benchmarks/check_answers.py", "torch": torch.__version__, "rows": rows}, file, indent=1)
            file.write("\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
