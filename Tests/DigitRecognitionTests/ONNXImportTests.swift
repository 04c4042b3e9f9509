import DigitFormats
import DigitNetwork
import DigitRecognition
import Testing

private typealias Graph = ONNXGraph

@Suite("Graphs of ONNX become networks")
struct ONNXImportTests {
    /// Each is calculated from 3 and 6, the product with the weights, or from the pixels 1 and 0.2.
    @Test(
        arguments: [
            ("product", [Graph.product()], [:], [3, 6]),
            (
                "general product: 2 x W + 3 b",
                [Graph.node("Gemm", ["x", "w", "b"], set: ["alpha": .float(2), "beta": .float(3)])],
                ["b": Graph.floats(0.5, shape: [1])], [7.5, 13.5]
            ),
            (
                "weights of an output side by side",
                [Graph.node("Gemm", ["x", "t", "b"], set: ["transB": .int(1)])],
                ["t": Graph.weights.transposed, "b": Graph.floats(1, -1, shape: [1, 2])], [4, 5]
            ),
            (
                "pixels turned around: 0 and 0.8", [Graph.node("Sub", ["one", "x"], "a"), Graph.product("a")],
                ["one": Graph.floats(1, shape: [])], [8, 16]
            ),
            (
                "pixels scaled: 1 and -0.6",
                [
                    Graph.node("Sub", ["x", "half"], "a"), Graph.node("Div", ["a", "half"], "b"), Graph.product("b"),
                ], ["half": Graph.floats(0.5, shape: [1, 1])], [-5, -10]
            ),
            (
                "biases of their own, after a reshape that changes nothing",
                [
                    Graph.product("x", "a"), Graph.node("Reshape", ["a", "shape"], "b"), Graph.node("Add", ["c", "b"]),
                ], ["shape": Graph.list(0, -1), "c": Graph.floats(0.25, -1, shape: [2])], [3.25, 5]
            ),
            (
                "a factor behind an activation",
                [Graph.product("x", "a"), Graph.node("Relu", ["a"], "b"), Graph.node("Mul", ["b", "c"])],
                ["c": Graph.floats(-1, 0.5, shape: [1, 2])], [-3, 3]
            ),
            (
                "limits of a ReLU",
                [
                    Graph.node("Gemm", ["x", "w"], "a", set: ["alpha": .float(-1)]),
                    Graph.node("Add", ["a", "c"], "b"),
                    Graph.node("Clip", ["b", "zero"]),
                ], ["c": Graph.floats(4, 0, shape: [2]), "zero": Graph.floats(0, shape: [])], [1, 0]
            ),
            (
                "classes of scikit-learn: coefficients [O, I]",
                [
                    ONNXModel.Node(
                        "LinearClassifier", domain: "ai.onnx.ml", inputs: ["x"], outputs: ["label", "y"],
                        attributes: [
                            "coefficients": .floats(Graph.weights.transposed.floats()), "intercepts": .floats([0, 1]),
                            "classlabels_strings": .strings(["0", "1"]), "multi_class": .int(1),
                        ])
                ], [:], [3, 7]
            ),
            (
                "a scaler: (x - 0.2) 5 is 4 and 0",
                [
                    Graph.node(
                        "Scaler", ["x"], "a", domain: "ai.onnx.ml",
                        set: ["offset": .floats([0.2]), "scale": .floats([5])]),
                    Graph.product("a"),
                ], [:], [4, 8]
            ),
            (
                "normalisation of a row: (y - 1) / √(4 - 1e-5 + 1e-5) 2 + 0.5",
                [
                    Graph.product("x", "a"),
                    Graph.node(
                        "BatchNormalization", ["a", "two", "half", "one", "four"], set: ["epsilon": .float(1e-5)]),
                ],
                [
                    "two": Graph.floats(2, 2, shape: [2]), "half": Graph.floats(0.5, 0.5, shape: [2]),
                    "one": Graph.floats(1, 1, shape: [2]), "four": Graph.floats(4 - 1e-5, 4 - 1e-5, shape: [2]),
                ], [2.5, 5.5]
            ),
        ] as [(String, [ONNXModel.Node], [String: Tensor], [Float])])
    func calculatesWhatTheGraphSays(
        what: String, nodes: [ONNXModel.Node], arrays: [String: Tensor], expected: [Float]
    ) throws {
        let network = try Network(Graph.model(nodes, arrays: arrays))
        let logits = Graph.logits(network)
        #expect(zip(logits, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(what): \(logits), expected \(expected)")
        // No node of these is left as a layer that does nothing.
        #expect(network.outputs == expected.count && network.inputs == 784)
    }

