extension ONNX {
    /// Adds an array of the graph to the model, by where it lies.
    static func read(_ message: Onnx_TensorProto, into model: inout ONNXModel) throws(FormatError) {
        let shape = try shape(message)
        guard let elementType = ElementType(onnxNumber: Int(message.dataType)) else {
            model.otherInitializers[message.name] = typeName(message.dataType)
            return
        }
        guard message.dataLocation != 1 else {
            model.externalInitializers.append(try external(message, elementType, shape))
            return
        }
        let tensor = try tensor(message, elementType, shape)
        model.initializers.append(TensorArchive.Entry(name: message.name, tensor: tensor))
    }

    /// The sizes of the dimensions.
    static func shape(_ message: Onnx_TensorProto) throws(FormatError) -> [Int] {
        guard message.dims.count <= maximumRank else {
            throw FormatError(.limitExceeded, .onnx, "\(shown(message)) has \(message.dims.count) dimensions")
        }
        return message.dims.map { Int($0) }
    }

    /// An array with the bytes or numbers that stand in the file, once they are known to be those of its shape.
    static func tensor(
        _ message: Onnx_TensorProto, _ elementType: ElementType, _ shape: [Int]
    ) throws(FormatError) -> Tensor {
        guard !message.hasSegment else {
            throw FormatError(.unsupported, .onnx, "\(shown(message)) is in pieces")
        }
        let found = message.hasRawData ? message.rawData.count : numberCount(message, elementType) * elementType.size
        guard let size = Tensor.byteCount(of: shape, elementType), size == found else {
            throw FormatError(
                .malformed, .onnx,
                "\(shown(message)) has the shape \(shape) of \(elementType.rawValue), which does not take \(found) bytes"
            )
        }
        let bytes = message.hasRawData ? Array(message.rawData) : try packed(message, elementType)
        if elementType == .bool, let wrong = bytes.first(where: { $0 > 1 }) {
            throw FormatError(.malformed, .onnx, "\(shown(message)) has the truth value \(wrong)")
        }
        return Tensor(trusted: elementType, shape: shape, bytes: bytes)
    }

    /// How many numbers stand in the field that the type's belong in.
    private static func numberCount(_ message: Onnx_TensorProto, _ elementType: ElementType) -> Int {
        switch elementType {
        case .float32: message.floatData.count
        case .float64: message.doubleData.count
        case .int64: message.int64Data.count
        case .uint32, .uint64: message.uint64Data.count
        default: message.int32Data.count
        }
    }

    /// The numbers of the type's field as little-endian bytes.
    private static func packed(_ message: Onnx_TensorProto, _ elementType: ElementType) throws(FormatError) -> [UInt8] {
        let bytes: [UInt8]? =
            switch elementType {
            case .float32: pack(message.floatData) { $0.bitPattern }
            case .float64: pack(message.doubleData) { $0.bitPattern }
            case .int64: pack(message.int64Data) { $0 }
            case .uint64: pack(message.uint64Data) { $0 }
            case .uint32: pack(message.uint64Data) { UInt32(exactly: $0) }
            case .int32: pack(message.int32Data) { $0 }
            case .int16: pack(message.int32Data) { Int16(exactly: $0) }
            case .int8: pack(message.int32Data) { Int8(exactly: $0) }
            // Numbers of 16 bits without a type of their own stand here as their bits.
            case .uint16, .float16, .bfloat16: pack(message.int32Data) { UInt16(exactly: $0) }
            case .uint8, .bool: pack(message.int32Data) { UInt8(exactly: $0) }
            }
        guard let bytes else {
            throw FormatError(.malformed, .onnx, "\(shown(message)) has a number that is no \(elementType.rawValue)")
        }
        return bytes
    }

    private static func pack<Number, Bits: FixedWidthInteger>(
        _ numbers: [Number], _ bits: (Number) -> Bits?
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * MemoryLayout<Bits>.size)
        for number in numbers {
            guard let bits = bits(number) else { return nil }
            bytes.append(littleEndian: bits)
        }
        return bytes
    }

    /// Where an array lies in another file.
    private static func external(
        _ message: Onnx_TensorProto, _ elementType: ElementType, _ shape: [Int]
    ) throws(FormatError) -> ONNXModel.ExternalData {
        var fields: [String: String] = [:]
        for entry in message.externalData {
            guard fields.updateValue(entry.value, forKey: entry.key) == nil else {
                throw FormatError(.malformed, .onnx, "\(shown(message)) names its \(String(shown: entry.key)) twice")
            }
        }
        guard let location = fields["location"], let size = Tensor.byteCount(of: shape, elementType),
            let offset = Int(fields["offset"] ?? "0"), offset >= 0, let length = Int(fields["length"] ?? "\(size)"),
            length == size, !offset.addingReportingOverflow(length).overflow
        else {
            throw FormatError(
                .malformed, .onnx,
                "\(shown(message)) has the shape \(shape) of \(elementType.rawValue), "
                    + "its place in another file does not fit that")
        }
        return ONNXModel.ExternalData(
            name: message.name, elementType: elementType, shape: shape, location: location, offset: offset,
            byteCount: size)
    }

    private static func shown(_ message: Onnx_TensorProto) -> String {
        message.name.isEmpty ? "an array" : "the array \(String(shown: message.name))"
    }

    /// A type that ``ElementType`` does not have, as the standard calls it.
    static func typeName(_ number: Int32) -> String {
        switch number {
        case 8: "texts"
        case 14, 15: "complex numbers"
        case 17...20, 24: "numbers of 8 bits with an exponent"
        case 21...23, 25...28: "numbers of fewer than 8 bits"
        default: "type \(number)"
        }
    }
}
