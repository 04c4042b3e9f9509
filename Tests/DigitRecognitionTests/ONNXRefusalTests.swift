import DigitFormats
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Testing

private typealias Graph = ONNXGraph

@Suite("Graphs of ONNX that are no network")
struct ONNXRefusalTests {
    private static let kernel = Tensor([Float](repeating: 1, count: 8), shape: [2, 1, 2, 2])

    @Test(
        arguments: [
            ([Graph.node("LRN", ["x"])], "LRN \"y\": the operator is not one that a network here has"),
            (
                [Graph.node("FusedGemm", ["x", "w"], domain: "com.microsoft")],
                "com.microsoft.FusedGemm \"y\": the operator is not one that a network here has"
            ),
            (
                [Graph.node("Conv", ["x", "k"], set: ["group": .int(2)])],
                "Conv \"y\": group is 2, only 1 is read"
            ),
            (
                [Graph.node("Conv", ["x", "k"], set: ["dilations": .ints([1, 2])])],
                "Conv \"y\": dilations [1, 2] are not read"
            ),
            (
                [Graph.node("Conv", ["x", "k"], set: ["auto_pad": .string("MIDDLE")])],
                "Conv \"y\": the attribute auto_pad is \"MIDDLE\""
            ),
            (
                [Graph.node("Conv", ["x", "k"], set: ["pads": .ints([0, 0, -1, 0])])],
                "Conv \"y\": a window has two sizes and strides of 1 to 1024 and four paddings of 0 to 1024, "
                    + "found [2, 2], [1, 1] and [0, 0, -1, 0]"
            ),
            (
                [Graph.node("Relu", ["x"], set: ["slope": .float(0.1)])], "Relu \"y\": the attribute slope is not read"
            ),
            (
                [Graph.node("Conv", ["x", "k"], "a"), Graph.node("Relu", ["a"], "b"), Graph.node("Add", ["a", "b"])],
                "Add \"y\": it joins two branches, [2, 27, 27] and [2, 27, 27]; a network here has one"
            ),
            (
                [Graph.node("Add", ["x", "pixels"])],
                "Add \"y\": an array [28, 28] differs from pixel to pixel, not from channel to channel"
            ),
            (
                [Graph.node("Add", ["x", "w"])],
                "Add \"y\": an array [784, 2] does not fit the images, [1, 28, 28] each"
            ),
            (
                [Graph.node("MatMul", ["x", "w"])], "MatMul \"y\": it takes rows of 784, it gets [1, 28, 28]"
            ),
            ([Graph.node("Relu", ["z"])], "Relu \"y\": nothing before it gives its input z"),
            (
                [Graph.node("Transpose", ["x"], set: ["perm": .ints([1, 0, 2, 3])])],
                "Transpose \"y\": it moves the images: perm [1, 0, 2, 3] of [n] + [1, 28, 28]"
            ),
            (
                [Graph.node("Reshape", ["x", "list"])],
                "Reshape \"y\": a shape [5, 7] does not begin with the images, [n] + [1, 28, 28]"
            ),
            (
                [Graph.node("ReduceMean", ["x"], set: ["axes": .ints([0, 2])])], "ReduceMean \"y\": it mixes images"
            ),
            (
                [Graph.node("Pad", ["x", "border"], set: ["mode": .string("edge")])],
                "Pad \"y\": only zeros are put around a picture, not those of the mode edge"
            ),
            (
                [Graph.node("Pad", ["x", "border"], "a"), Graph.node("Relu", ["a"])],
                "Relu \"y\": a picture is padded for a convolution alone"
            ),
            (
                [
                    Graph.node(
                        "AveragePool", ["x"],
                        set: [
                            "kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "ceil_mode": .int(1),
                            "count_include_pad": .int(1),
                        ])
                ],
                "AveragePool \"y\": ceil_mode with count_include_pad divides by other numbers at the border"
            ),
            (
                [Graph.node("ConstantOfShape", ["huge"])],
                "ConstantOfShape \"y\": it should make at most 4096 numbers of one, its shape is [65536, 65536]"
            ),
            (
                [Graph.node("Clip", ["x"], set: ["min": .float(0), "max": .float(6)])],
                "Clip \"y\": limits other than 0 to infinity are not read, found 0.0 and 6.0"
            ),
            (
                [Graph.node("BatchNormalization", ["x", "one", "one", "one", "minus"])],
                "BatchNormalization \"y\": a normalisation's variances are 0 or more, its epsilon is positive and its "
                    + "momentum 0 to 1, found -1.0, 1e-05 and 0.1"
            ),
            (
                [Graph.node("Div", ["x", "zero"], "a"), Graph.node("Conv", ["a", "k"])],
                "Conv \"y\": scale [0] is inf, not a finite number"
            ),
        ] as [([ONNXModel.Node], String)])
    func namesTheNodeAndWhatItIs(nodes: [ONNXModel.Node], message: String) {
        let arrays = [
            "k": Self.kernel, "pixels": Tensor((0..<784).map { Float($0) }, shape: [28, 28]), "list": Graph.list(5, 7),
            "border": Graph.list(0, 0, 1, 1, 0, 0, 1, 1), "huge": Graph.list(65_536, 65_536),
            "one": Graph.floats(1, shape: [1]), "minus": Graph.floats(-1, shape: [1]),
            "zero": Graph.floats(0, shape: []),
        ]
        #expect(throws: ModelError(.unsuitable, message)) {
            try Network(Graph.model(nodes, arrays: arrays, input: [nil, 1, 28, 28]))
        }
    }

    @Test(
        arguments: [
            (
                [Graph.product("x", "a"), Graph.node("Softmax", ["a"], "b"), Graph.node("Softmax", ["b"])],
                "Softmax \"y\": it is a second softmax"
            ),
            (
                [Graph.product("x", "a"), Graph.node("Softmax", ["a"], "b"), Graph.node("Relu", ["b"])],
                "Relu \"y\": nothing of the kind may follow a softmax"
            ),
            (
                [Graph.product("x", "a"), Graph.node("Sigmoid", ["a"])],
                "the output y is a sigmoid a class, and such values do not sum to 1: export the network with a softmax, "
                    + "or without its last step"
            ),
            (
                [Graph.product("x", "a"), Graph.node("ArgMax", ["a"])],
                "expected an output of a probability a class, found labels alone"
            ),
            (
                [
                    Graph.product("x", "a"),
                    Graph.node("ZipMap", ["a"], domain: "ai.onnx.ml", set: ["classlabels_int64s": .ints([1, 2])]),
                ],
                "ai.onnx.ml.ZipMap \"y\": its classes should be 0 to 1 in their order, they are 1, 2"
            ),
            (
                [
                    Graph.product("x", "a"),
                    Graph.node("Normalizer", ["a"], domain: "ai.onnx.ml", set: ["norm": .string("L1")]),
                ],
                "ai.onnx.ml.Normalizer \"y\": it is read behind a softmax alone, with the norm L1"
            ),
            (
                [Graph.node("Gemm", ["x", "w"], set: ["transA": .int(1)])], "Gemm \"y\": transA is 1, only 0 is read"
            ),
            (
                [Graph.node("MatMul", ["w", "x"])],
                "MatMul \"y\": input 1 should be the images, it is an array float32 [784, 2]"
            ),
            ([Graph.node("Shape", ["x"])], "the output y should be probabilities, it is a list of sizes"),
            ([], "no node gives the output y"),
            (
                (0...1000).map { Graph.node("Relu", [$0 == 0 ? "x" : "\($0)"], "\($0 + 1)") },
                "Relu \"1001\": it is behind more than 1000 layers"
            ),
        ] as [([ONNXModel.Node], String)])
    func saysWhatIsMissingAtTheEnd(nodes: [ONNXModel.Node], message: String) {
        #expect(throws: ModelError(.unsuitable, message)) { try Network(Graph.model(nodes)) }
    }

    @Test(
        arguments: [
            ([nil, 3, 28, 28], "[n, 3, 28, 28]"), ([nil, 100], "[n, 100]"), ([784], "[784]"),
            ([1, 1, 784], "[1, 1, 784]"),
            ([nil, 1, nil, 28], "[n, 1, n, 28]"),
        ] as [([Int?], String)])
    func imagesOfAnotherShapeAreRefused(shape: [Int?], shown: String) {
        let message =
            "expected an input [n, 784], [n, 1, 28, 28], [n, 28, 28, 1] or [n, 28, 28] of numbers, found x float32 \(shown)"
        #expect(throws: ModelError(.unsuitable, message)) { try Network(Graph.model([Graph.product()], input: shape)) }
    }

    @Test func anOldOperatorSetAndASecondInputAreRefused() {
        #expect(
            throws: ModelError(.unsuitable, "expected operator set 7 or newer, found 6: export it again")
        ) { try Network(Graph.model([Graph.product()], operatorSet: 6)) }
        var model = Graph.model([Graph.product()])
        model.inputs.append(.init(name: "mask", elementType: .bool, shape: [nil, 784]))
        #expect(throws: ModelError(.unsuitable, "expected one input, the images, found x, mask")) {
            try Network(model)
        }
    }

    @Test func anActivationIsNoOptionOfAGraph() {
        #expect(
            throws: ModelError(
                .usage, "an ONNX model says itself what lies between its layers, not relu: leave the option out")
        ) { try Network(Graph.model([Graph.product()]), options: NetworkOptions(activation: .relu)) }
    }

    /// Arrays that are broadcast to a matrix of 10^10 numbers: refused before one is made.
    @Test func aSmallFileCannotKeepTheMachineBusy() {
        let nodes = [Graph.node("Add", ["row", "column"], "big"), Graph.product()]
        let arrays = [
            "row": Tensor([Float](repeating: 1, count: 100_000), shape: [1, 100_000]),
            "column": Tensor([Float](repeating: 1, count: 100_000), shape: [100_000, 1]),
        ]
        #expect(
            throws: ModelError(
                .unsuitable, "Add \"big\": the graph takes more than \(1 << 28) steps to read")
        ) { try Network(Graph.model(nodes, arrays: arrays)) }
    }

    /// Each of them has another kind of graph; the damage is in shapes, names and numbers.
    ///
    /// Packed weights and what a budget of steps allows are not in proportion to the file, but bounded.
    @Test(arguments: ["torch-scaling-old", "torch-normalised-new", "zoo"])
    func mutatedGraphsAreRefusedOrRead(name: String) throws {
        expectNeverTraps(
            try ONNXFixture.bytes(name), cutsAndFlips: false, mutations: 200, allocationFactor: 300,
            fixedAllowance: 1 << 24
        ) { try Network(ONNX.decode($0)) }
    }

    @Test func everyDamageIsRefusedOrRead() throws {
        let network = try Network(
            inputShape: [1, 28, 28],
            layers: [
                .conv2D(
                    Conv2D(
                        inputChannels: 1, outputChannels: 1, window: Window(2), weights: [1, 2, 3, 4], biases: nil)),
                .globalMaxPool, .dense(Dense(inputs: 1, outputs: 2, weights: [1, 2], biases: [0, 1])),
            ])
        expectNeverTraps(
            try ONNX.encode(network.onnx(), producer: ""), mutations: 500, allocationFactor: 300,
            fixedAllowance: 1 << 24
        ) { try Network(ONNX.decode($0)) }
    }
}
