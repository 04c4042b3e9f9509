import DigitNetwork
import DigitRecognition

extension Piece {
    /// A network out of a file of each format, ready to predict.
    static func loading(_ book: Recognizer, _ scratch: ScratchFolder) -> [Piece] {
        ["pickle", "npz", "safetensors", "onnx"].map { format in
            Piece("load/\(format)") { stopwatch in
                let path = scratch.path + "/book." + (format == "pickle" ? "pkl" : format)
                try book.write(to: path)
                let loaded = try Recognizer(contentsOf: path).network
                try check(
                    loaded.layers == book.network.layers, "load/\(format): expected the layers that were written")
                let spread = try stopwatch.time { _ in _ = try Recognizer(contentsOf: path) }
                return Outcome(spread: spread, checked: "the layers are those that were written")
            }
        }
    }
}