    @Test(
        arguments: [
            [nil, 784], [1, 784], [100, 784], [nil, 1, 28, 28], [nil, 28, 28, 1], [1, 28, 28], [nil, nil],
        ] as [[Int?]])
    func takesImagesOfEveryUsualShape(input: [Int?]) throws {
        let nodes =
            input.count == 2 ? [Graph.product()] : [Graph.node("Flatten", ["x"], "a"), Graph.product("a")]
        let network = try Network(Graph.model(nodes, input: input))
        #expect(network.architecture == "dense 784 2")
        #expect(Graph.logits(network).map { ($0 * 1000).rounded() } == [3000, 6000])
    }

    @Test func integersAreTheBytesOfThePicture() throws {
        let nodes = [
            Graph.node("Cast", ["x"], "a", set: ["to": .int(1)]), Graph.node("Div", ["a", "255"], "b"),
            Graph.product("b"),
        ]
        var model = Graph.model(nodes, arrays: ["255": Graph.floats(255, shape: [])])
        model.inputs[0].elementType = .uint8
        let network = try Network(model)
        #expect(network.inputRange == .byte)
        #expect(Graph.logits(network).map { ($0 * 1000).rounded() } == [3000, 6000])
    }

    /// The shape is calculated as PyTorch's exporter has it done: the batch's size, and -1 for the rest.
    @Test func shapesAreCalculatedOnTheWay() throws {
        let nodes = [
            Graph.node("Shape", ["x"], "shape"), Graph.node("Constant", [], "zero", set: ["value_int": .int(0)]),
            Graph.node("Gather", ["shape", "zero"], "n"), Graph.node("Unsqueeze", ["n", "axes"], "list"),
            Graph.node("Concat", ["list", "rest"], "target", set: ["axis": .int(0)]),
            Graph.node("Reshape", ["x", "target"], "a"), Graph.product("a"),
        ]
        let arrays = ["axes": Graph.list(0), "rest": Graph.list(-1)]
        let network = try Network(Graph.model(nodes, arrays: arrays, input: [nil, 1, 28, 28]))
        #expect(network.architecture == "dense 784 2")
    }

    @Test(
        arguments: [
            (["auto_pad": .string("SAME_UPPER")], [4, 4], "4x4 padding 1 1 2 2"),
            (["auto_pad": .string("SAME_LOWER")], [4, 3], "4x3 padding 2 1 1 1"),
            (
                ["auto_pad": .string("SAME_UPPER"), "strides": .ints([2, 3])], [3, 5], "3x5 stride 2x3 padding 0 2 1 2"
            ),
            (["auto_pad": .string("VALID"), "strides": .ints([1, 2])], [2, 5], "2x5 stride 1x2"),
            (["pads": .ints([1, 2, 3, 4])], [5, 6], "5x6 padding 1 2 3 4"),
        ] as [([String: ONNXAttribute], [Int], String)])
    func paddingFollowsTheStandard(attributes: [String: ONNXAttribute], kernel: [Int], window: String) throws {
        let weights = Tensor([Float](repeating: 1, count: kernel[0] * kernel[1]), shape: [1, 1] + kernel)
        let nodes = [Graph.node("Conv", ["x", "k"], set: attributes), Graph.node("GlobalMaxPool", ["y"], "z")]
        let model = Graph.model(nodes, arrays: ["k": weights], input: [nil, 1, 28, 28], outputs: ["z"])
        #expect(try Network(model).architecture == "input 1x28x28, conv2D 1 1 \(window) unbiased, globalMaxPool")
    }

    /// 28 pixels: with 3 by 2, one window more hangs over by a pixel; with 2 by 3 and a border of 1, none begins behind.
    @Test(
        arguments: [
            ([3, 3], [2, 2], [0, 0, 0, 0], "3x3 stride 2x2 padding 0 0 1 1"),
            ([2, 4], [2, 3], [0, 0, 0, 0], "2x4 stride 2x3"),
            ([2, 2], [3, 3], [0, 0, 0, 0], "2x2 stride 3x3 padding 0 0 1 1"),
            ([2, 3], [3, 9], [1, 1, 1, 1], "2x3 stride 3x9 padding 1 1 1 1"),
        ] as [([Int], [Int], [Int], String)])
    func roundingUpAddsTheWindowThatHangsOver(kernel: [Int], strides: [Int], pads: [Int], window: String) throws {
        let attributes: [String: ONNXAttribute] = [
            "kernel_shape": .ints(kernel), "strides": .ints(strides), "pads": .ints(pads), "ceil_mode": .int(1),
        ]
        let nodes = [Graph.node("MaxPool", ["x"], set: attributes), Graph.node("Flatten", ["y"], "z")]
        let model = Graph.model(nodes, input: [nil, 1, 28, 28], outputs: ["z"])
        #expect(try Network(model).architecture == "input 1x28x28, maxPool \(window), flatten")
    }

