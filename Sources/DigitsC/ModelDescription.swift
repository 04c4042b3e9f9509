import DigitNetwork
import DigitRecognition

/// What `digits_describe` says of a model; what its file does not say is left out.
struct ModelDescription: Encodable {
    let name: String
    let classes: Int
    let parameters: Int
    /// Of one image.
    let multiplyAdds: Int
    let architecture: String
    let inputRange: String
    let trainedOn: String?
    let trainingImages: String?
    let validationAccuracy: String?
    let command: String?

    init(_ recognizer: Recognizer) {
        let (network, metadata) = (recognizer.network, recognizer.metadata)
        name = recognizer.name
        classes = recognizer.classes
        parameters = network.parameterCount
        multiplyAdds = network.multiplyAdds
        architecture = network.architecture
        inputRange = network.inputRange.rawValue
        trainedOn = metadata.dataset
        trainingImages = metadata.trainingImages
        validationAccuracy = metadata.validationAccuracy
        command = metadata.command
    }
}
