#!/usr/bin/env python3
"""Makes the folder onnx beside it: small networks exported by PyTorch, Keras and scikit-learn.

Each X.onnx comes with X.json: two pictures as pixels 0...255, the range that the network takes them in, and the
probabilities that onnxruntime gives for them, which must be the framework's own to 1e-5.

    pip install numpy onnx onnxruntime torch onnxscript scikit-learn skl2onnx keras
    Tests/DigitRecognitionTests/Fixtures/make_onnx_fixtures.py [torch] [keras] [sklearn] [zoo]

Made with torch 2.15, onnx 1.23, onnxruntime 1.32, scikit-learn and skl2onnx 1.20, keras 3 with torch behind it. The
weights are random, so that every run of the script is another network.
"""

import json
import os
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

FOLDER = pathlib.Path(__file__).resolve().parent / "onnx"
RANDOM = np.random.default_rng(20240607)


def pictures(count=2):
    """Blobs of ink that touch the border here and there: pixels of every kind, most of them paper."""
    y, x = np.mgrid[0:28, 0:28]
    result = np.zeros((count, 28, 28))
    for picture in result:
        for _ in range(4):
            cy, cx = RANDOM.uniform(0, 28, 2)
            picture += 300 * np.exp(-((y - cy) ** 2 + (x - cx) ** 2) / RANDOM.uniform(4, 30))
    return np.clip(result, 0, 255).astype(np.uint8)


def scaled(images, input_range):
    unit = images.astype(np.float32) / 255
    return {
        "unit": unit,
        "byte": images.astype(np.float32),
        "signed": (unit - np.float32(0.5)) / np.float32(0.5),
        "standard": (unit - np.float32(0.1307)) / np.float32(0.3081),
    }[input_range]


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def save(name, model, shape, own, input_range="unit", output=0, meaning="logits"):
    """Stores a model with what onnxruntime gives, held against what the framework itself gives.

    `own` is a function of the scaled pictures [n, *shape]; `meaning` is what the model's output is.
    """
    path = FOLDER / (name + ".onnx")
    if isinstance(model, onnx.ModelProto):
        onnx.save(model, path)
    onnx.checker.check_model(str(path))
    images = pictures()
    values = scaled(images, input_range).reshape(len(images), *shape)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = session.get_inputs()[0]
    fixed = feed.shape[0] == 1
    batches = [values[i : i + 1] for i in range(len(values))] if fixed else [values]
    found = np.concatenate([np.asarray(session.run(None, {feed.name: batch})[output]) for batch in batches])
    expected = np.concatenate([np.asarray(own(batch)) for batch in batches])
    convert = {"logits": softmax, "logarithms": np.exp, "probabilities": lambda values: values}[meaning]
    found, expected = convert(found.astype(np.float64)), convert(expected.astype(np.float64))
    assert np.abs(found - expected).max() < 1e-5, (name, np.abs(found - expected).max())
    # A network that is sure of one class whatever it sees would show nothing.
    assert found.max() < 0.999 and np.abs(found[0] - found[1]).max() > 1e-3, (name, found)
    record = {
        "input_range": input_range,
        "images": [image.reshape(-1).tolist() for image in images],
        "probabilities": [[float(f"{value:.9g}") for value in row] for row in found],
    }
    (FOLDER / (name + ".json")).write_text(json.dumps(record, separators=(",", ":")) + "\n")
    print(f"{name}: {path.stat().st_size} bytes, onnxruntime and framework differ by "
          f"{np.abs(found - expected).max():.1e}, operators {sorted({n.op_type for n in onnx.load(path).graph.node})}")


