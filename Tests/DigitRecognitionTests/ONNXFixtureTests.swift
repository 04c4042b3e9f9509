import DigitFormats
import DigitNetwork
import DigitRecognition
import DigitTestSupport
import Testing

/// Float32 sums in another order than onnxruntime's.
private let tolerance: Float = 1e-5

@Suite("Networks that PyTorch, Keras and scikit-learn exported")
struct ONNXFixtureTests {
    @Test(arguments: [
        (
            "zoo",
            "input 1x28x28, conv2D 1 4 5x5 padding 2 2 2 2, relu, maxPool 2x2 stride 2x2, conv2D 4 5 5x5 padding 2 2 2 2, "
                + "relu, maxPool 3x3 stride 3x3, flatten, dense 80 10"
        ),
        ("torch-view-old", tutorial), ("torch-view-new", tutorial), ("torch-external", tutorial),
        ("torch-normalised-old", normalised), ("torch-normalised-new", normalised),
        ("torch-scaling-old", scaling), ("torch-scaling-new", scaling),
        (
            "keras-convolution",
            "input 1x28x28, conv2D 1 3 3x3 stride 2x2 padding 0 0 1 1, relu, batchNormalization 3 1.1754944e-38 0.1, "
                + "maxPool 2x2 stride 2x2, conv2D 3 4 3x3, tanh, averagePool 2x2 stride 2x2 uncounted, flatten, dense 16 10"
        ),
        ("keras-dense", "dense 784 5, sigmoid, dense 5 10"),
        ("sklearn-mlp", "dense 784 6, relu, dense 6 10"),
        ("sklearn-mlp-scaled", "dense 784 3, sigmoid, dense 3 4, sigmoid, dense 4 10"),
        ("sklearn-logistic", "dense 784 10"), ("sklearn-logistic-zipmap", "dense 784 10"),
    ])
    func givesTheProbabilitiesOfItsFramework(name: String, architecture: String) throws {
        let fixture = try ONNXFixture.named(name)
        let options = NetworkOptions(inputRange: InputRange(rawValue: fixture.inputRange))
        let recognizer = try Recognizer(contentsOf: ONNXFixture.path(name), options: options)
        #expect(recognizer.network.architecture == architecture)
        #expect(fixture.difference(recognizer) < tolerance)
    }

    private static let tutorial =
        "input 1x28x28, conv2D 1 3 5x5 stride 2x2, relu, conv2D 3 4 3x3 padding 1 0 1 0, maxPool 2x2 stride 2x2, tanh, "
        + "flatten, dense 120 10"
    private static let normalised =
        "input 1x28x28, conv2D 1 4 3x3 padding 1 1 1 1, relu, averagePool 3x3 stride 2x2 padding 1 1 1 1, "
        + "conv2D 4 6 3x3, relu, maxPool 3x3 stride 2x2 padding 0 0 1 1, batchNormalization 6 1e-05 0.1, "
        + "globalAveragePool, dense 6 10"
    private static let scaling =
        "input 1x28x28, batchNormalization 1 1.1754944e-38 0.1, conv2D 1 2 7x7 stride 3x3, sigmoid, globalMaxPool, "
        + "dense 2 10"

    @Test(arguments: ["torch-view-old", "torch-normalised-new", "keras-convolution", "sklearn-mlp-scaled"])
    func whatWasReadIsWrittenAndReadAgainTheSame(name: String) throws {
        let folder = try TemporaryFolder()
        let options = NetworkOptions(inputRange: .signed)
        let first = try Recognizer(contentsOf: ONNXFixture.path(name), options: options)
        try first.write(to: folder.path("again.onnx"))
        #expect(try Recognizer(contentsOf: folder.path("again.onnx")).network == first.network)
    }

    @Test func theWrongRangeGivesOtherProbabilities() throws {
        let fixture = try ONNXFixture.named("torch-view-old")
        let recognizer = try Recognizer(contentsOf: ONNXFixture.path("torch-view-old"))
        #expect(recognizer.network.inputRange == .unit)
        #expect(fixture.difference(recognizer) > 1e-3)
    }
}
