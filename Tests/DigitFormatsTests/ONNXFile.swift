/// Messages of Protocol Buffers, written field by field: https://protobuf.dev/programming-guides/encoding.
enum Wire {
    /// A number of seven bits a byte.
    static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// A field that is a number.
    static func number(_ field: UInt64, _ value: Int64) -> [UInt8] {
        varint(field << 3) + varint(UInt64(bitPattern: value))
    }

    /// A field that is text, bytes or a message.
    static func bytes(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
    }

    /// A field that is text.
    static func text(_ field: UInt64, _ text: String) -> [UInt8] { bytes(field, Array(text.utf8)) }

    /// A field of four bytes.
    static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
        varint(field << 3 | 5) + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
}

/// Files of ONNX, from the field numbers of the standard's `onnx.proto`.
enum ONNXFile {
    /// ModelProto: ir_version 1, graph 7, opset_import 8, metadata_props 14.
    static func model(
        graph: [UInt8], operatorSets: [(String, Int64)] = [("", 13)], metadata: [(String, String)] = [],
        rest: [UInt8] = []
    ) -> [UInt8] {
        var file = Wire.number(1, 8) + Wire.bytes(7, graph)
        for (domain, version) in operatorSets { file += Wire.bytes(8, Wire.text(1, domain) + Wire.number(2, version)) }
        for (key, value) in metadata { file += Wire.bytes(14, Wire.text(1, key) + Wire.text(2, value)) }
        return file + rest
    }

    /// TensorProto in a graph (5): dims 1, data_type 2, name 8, and what else is given.
    static func initializer(_ name: String, _ type: Int64, _ dims: [Int64], _ data: [UInt8]) -> [UInt8] {
        Wire.bytes(5, tensor(name, type, dims, data))
    }

    /// TensorProto.
    static func tensor(_ name: String, _ type: Int64, _ dims: [Int64], _ data: [UInt8]) -> [UInt8] {
        dims.flatMap { Wire.number(1, $0) } + Wire.number(2, type) + Wire.text(8, name) + data
    }

    /// NodeProto in a graph (1): input 1, output 2, name 3, op_type 4, attribute 5, domain 7.
    static func node(
        _ operation: String, inputs: [String] = ["x"], outputs: [String] = ["y"], name: String = "n",
        attributes: [[UInt8]] = [], domain: String = ""
    ) -> [UInt8] {
        var node = inputs.flatMap { Wire.text(1, $0) } + outputs.flatMap { Wire.text(2, $0) }
        node += Wire.text(3, name) + Wire.text(4, operation) + attributes.flatMap { Wire.bytes(5, $0) }
        return Wire.bytes(1, node + Wire.text(7, domain))
    }

    /// ValueInfoProto in a graph (11 is an input, 12 an output): name 1, type 2; a size of `nil` is a dim_param.
    static func value(_ field: UInt64, _ name: String, type: Int64 = 1, _ shape: [Int64?]) -> [UInt8] {
        let dims = shape.flatMap { Wire.bytes(1, $0.map { Wire.number(1, $0) } ?? Wire.text(2, "n")) }
        let tensor = Wire.number(1, type) + Wire.bytes(2, dims)
        return Wire.bytes(field, Wire.text(1, name) + Wire.bytes(2, Wire.bytes(1, tensor)))
    }

    /// A small model with an array of each way to store one, and each kind of attribute.
    static let small = model(
        graph: Wire.text(2, "graph")
            + node(
                "Gemm", inputs: ["x", "w", ""],
                attributes: [
                    Wire.text(1, "alpha") + Wire.number(20, 1) + Wire.float(2, 0.5),
                    Wire.text(1, "axes") + Wire.number(20, 7) + Wire.number(8, -1) + Wire.number(8, 300),
                    Wire.text(1, "mode") + Wire.number(20, 3) + Wire.text(4, "SAME"),
                    Wire.text(1, "to") + Wire.number(20, 2) + Wire.number(3, -7),
                    Wire.text(1, "scales") + Wire.number(20, 6) + Wire.float(7, 1.5) + Wire.float(7, -2),
                    Wire.text(1, "names") + Wire.number(20, 8) + Wire.text(9, "eins") + Wire.text(9, "zwei"),
                    Wire.text(1, "value") + Wire.number(20, 4)
                        + Wire.bytes(5, tensor("", 6, [2], Wire.bytes(5, [1, 2]))),
                ])
            + initializer("w", 1, [2, 1], Wire.bytes(9, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]))
            + initializer("shape", 7, [2], Wire.bytes(7, Wire.varint(.max) + [3]))
            + value(11, "x", [nil, 2]) + value(11, "w", [2, 1]) + value(12, "y", [nil, 1]),
        operatorSets: [("", 13), ("ai.onnx.ml", 3)], metadata: [("input_range", "byte")])
}
