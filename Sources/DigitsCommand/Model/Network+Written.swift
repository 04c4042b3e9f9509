import DigitNetwork
import DigitRecognition

extension Network {
    /// Finds out whether a weights file of this network could be read again, before it is written.
    ///
    /// - Parameters:
    ///   - path: The file to write, for the messages.
    ///   - format: Its format.
    /// - Returns: What its reader has to say, since the file cannot; `nil` where it says everything.
    /// - Throws: `ModelError` where nothing could say what the layers are.
    func warningIfWritten(to path: String, _ format: WeightsFormat) throws -> String? {
        if format.keepsArchitecture || isRead(withoutMetadata: NetworkOptions()) { return nil }
        guard isRead(withoutMetadata: optionsWithoutMetadata) else {
            throw ModelError(
                .usage,
                "\(path) could not be read again: nothing in it would say what the layers are; write .safetensors")
        }
        return "\(path) cannot say that the layers are \(architecture) and the pixels \(inputRange.rawValue): "
            + "give --activation and --input-range when you load it"
    }
}