def with_torch():
    import torch
    from torch import nn

    torch.manual_seed(7)

    class Reshaping(nn.Module):
        """The first tutorials' network: `view` with the batch's own size, dropout, log-softmax at the end."""

        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(1, 3, 5, stride=2)
            self.conv2 = nn.Conv2d(3, 4, 3, padding=(1, 0))
            self.drop = nn.Dropout(0.25)
            self.fc = nn.Linear(4 * 6 * 5, 10)

        def forward(self, x):
            x = torch.relu(self.conv1(x))
            x = torch.tanh(torch.max_pool2d(self.conv2(x), 2))
            x = x.view(x.size(0), -1)
            return torch.log_softmax(self.fc(self.drop(x)), dim=1)

    class Normalised(nn.Module):
        """Batch normalisation, average pooling, global pooling, and a softmax."""

        def __init__(self):
            super().__init__()
            self.features = nn.Sequential(
                nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
                nn.AvgPool2d(3, stride=2, padding=1), nn.Conv2d(4, 6, 3), nn.ReLU(),
                nn.MaxPool2d(3, stride=2, ceil_mode=True), nn.BatchNorm2d(6), nn.AdaptiveAvgPool2d(1))
            self.classifier = nn.Linear(6, 10)
            for module in self.modules():
                if isinstance(module, nn.BatchNorm2d):
                    nn.init.uniform_(module.weight, 0.5, 2)
                    nn.init.uniform_(module.bias, -1, 1)
                    nn.init.uniform_(module.running_mean, -0.5, 0.5)
                    nn.init.uniform_(module.running_var, 0.01, 0.1)

        def forward(self, x):
            return torch.softmax(self.classifier(torch.flatten(self.features(x), 1)), dim=1)

    class Scaling(nn.Module):
        """Takes rows of bytes, scales them itself, and makes pictures of them."""

        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 2, 7, stride=3)
            self.head = nn.Conv2d(2, 10, 1)

        def forward(self, x):
            x = (x / 255 - 0.1307) / 0.3081
            x = torch.sigmoid(self.conv(x.reshape(-1, 1, 28, 28)))
            return self.head(torch.amax(x, dim=(2, 3), keepdim=True)).flatten(1) * 3

    cases = [
        ("torch-view", Reshaping(), (1, 28, 28), "standard", "logarithms"),
        ("torch-normalised", Normalised(), (1, 28, 28), "signed", "probabilities"),
        ("torch-scaling", Scaling(), (784,), "byte", "logits"),
    ]
    for name, module, shape, input_range, meaning in cases:
        module.eval()
        example = torch.zeros(2, *shape)

        def own(values, module=module):
            with torch.no_grad():
                return module(torch.from_numpy(values)).numpy()

        torch.onnx.export(
            module, (example,), str(FOLDER / (name + "-old.onnx")), dynamo=False, input_names=["x"],
            output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}}, opset_version=17)
        save(name + "-old", None, shape, own, input_range, meaning=meaning)
        program = torch.onnx.export(
            module, (example,), dynamo=True, input_names=["x"], output_names=["y"],
            dynamic_shapes=({0: torch.export.Dim("n")},), external_data=False)
        model = program.model_proto
        for node in model.graph.node:
            # Where the exporter found the operator in the Python code: paths of whoever runs this.
            del node.metadata_props[:]
        for value in [*model.graph.input, *model.graph.output, *model.graph.value_info, *model.graph.initializer]:
            del value.metadata_props[:]
        del model.graph.metadata_props[:]
        save(name + "-new", model, shape, own, input_range, meaning=meaning)
    # A file of one image at a time, whose weights lie beside it.
    module = cases[0][1]
    torch.onnx.export(
        module, (torch.zeros(1, 1, 28, 28),), str(FOLDER / "torch-external.onnx"), dynamo=False, opset_version=13)
    model = onnx.load(FOLDER / "torch-external.onnx")
    onnx.save(model, FOLDER / "torch-external.onnx", save_as_external_data=True, location="torch-external.bin",
              size_threshold=64)
    save("torch-external", None, (1, 28, 28), lambda values: module(torch.from_numpy(values)).detach().numpy(),
         "standard", meaning="logarithms")


def with_keras():
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras
    from keras import layers

    keras.utils.set_random_seed(3)
    cases = {
        "keras-convolution": [
            keras.Input((28, 28, 1)), layers.Conv2D(3, 3, padding="same", strides=2, activation="relu"),
            layers.BatchNormalization(), layers.MaxPooling2D(2), layers.Conv2D(4, 3, activation="tanh"),
            layers.AveragePooling2D(2), layers.Flatten(), layers.Dropout(0.5),
            layers.Dense(10, activation="softmax")],
        "keras-dense": [
            keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(5, activation="sigmoid"),
            layers.Dense(10)],
    }
    for name, parts in cases.items():
        model = keras.Sequential(parts)
        for layer in model.layers:
            if isinstance(layer, layers.BatchNormalization):
                layer.set_weights([RANDOM.uniform(0.3, 1.5, w.shape).astype(np.float32) for w in layer.get_weights()])
            if isinstance(layer, layers.Dense):
                kernel, bias = layer.get_weights()
                layer.set_weights([kernel * 2, RANDOM.normal(size=bias.shape).astype(np.float32)])
        shape = model.input_shape[1:]
        model(np.zeros((1, *shape), np.float32))
        model.export(str(FOLDER / (name + ".onnx")), format="onnx", verbose=False)
        is_dense = name == "keras-dense"
        save(name, None, shape, lambda values: np.asarray(keras.ops.convert_to_numpy(model(values))),
             "byte" if is_dense else "unit", meaning="logits" if is_dense else "probabilities")


