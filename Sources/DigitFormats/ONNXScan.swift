/// Looks through the messages of a file without making anything of them, so that nothing large is made of a file that is
/// damaged or made to exhaust memory.
///
/// Two bytes of a file can be an empty node, for which a reader makes hundreds. What is found here is counted against
/// ``ONNX/maximumPartCount``, and known fields must have the wire type that they are declared with, which Protocol
/// Buffers alone would pass over.
///
/// Source: https://protobuf.dev/programming-guides/encoding.
struct ONNXScan {
    /// The messages that onnx.proto declares.
    private enum Message {
        case model, operatorSet, text, graph, node, attribute, tensor, valueInfo, type, tensorType, shape, dimension

        /// The fields that hold messages.
        func child(_ field: UInt64) -> Message? {
            switch (self, field) {
            case (.model, 7): .graph
            case (.model, 8): .operatorSet
            case (.model, 14), (.tensor, 13): .text
            case (.graph, 1): .node
            case (.graph, 5), (.attribute, 5): .tensor
            case (.graph, 11), (.graph, 12): .valueInfo
            case (.node, 5): .attribute
            case (.valueInfo, 2): .type
            case (.type, 1): .tensorType
            case (.tensorType, 2): .shape
            case (.shape, 1): .dimension
            default: nil
            }
        }

        /// The fields that hold text, arrays or single numbers, by what may stand in the file: `nil` where any may.
        func wireTypes(_ field: UInt64) -> ClosedRange<UInt64>? {
            let (number, bytes, either) = (
                0...0 as ClosedRange<UInt64>, 2...2 as ClosedRange<UInt64>, 0...5 as ClosedRange<UInt64>
            )
            switch self {
            case .model:
                return [1, 5].contains(field)
                    ? number : [2, 3, 4, 6, 7, 8, 14, 20, 25, 26].contains(field) ? bytes : nil
            case .operatorSet: return field == 2 ? number : field == 1 ? bytes : nil
            case .text: return field <= 2 ? bytes : nil
            case .graph: return [1, 2, 5, 10, 11, 12, 13, 15].contains(field) ? bytes : nil
            case .node: return field <= 7 ? bytes : nil
            case .attribute:
                return [1, 4, 5, 6, 9, 21].contains(field) ? bytes : field == 20 || field == 3 ? number : nil
            case .tensor: return [3, 8, 9, 13].contains(field) ? bytes : field == 2 || field == 14 ? number : either
            case .valueInfo: return field <= 3 ? bytes : nil
            case .type: return field == 1 || field == 4 || field == 5 ? bytes : nil
            case .tensorType: return field == 1 ? number : field == 2 ? bytes : nil
            case .shape: return field == 1 ? bytes : nil
            case .dimension: return field == 1 ? number : field == 2 ? bytes : nil
            }
        }
    }

    /// The largest field of the standard's `ModelProto`; what comes after the model's end would mostly be beyond it.
    private static let largestModelField: UInt64 = 26

    private var reader: ByteReader
    private var open: [(message: Message, end: Int)]
    private var parts = 0
    private var nodes = 0
    private var hasGraph = false

    /// Looks through a whole file.
    ///
    /// - Throws: `truncated`, `malformed`, `limitExceeded`.
    static func check(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
        var scan = ONNXScan(bytes)
        while scan.closeFinished() { try scan.field() }
        guard scan.hasGraph else {
            throw FormatError.wrongFormat(.onnx, "expected a model with a graph", found: bytes)
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        reader = ByteReader(bytes, format: .onnx)
        open = [(.model, bytes.count)]
    }

    /// Leaves the messages that end here; `false` where that was the last.
    private mutating func closeFinished() -> Bool {
        while let last = open.last, last.end == reader.offset { open.removeLast() }
        return !open.isEmpty
    }

    private mutating func field() throws(FormatError) {
        let (start, current) = (reader.offset, open[open.count - 1])
        let tag = try varint(before: current.end)
        let (number, wireType) = (tag >> 3, tag & 7)
        guard (1...0x1FFF_FFFF).contains(number), [0, 1, 2, 5].contains(wireType) else {
            throw FormatError(.malformed, .onnx, at: start, "expected a field, found the tag \(tag)")
        }
        if current.message == .model, number > Self.largestModelField {
            throw FormatError(
                .malformed, .onnx, at: start,
                "expected a field of a model, 1 to \(Self.largestModelField), or the end, found field \(number)")
        }
        if let expected = current.message.wireTypes(number), !expected.contains(wireType) {
            throw FormatError(.malformed, .onnx, at: start, "field \(number) has the wire type \(wireType)")
        }
        switch wireType {
        case 0: _ = try varint(before: current.end)
        case 1: try skip(8, before: current.end)
        case 5: try skip(4, before: current.end)
        default: try lengthDelimited(number, in: current, at: start)
        }
    }

    /// Enters a message, or passes over bytes.
    private mutating func lengthDelimited(
        _ number: UInt64, in current: (message: Message, end: Int), at start: Int
    ) throws(FormatError) {
        let length = try varint(before: current.end)
        guard length <= UInt64(current.end - reader.offset) else {
            throw FormatError(
                .truncated, .onnx, at: start,
                "field \(number) takes \(length) bytes, \(current.end - reader.offset) are left")
        }
        guard let child = current.message.child(number) else { return try skip(Int(length), before: current.end) }
        parts += 1
        guard parts <= ONNX.maximumPartCount else {
            throw FormatError(.limitExceeded, .onnx, at: start, "more than \(ONNX.maximumPartCount) parts")
        }
        if child == .node {
            nodes += 1
            guard nodes <= ONNX.maximumNodeCount else {
                throw FormatError(.limitExceeded, .onnx, at: start, "more than \(ONNX.maximumNodeCount) nodes")
            }
        }
        if child == .graph {
            guard !hasGraph else { throw FormatError(.malformed, .onnx, at: start, "a second graph") }
            hasGraph = true
        }
        open.append((child, reader.offset + Int(length)))
    }

    private mutating func skip(_ count: Int, before end: Int) throws(FormatError) {
        guard count <= end - reader.offset else {
            throw FormatError(.truncated, .onnx, at: reader.offset, "\(end - reader.offset) of \(count) bytes are left")
        }
        _ = try reader.take(count, "a field")
    }

    /// An unsigned integer of seven bits a byte, the lowest first, in at most ten bytes.
    private mutating func varint(before end: Int) throws(FormatError) -> UInt64 {
        let start = reader.offset
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
            guard reader.offset < end else {
                throw FormatError(.truncated, .onnx, at: start, "a number has no end")
            }
            let byte = UInt64(try reader.byte("a number"))
            guard shift < 63 || byte <= 1 else { break }
            value |= (byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw FormatError(.malformed, .onnx, at: start, "a number of more than 64 bits")
    }
}
