public import DigitDatasets
public import DigitNetwork

/// A network with a name and a history, which reads digits off images.
///
/// ```swift
/// let test = try MNIST.load().test
/// let recognizer = try Recognizer(contentsOf: "sample_weight.pkl")
/// recognizer.predict(test.images[0]).digit               // 7
/// recognizer.predict(test.images[0..<100]).digits        // [7, 2, 1, 0, 4, …]
/// ```
public struct Recognizer: Sendable {
    /// A name for people: the shipped model's, or the file's.
    public let name: String
    /// The network.
    public let network: Network
    /// What the model's file says of it.
    public let metadata: ModelMetadata
    /// The network as it predicts: its normalisations are part of the weights.
    let prepared: Network

    /// Gives a network a name.
    ///
    /// - Throws: ``ModelError`` of kind `unsuitable` where the network does not take images of 28x28 pixels.
    public init(name: String, network: Network, metadata: ModelMetadata = ModelMetadata()) throws {
        guard network.inputs == Self.pixelsPerImage else {
            throw ModelError(
                .unsuitable,
                "\(name): expected a network of \(Self.pixelsPerImage) inputs, one a pixel of 28x28, "
                    + "found \(network.inputs)"
            )
        }
        self.name = name
        self.network = network
        self.metadata = metadata
        prepared = try network.foldedForInference()
    }

    /// The number of pixels of an image that any recogniser takes: 28x28.
    public static let pixelsPerImage = 784

    /// The number of classes that the network tells apart.
    public var classes: Int { network.outputs }

    /// A probability for each class of each image; shape `[N, classes]`.
    ///
    /// The row of an image is the same whatever other images it comes with, and on however many threads.
    ///
    /// - Parameters:
    ///   - images: `[N, 28, 28]`, 0 paper to 255 ink.
    ///   - threads: How many threads share the work, 1 or more.
    /// - Returns: One row an image.
    public func predict(_ images: DigitImages, threads: Int = 1) -> Probabilities {
        let values = images.withPixels { prepared.predict($0, threads: threads) }
        return Probabilities(values: values, classes: classes)
    }

    /// The same for pixels in memory of the caller, which are not copied.
    ///
    /// - Parameters:
    ///   - pixels: `[N * 784]`. A length that is no multiple of 784 stops the process.
    ///   - threads: How many threads share the work, 1 or more.
    /// - Returns: `[N * classes]`.
    package func predict(_ pixels: Span<UInt8>, threads: Int = 1) -> [Float] {
        prepared.predict(pixels, threads: threads)
    }

    /// A probability for each class of one image.
    public func predict(_ image: DigitImage) -> Prediction {
        predict(DigitImages([image]))[0]
    }
}
