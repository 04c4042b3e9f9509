import DigitDatasets
import DigitRecognition

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The answer of `/v1/classify`: what `digits classify --format json` prints, and what the query asks for besides.
struct ClassifyAnswer {
    let query: ClassifyQuery

    /// What became of one picture.
    enum Entry {
        /// What stands in it.
        case read(PictureReading, file: String)
        /// Why it could not be read.
        case failed(String, file: String)
    }

    /// One entry a picture.
    func json(_ entries: [Entry]) -> JSONWriter {
        var writer = JSONWriter()
        writer.array { writer in
            for entry in entries {
                switch entry {
                case .read(let reading, let file):
                    write(ReadingDocument(reading, of: file), reading.digits, &writer)
                case .failed(let message, let file):
                    write(ReadingDocument(failure: message, of: file), [], &writer)
                }
            }
        }
        return writer
    }

    private func write(_ document: ReadingDocument, _ found: [FoundDigit], _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("digits")
            writer.array { writer in
                for (digit, found) in zip(document.digits, found) { write(digit, found, &writer) }
            }
            if let error = document.error { writer.member("error", error) }
            if let file = document.file { writer.member("file", file) }
            writer.member("text", document.text)
        }
    }

    private func write(_ digit: ReadingDocument.Digit, _ found: FoundDigit, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("box", digit.box)
            writer.name("digit")
            if let digit = digit.digit { writer.value(digit) } else { writer.null() }
            writer.member("probability", digit.probability)
            writer.member("certainty", digit.certainty)
            writer.name("probabilities")
            writer.array { writer in
                for probability in digit.probabilities { writer.value(probability) }
            }
            if query.showsImage {
                writer.member("pixels", Data(found.image.pixels).base64EncodedString())
            }
            if let top = query.top {
                writer.name("top")
                writer.array { writer in
                    let order = digit.probabilities.indices.sorted { digit.probabilities[$0] > digit.probabilities[$1] }
                    for index in order.prefix(top) {
                        writer.object { writer in
                            writer.member("digit", index)
                            writer.member("probability", digit.probabilities[index])
                        }
                    }
                }
            }
        }
    }
}
