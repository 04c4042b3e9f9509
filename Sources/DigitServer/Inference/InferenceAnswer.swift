import DigitRecognition
import HTTPTypes
import Hummingbird

/// The answer to an inference request.
struct InferenceAnswer {
    let model: ServedModel
    let request: InferenceRequest
    let probabilities: Probabilities

    /// The tensors as JSON alone, or as JSON with bytes behind it.
    var response: Response {
        var writer = JSONWriter()
        var binary: [UInt8] = []
        writer.object { writer in
            writer.member("model_name", model.name)
            writer.member("model_version", String(model.version))
            if let id = request.id { writer.member("id", id) }
            writer.name("outputs")
            writer.array { writer in
                for output in request.outputs { write(output, &writer, &binary) }
            }
        }
        guard request.outputs.contains(where: \.isBinary) else { return Response(json: writer) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .inferenceHeaderContentLength: String(writer.bytes.count),
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes + binary)))
    }

    private func write(_ output: InferenceRequest.Output, _ writer: inout JSONWriter, _ binary: inout [UInt8]) {
        let tensor = output.tensor
        writer.object { writer in
            writer.member("name", tensor.rawValue)
            writer.member("datatype", tensor.dataType)
            writer.member("shape", tensor.shape(count: probabilities.count, classes: probabilities.classes))
            guard output.isBinary else {
                writer.name("data")
                return writer.array { writer in
                    switch tensor {
                    case .probabilities: for value in probabilities.values { writer.value(value) }
                    case .digit: for digit in probabilities.digits { writer.value(digit) }
                    }
                }
            }
            let start = binary.count
            switch tensor {
            case .probabilities:
                for value in probabilities.values { binary.append(littleEndian: value.bitPattern) }
            case .digit:
                for digit in probabilities.digits { binary.append(littleEndian: UInt64(digit)) }
            }
            writer.name("parameters")
            writer.object { $0.member("binary_data_size", binary.count - start) }
        }
    }
}

extension [UInt8] {
    /// Adds the bytes of a number, the lowest first.
    fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}

extension HTTPField.Name {
    /// How many bytes of a body are JSON, where binary tensors follow.
    static let inferenceHeaderContentLength = HTTPField.Name(known: "Inference-Header-Content-Length")

    /// A name that we know to be well formed.
    init(known name: String) {
        guard let name = HTTPField.Name(name) else { fatalError("\(name) is no name of a header") }
        self = name
    }
}