def with_sklearn():
    from skl2onnx import to_onnx
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler

    images = pictures(200).reshape(200, 784).astype(np.float32)
    labels = np.arange(200) % 10
    cases = {
        "sklearn-mlp": make_pipeline(MLPClassifier((6,), max_iter=8, random_state=4)),
        "sklearn-mlp-scaled": make_pipeline(
            MinMaxScaler(), MLPClassifier((3, 4), activation="logistic", max_iter=60, random_state=2, learning_rate_init=0.05)),
        "sklearn-logistic": make_pipeline(LogisticRegression(max_iter=5, C=1e-3)),
    }
    for name, model in cases.items():
        input_range = "byte" if name == "sklearn-mlp-scaled" else "unit"
        values = scaled(images, input_range)
        model.fit(values, labels)
        # Without names for the classes, and with them, as a map for each picture.
        exported = to_onnx(model, values[:1], options={"zipmap": False})
        save(name, exported, (784,), lambda x: model.predict_proba(x), input_range, output=1,
             meaning="probabilities")
    zipped = to_onnx(cases["sklearn-logistic"], images[:1] / 255)
    onnx.save(zipped, FOLDER / "sklearn-logistic-zipmap.onnx")
    (FOLDER / "sklearn-logistic-zipmap.json").write_text((FOLDER / "sklearn-logistic.json").read_text())


def like_the_zoo():
    """The graph of the model zoo's mnist-12: SAME_UPPER, biases added on their own, weights that are reshaped."""
    from onnx import TensorProto, helper, numpy_helper

    def array(name, *shape):
        return numpy_helper.from_array((RANDOM.normal(size=shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32),
                                       name)

    arrays = [
        array("conv1.weight", 4, 1, 5, 5), array("conv1.bias", 4, 1, 1), array("conv2.weight", 5, 4, 5, 5),
        array("conv2.bias", 5, 1, 1), array("dense.weight", 5, 4, 4, 10), array("dense.bias", 1, 10),
        numpy_helper.from_array(np.array([1, 80], np.int64), "flat"),
        numpy_helper.from_array(np.array([80, 10], np.int64), "matrix"),
    ]
    same = {"auto_pad": "SAME_UPPER", "strides": [1, 1], "dilations": [1, 1], "group": 1}
    pool = {"auto_pad": "NOTSET", "pads": [0, 0, 0, 0]}
    nodes = [
        helper.make_node("Reshape", ["dense.weight", "matrix"], ["w"], "reshapeWeights"),
        helper.make_node("Conv", ["Input3", "conv1.weight"], ["a"], "conv1", kernel_shape=[5, 5], **same),
        helper.make_node("Add", ["a", "conv1.bias"], ["b"], "bias1"),
        helper.make_node("Relu", ["b"], ["c"], "relu1"),
        helper.make_node("MaxPool", ["c"], ["d"], "pool1", kernel_shape=[2, 2], strides=[2, 2], **pool),
        helper.make_node("Conv", ["d", "conv2.weight"], ["e"], "conv2", kernel_shape=[5, 5], **same),
        helper.make_node("Add", ["e", "conv2.bias"], ["f"], "bias2"),
        helper.make_node("Relu", ["f"], ["g"], "relu2"),
        helper.make_node("MaxPool", ["g"], ["h"], "pool2", kernel_shape=[3, 3], strides=[3, 3], **pool),
        helper.make_node("Reshape", ["h", "flat"], ["i"], "reshape"),
        helper.make_node("MatMul", ["i", "w"], ["j"], "times"),
        helper.make_node("Add", ["j", "dense.bias"], ["Plus214_Output_0"], "plus"),
    ]
    graph = helper.make_graph(
        nodes, "CNTKGraph", [helper.make_tensor_value_info("Input3", TensorProto.FLOAT, [1, 1, 28, 28])],
        [helper.make_tensor_value_info("Plus214_Output_0", TensorProto.FLOAT, [1, 10])], arrays)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 12)], ir_version=7)

    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in arrays}

    def convolution(x, w, b):
        padded = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (5, 5), axis=(2, 3))
        return np.maximum(np.einsum("nchwkl,ockl->nohw", windows, w) + b, 0)

    def pooling(x, size):
        side = x.shape[2] // size
        return x[:, :, : side * size, : side * size].reshape(*x.shape[:2], side, size, side, size).max(axis=(3, 5))

    def own(x):
        x = pooling(convolution(x, weights["conv1.weight"], weights["conv1.bias"]), 2)
        x = pooling(convolution(x, weights["conv2.weight"], weights["conv2.bias"]), 3)
        return x.reshape(len(x), 80) @ weights["dense.weight"].reshape(80, 10) + weights["dense.bias"]

    save("zoo", model, (1, 28, 28), own)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    makers = {"torch": with_torch, "keras": with_keras, "sklearn": with_sklearn, "zoo": like_the_zoo}
    for maker in sys.argv[1:] or makers:
        makers[maker]()
