import DigitFormats

/// What a name of a graph stands for while the graph is turned into a network.
enum ONNXValue {
    /// An array that does not depend on the images.
    case constant(Tensor)
    /// A list of sizes, `nil` for the number of images; what exporters calculate a shape to reshape to with.
    case sizes([Int?])
    /// The images on their way.
    case flow(ONNXFlow)
    /// The digits that were read, or what follows from them; nobody asks, since the probabilities say it.
    case labels
    /// Something that may lie unused; the text says what it is.
    case other(String)
    /// Nothing: an output that inference does not have, such as a dropout's mask.
    case absent

    /// What it is, in a sentence.
    var description: String {
        switch self {
        case .constant(let tensor): "an array \(tensor.elementType.rawValue) \(tensor.shape)"
        case .sizes: "a list of sizes"
        case .flow(let flow): "the images, \(flow.view) each"
        case .labels: "the labels"
        case .other(let what): what
        case .absent: "nothing"
        }
    }
}
