import DigitFormats

extension InferenceRequest {
    /// Reads a request.
    ///
    /// - Parameters:
    ///   - body: JSON, and behind it the bytes of binary tensors.
    ///   - jsonLength: How many bytes are JSON, by the header `Inference-Header-Content-Length`; all where `nil`.
    ///   - limit: The most images that are taken.
    /// - Throws: ``Refusal`` that names the member.
    package init(_ body: UnsafeRawBufferPointer, jsonLength: Int?, limit: Int) throws {
        let length = jsonLength ?? body.count
        guard (0...body.count).contains(length) else {
            throw Refusal.badRequest(
                "Inference-Header-Content-Length: expected at most the body's \(body.count) bytes, found \(length)")
        }
        let binary = UnsafeRawBufferPointer(rebasing: body[length...])
        var reader = JSONReader(UnsafeRawBufferPointer(rebasing: body[..<length]))
        var id: String?
        var images: Images?
        var outputs: [(tensor: InferenceTensor.Output, isBinary: Bool?)]?
        var isBinary = false
        try reader.object("request") { reader, name in
            switch name {
            case "id": id = reader.takeNull() ? nil : try reader.string(name)
            case "inputs":
                var count = 0
                try reader.array(name) { reader, index in
                    guard index == 0 else { throw reader.error(name, "expected one tensor, found more") }
                    let member = "\(name)[\(index)]"
                    images = try InferenceInput(&reader, member: member, limit: limit)
                        .images(member, binary: binary, limit: limit)
                    count += 1
                }
                guard count == 1 else { throw reader.error(name, "expected one tensor, found none") }
            case "outputs": outputs = try Self.outputs(&reader)
            case "parameters": isBinary = try Self.flag("binary_data_output", &reader, name) ?? false
            default: try reader.skipValue(name)
            }
        }
        try reader.end()
        guard let images else { throw Refusal.badRequest("inputs: expected one tensor, found none") }
        self.id = id
        self.images = images
        let wanted = outputs ?? InferenceTensor.Output.allCases.map { ($0, nil) }
        self.outputs = wanted.map { Output(tensor: $0.tensor, isBinary: $0.isBinary ?? isBinary) }
    }

    /// Reads `outputs`; `nil`, for all of them, where it is null or empty.
    private static func outputs(
        _ reader: inout JSONReader
    ) throws -> [(tensor: InferenceTensor.Output, isBinary: Bool?)]? {
        if reader.takeNull() { return nil }
        var outputs: [(tensor: InferenceTensor.Output, isBinary: Bool?)] = []
        try reader.array("outputs") { reader, index in
            let member = "outputs[\(index)]"
            var tensor: InferenceTensor.Output?
            var isBinary: Bool?
            try reader.object(member) { reader, name in
                switch name {
                case "name":
                    let text = try reader.string("\(member).name")
                    tensor = InferenceTensor.Output(rawValue: text)
                    guard tensor != nil else {
                        throw Refusal.badRequest(
                            "\(member).name: expected \(names), found \(String(shown: text))")
                    }
                case "parameters": isBinary = try flag("binary_data", &reader, "\(member).parameters")
                default: try reader.skipValue("\(member).\(name)")
                }
            }
            guard let tensor else { throw Refusal.badRequest("\(member).name: expected \(names), found none") }
            guard !outputs.contains(where: { $0.tensor == tensor }) else {
                throw Refusal.badRequest("\(member).name: \(tensor.rawValue) comes twice")
            }
            outputs.append((tensor, isBinary))
        }
        return outputs.isEmpty ? nil : outputs
    }

    private static var names: String { InferenceTensor.Output.allCases.map(\.rawValue).joined(separator: " or ") }

    /// Reads an object of parameters for one that is true or false.
    private static func flag(_ wanted: String, _ reader: inout JSONReader, _ member: String) throws -> Bool? {
        if reader.takeNull() { return nil }
        var flag: Bool?
        try reader.object(member) { reader, name in
            let member = "\(member).\(name)"
            if name == wanted { flag = try reader.boolean(member) } else { try reader.skipValue(member) }
        }
        return flag
    }
}
