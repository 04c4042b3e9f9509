import DigitFormats

/// One entry of a request's `inputs`, as it was read: its members may come in any order, so that only the end tells
/// whether they fit together.
struct InferenceInput {
    var name: String?
    var shape: [Int]?
    var dataType: String?
    var numbers: JSONNumbers?
    /// How many bytes behind the JSON are its values.
    var binarySize: Int?

    /// Reads the entry at `member`, with at most `limit` images.
    init(_ reader: inout JSONReader, member: String, limit: Int) throws {
        try reader.object(member) { reader, name in
            let member = "\(member).\(name)"
            switch name {
            case "name": self.name = try reader.string(member)
            case "datatype": dataType = try reader.string(member)
            case "data": numbers = try reader.numbers(member, limit: limit * InferenceTensor.pixels)
            case "shape":
                var shape: [Int] = []
                try reader.array(member) { reader, index in
                    guard index < JSONReader.maximumRank else {
                        throw reader.error(member, "expected at most \(JSONReader.maximumRank) dimensions")
                    }
                    shape.append(try reader.integer("\(member)[\(index)]"))
                }
                self.shape = shape
            case "parameters":
                if reader.takeNull() { return }
                try reader.object(member) { reader, name in
                    let member = "\(member).\(name)"
                    guard name == "binary_data_size" else { return try reader.skipValue(member) }
                    binarySize = try reader.integer(member)
                }
            default: try reader.skipValue(member)
            }
        }
    }

    /// The images of the entry at `member`, where all that was said fits together; `binary` stands behind the JSON.
    func images(_ member: String, binary: UnsafeRawBufferPointer, limit: Int) throws -> InferenceRequest.Images {
        guard let name else {
            throw Refusal.badRequest("\(member).name: expected \(InferenceTensor.input), found none")
        }
        guard name == InferenceTensor.input else {
            throw Refusal.badRequest("\(member).name: expected \(InferenceTensor.input), found \(shown(name))")
        }
        let types = InferenceTensor.DataType.allCases.map(\.rawValue).joined(separator: " or ")
        guard let text = dataType, let type = InferenceTensor.DataType(rawValue: text) else {
            throw Refusal.badRequest("\(member).datatype: expected \(types), found \(dataType.map(shown) ?? "none")")
        }
        let count = try imageCount(member, limit: limit)
        let values = count * InferenceTensor.pixels
        switch (numbers, binarySize) {
        case (let numbers?, nil):
            guard binary.isEmpty else {
                throw Refusal.badRequest(
                    "\(member).parameters.binary_data_size: \(binary.count) bytes follow the JSON, but none were announced"
                )
            }
            return try images(numbers, type, member, count: values)
        case (nil, let size?):
            guard size == values * type.size else {
                throw Refusal.badRequest(
                    "\(member).parameters.binary_data_size: expected \(values * type.size) for shape \(shape ?? []) of "
                        + "\(type.rawValue), found \(size)")
            }
            guard size == binary.count else {
                throw Refusal.badRequest(
                    "\(member).parameters.binary_data_size: \(size) was announced, \(binary.count) bytes follow the JSON"
                )
            }
            return try images(binary, type, member)
        case (nil, nil): throw Refusal.badRequest("\(member).data: expected \(values) numbers, found none")
        case (_?, _?):
            throw Refusal.badRequest("\(member): expected data or binary_data_size, found both")
        }
    }

    /// The number of images that the shape tells.
    private func imageCount(_ member: String, limit: Int) throws -> Int {
        let expected = "[n,784], [n,28,28] or [n,1,28,28]"
        guard let shape else { throw Refusal.badRequest("\(member).shape: expected \(expected), found none") }
        guard let count = shape.first, InferenceTensor.imageShapes.contains(Array(shape.dropFirst())), count > 0 else {
            throw Refusal.badRequest("\(member).shape: expected \(expected) with n of 1 or more, found \(shape)")
        }
        guard count <= limit else {
            throw Refusal.tooLarge("\(member).shape: expected at most \(limit) images, found \(count)")
        }
        return count
    }

    private func images(
        _ numbers: JSONNumbers, _ type: InferenceTensor.DataType, _ member: String, count: Int
    ) throws -> InferenceRequest.Images {
        guard numbers.lengths == [count] || numbers.lengths == shape else {
            throw Refusal.badRequest(
                "\(member).data: expected \(count) numbers, flat or nested as shape \(shape ?? []), "
                    + "found \(numbers.values.count) as \(numbers.lengths)")
        }
        switch type {
        case .fp32:
            try checkUnit(numbers.values, member)
            return .values(numbers.values)
        case .uint8:
            var pixels: [UInt8] = []
            pixels.reserveCapacity(numbers.values.count)
            for (index, value) in numbers.values.enumerated() {
                guard let pixel = UInt8(exactly: value) else {
                    throw Refusal.badRequest(
                        "\(member).data[\(index)]: expected a whole number of 0...255, found \(value)")
                }
                pixels.append(pixel)
            }
            return .pixels(pixels)
        }
    }

    private func images(
        _ bytes: UnsafeRawBufferPointer, _ type: InferenceTensor.DataType, _ member: String
    ) throws -> InferenceRequest.Images {
        guard type == .fp32 else { return .pixels([UInt8](bytes)) }
        let values = (0..<bytes.count / 4).map { index in
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
        }
        try checkUnit(values, member)
        return .values(values)
    }

    /// Numbers past 0...1 are most often bytes that were not scaled: better refused than read wrongly.
    private func checkUnit(_ values: [Float], _ member: String) throws {
        guard let index = values.firstIndex(where: { !(0...1).contains($0) }) else { return }
        throw Refusal.badRequest(
            "\(member).data[\(index)]: expected FP32 of 0 (paper) to 1 (ink), found \(values[index]); "
                + "0 to 255 goes as UINT8")
    }

    private func shown(_ text: String) -> String { String(shown: text) }
}
