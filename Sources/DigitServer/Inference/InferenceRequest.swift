/// A request of the Open Inference Protocol, version 2, as this server takes it: one tensor of images.
package struct InferenceRequest: Equatable {
    /// The caller's own name for the request, sent back.
    package var id: String?
    /// The images, flattened: [N, 784].
    package var images: Images
    /// What is sent back, in the caller's order.
    package var outputs: [Output]

    /// The pixels as they came.
    package enum Images: Equatable {
        /// 0...1 each, from FP32.
        case values([Float])
        /// 0...255 each, from UINT8.
        case pixels([UInt8])

        /// How many images: N.
        var count: Int {
            switch self {
            case .values(let values): values.count / InferenceTensor.pixels
            case .pixels(let pixels): pixels.count / InferenceTensor.pixels
            }
        }
    }

    /// A tensor that is sent back.
    package struct Output: Equatable {
        package var tensor: InferenceTensor.Output
        /// Whether its values follow the JSON as bytes.
        package var isBinary: Bool
    }
}