    /// Before operator set 13 a softmax is over everything from axis 1 on, after it over the last axis.
    @Test(arguments: [7, 12, 13, 21])
    func aSoftmaxAtTheEndIsTheNetworksOwn(operatorSet: Int) throws {
        for end in ["Softmax", "LogSoftmax"] {
            let nodes = [Graph.product("x", "a"), Graph.node(end, ["a"])]
            let network = try Network(Graph.model(nodes, operatorSet: operatorSet))
            #expect(network.architecture == "dense 784 2")
        }
        let nodes = [Graph.product("x", "a"), Graph.node("Softmax", ["a"], "b"), Graph.node("Log", ["b"])]
        #expect(try Network(Graph.model(nodes, operatorSet: operatorSet)).architecture == "dense 784 2")
    }

    @Test func probabilitiesCountBesideLogitsAndLabels() throws {
        let nodes = [
            Graph.product("x", "logits"), Graph.node("Softmax", ["logits"], "p"), Graph.node("ArgMax", ["p"], "best"),
            Graph.node("ArrayFeatureExtractor", ["classes", "best"], "label", domain: "ai.onnx.ml"),
            Graph.node("ZipMap", ["p"], "map", domain: "ai.onnx.ml", set: ["classlabels_int64s": .ints([0, 1])]),
        ]
        let model = Graph.model(nodes, arrays: ["classes": Graph.list(0, 1)], outputs: ["label", "map", "logits"])
        #expect(try Network(model).architecture == "dense 784 2")
    }

    /// [28, 28, 1] to [1, 28, 28], a mean over lines and columns seen as [H, W, C], and one 1x1 convolution behind it.
    @Test func picturesOfKerasAreTurnedThereAndBack() throws {
        let nodes = [
            Graph.node("Transpose", ["x"], "a", set: ["perm": .ints([0, 3, 1, 2])]),
            Graph.node("Conv", ["a", "k"], "b"),
            Graph.node("Transpose", ["b"], "c", set: ["perm": .ints([0, 2, 3, 1])]),
            Graph.node("Add", ["c", "bias"], "d"),
            Graph.node("ReduceMean", ["d"], "e", set: ["axes": .ints([1, 2]), "keepdims": .int(0)]),
            Graph.node("Unsqueeze", ["e", "axes"], "f"), Graph.node("Conv", ["f", "head"], "g"),
            Graph.node("Squeeze", ["g", "axes"]),
        ]
        let arrays = [
            "k": Graph.floats(1, 2, 3, shape: [3, 1, 1, 1]), "bias": Graph.floats(0.5, 0, -0.5, shape: [3]),
            "axes": Graph.list(2, 3), "head": Graph.floats(1, 0, 0, 0, 1, 10, shape: [2, 3, 1, 1]),
        ]
        let network = try Network(Graph.model(nodes, arrays: arrays, input: [nil, 28, 28, 1]))
        #expect(network.architecture == "input 1x28x28, conv2D 1 3 1x1, globalAveragePool, dense 3 2")
        // The mean of all pixels is m = 1.2 / 784: m + 0.5, and 2 m + 10 (3 m - 0.5).
        let mean: Float = 1.2 / 784
        let logits = Graph.logits(network)
        #expect(abs(logits[0] - (mean + 0.5)) < 1e-5)
        #expect(abs(logits[1] - (32 * mean - 5)) < 1e-5)
    }

    @Test func zerosAroundAPictureBecomeTheConvolutionsOwn() throws {
        let nodes = [
            Graph.node("Pad", ["x", "sizes"], "a"),
            Graph.node("Conv", ["a", "k"], "b", set: ["pads": .ints([1, 0, 0, 0])]),
            Graph.node("GlobalMaxPool", ["b"]),
        ]
        let arrays = [
            "sizes": Graph.list(0, 0, 1, 2, 0, 0, 3, 4), "k": Graph.floats(1, 2, 3, 4, shape: [1, 1, 2, 2]),
        ]
        let network = try Network(Graph.model(nodes, arrays: arrays, input: [nil, 1, 28, 28]))
        #expect(network.architecture == "input 1x28x28, conv2D 1 1 2x2 padding 2 2 3 4 unbiased, globalMaxPool")
    }
}

extension Tensor {
    /// The matrix with lines and columns exchanged.
    fileprivate var transposed: Tensor {
        let (rows, columns, values) = (shape[0], shape[1], floats())
        return Tensor(
            (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } },
            shape: [columns, rows])
    }
}
