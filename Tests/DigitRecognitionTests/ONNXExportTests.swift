import DigitDatasets
import DigitFormats
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Testing

@Suite("Networks as ONNX models")
struct ONNXExportTests {
    /// Every layer there is, with numbers that tell their place.
    private static func everything(_ range: InputRange = .standard) throws -> Network {
        func numbers(_ count: Int) -> [Float] { (0..<count).map { Float(($0 * 37) % 101 - 50) / 100 } }
        func normalization(_ channels: Int) throws -> Layer {
            .batchNormalization(
                try BatchNormalization(
                    scale: numbers(channels), shift: numbers(channels + 1).suffix(channels), mean: numbers(channels),
                    variance: numbers(channels).map { abs($0) + 0.5 }, epsilon: 1e-3, momentum: 0.01))
        }
        let uneven = try Window(
            height: 3, width: 4, verticalStride: 2, horizontalStride: 1,
            padding: Window.Padding(top: 0, left: 1, bottom: 2, right: 1))
        return try Network(
            inputShape: [1, 28, 28], inputRange: range,
            layers: [
                .conv2D(
                    Conv2D(inputChannels: 1, outputChannels: 3, window: uneven, weights: numbers(36), biases: nil)),
                normalization(3), .activation(.relu), .maxPool(Window(2, stride: 2, padding: 1)), .dropout(0.25),
                .conv2D(
                    Conv2D(
                        inputChannels: 3, outputChannels: 2, window: Window(3), weights: numbers(54),
                        biases: [0.5, -1])),
                .activation(.tanh), .averagePool(Window(3, stride: 2, padding: 1), countsPadding: true),
                .averagePool(Window(2, padding: 1), countsPadding: false), .flatten,
                .dense(Dense(inputs: 56, outputs: 4, weights: numbers(224), biases: numbers(4))),
                normalization(4), .activation(.sigmoid),
                .dense(Dense(inputs: 4, outputs: 10, weights: numbers(40), biases: numbers(10))),
            ])
    }

    private static func pooled(_ pooling: Layer) throws -> Network {
        try Network(
            inputShape: [1, 28, 28], inputRange: .byte,
            layers: [
                .conv2D(
                    Conv2D(
                        inputChannels: 1, outputChannels: 3, window: Window(28, padding: 2),
                        weights: (0..<2352).map { Float($0 % 13 - 6) / 1e5 }, biases: [1, 2, 3])),
                pooling,
                .dense(Dense(inputs: 3, outputs: 2, weights: [1, -1, 0.5, 0.25, 2, 1], biases: [0, 0.125])),
                .activation(.step),
                .dense(
                    Dense(inputs: 2, outputs: 10, weights: (0..<20).map(Float.init), biases: (0..<10).map(Float.init))),
            ])
    }

    private static func networks() throws -> [(String, Network)] {
        let shipped = try ShippedModel.allCases.map { ($0.rawValue, try Recognizer($0).network) }
        return shipped + [
            ("everything", try everything()), ("maximum", try pooled(.globalMaxPool)),
            ("mean", try pooled(.globalAveragePool)),
        ]
    }

    @Test func comeBackExactlyWithTheirHistory() throws {
        let folder = try TemporaryFolder()
        for (name, network) in try Self.networks() {
            var metadata = ModelMetadata()
            metadata.command = "digits train --seed 3"
            try Recognizer(name: name, network: network, metadata: metadata).write(to: folder.path("a.onnx"))
            let read = try Recognizer(contentsOf: folder.path("a.onnx"))
            #expect(read.network == network, "\(name)")
            #expect(read.metadata.command == "digits train --seed 3")
            #expect(read.metadata.architecture == network.architecture)
            let again = try ONNX.encode(network.onnx(), producer: "a")
            #expect(try again == ONNX.encode(network.onnx(), producer: "a"))
        }
    }

    @Test func theirInputSaysWhatAPixelIs() throws {
        let model = try Self.everything(.signed).onnx()
        #expect(
            model.inputs == [
                .init(
                    name: "input", elementType: .float32, shape: [nil, 1, 28, 28],
                    description: "pixels, 0 for paper and 1 for ink, less 0.5, divided by 0.5")
            ])
        #expect(model.outputs.map(\.name) == ["probabilities"])
        #expect(model.outputs.map(\.shape) == [[nil, 10]])
        #expect(model.metadata["input_range"] == "signed")
        #expect(model.operatorSets == ["": 13])
        let dense = try Network(SmallNetworks.twoLayers()).onnx()
        #expect(dense.inputs.map(\.shape) == [[nil, 784]])
        #expect(dense.nodes.map(\.operation) == ["Gemm", "Sigmoid", "Gemm", "Softmax"])
    }

    private static let pythonHasRuntime: Bool = {
        let script = "try:\n import numpy, onnx, onnxruntime\n print('yes')\nexcept ImportError: print('no')"
        return (try? Python.run(script, in: "/")) == "yes\n"
    }()

    /// The whole test split where it is at hand, in a release build; else a part of the built-in sample.
    @Test(.enabled(if: pythonHasRuntime, "skipped: whether onnxruntime agrees; python3 has no onnx and onnxruntime"))
    func onnxruntimeGivesTheSameProbabilities() throws {
        let images = try OfficialData.test?.images ?? BuiltInSample.load().images[0..<300]
        if OfficialData.test == nil {
            print("onnxruntime sees 300 images of the built-in sample: \(OfficialData.skipped)")
        }
        let folder = try TemporaryFolder()
        try folder.write(images.withPixels { Array($0.withUnsafeBufferPointer { $0 }) }, to: "images")
        for (name, network) in try Self.networks() {
            let recognizer = try Recognizer(name: name, network: network)
            try recognizer.write(to: folder.path("a.onnx"))
            let script = """
                import numpy, onnx, onnxruntime
                onnx.checker.check_model('a.onnx', full_check=True)
                session = onnxruntime.InferenceSession('a.onnx', providers=['CPUExecutionProvider'])
                images = numpy.fromfile('images', numpy.uint8).astype(numpy.float32)
                unit = images / 255
                values = {'unit': unit, 'byte': images, 'signed': (unit - 0.5) / 0.5,
                          'standard': (unit - numpy.float32(0.1307)) / numpy.float32(0.3081)}['\(network.inputRange)']
                shape = [-1 if not isinstance(size, int) else size for size in session.get_inputs()[0].shape]
                session.run(['probabilities'], {'input': values.reshape(shape)})[0].tofile('probabilities')
                """
            #expect(try Python.run(script, in: folder.path) == "")
            let bytes = try folder.read("probabilities")
            let theirs = try Tensor(elementType: .float32, shape: [bytes.count / 4], bytes: bytes).floats()
            let ours = recognizer.predict(images, threads: 2).values
            #expect(theirs.count == ours.count)
            let difference = zip(ours, theirs).map { abs($0 - $1) }.max() ?? .infinity
            #expect(difference < 1e-5, "\(name)")
        }
    }
}
