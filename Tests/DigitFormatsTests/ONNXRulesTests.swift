import DigitFormats
import DigitTestSupport
import Testing

@Suite("ONNX files that are no models")
struct ONNXRulesTests {
    @Test(arguments: [
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 26143\n",
            "a Git LFS pointer, which stands for a file that was not fetched"
        ),
        ("\n<!DOCTYPE html><html>", "an HTML page, such as a server's error message"),
        ("\u{89}PNG\r\n\u{1A}\n", "a PNG picture"),
    ])
    func namesWhatStandsInAModelsPlace(text: String, kind: String) {
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        #expect(description(bytes) == "ONNX: expected a model; these bytes look like \(kind), at byte 0")
    }

    @Test(
        arguments: [
            ([], "expected a model, at byte 0"),
            (Wire.number(1, 8), "expected a model with a graph, at byte 0"),
            (ONNXFile.model(graph: [], rest: Wire.bytes(7, [])), "a second graph, at byte 10"),
            (
                ONNXFile.model(graph: [], rest: Wire.text(40, "rest")),
                "expected a field of a model, 1 to 26, or the end, found field 40, at byte 10"
            ),
            (ONNXFile.model(graph: [], rest: [0, 0]), "expected a field, found the tag 0, at byte 10"),
            (ONNXFile.model(graph: [], rest: [0x0B]), "expected a field, found the tag 11, at byte 10"),
            (ONNXFile.model(graph: [], rest: Wire.bytes(1, [8])), "field 1 has the wire type 2, at byte 10"),
            (
                ONNXFile.model(graph: [], rest: [0x08] + [UInt8](repeating: 0xFF, count: 10)),
                "a number of more than 64 bits, at byte 11"
            ),
            (ONNXFile.model(graph: [], rest: [0x08, 0x80]), "a number has no end, at byte 11"),
            (ONNXFile.model(graph: [0x0A, 0x05, 1]), "field 1 takes 5 bytes, 1 are left, at byte 4"),
            (ONNXFile.model(graph: Wire.bytes(15, [])), "sparse arrays are not read"),
            (
                ONNXFile.model(graph: ONNXFile.initializer("a", 1, [2, 3], Wire.bytes(9, [1, 2, 3, 4]))),
                "the array a has the shape [2, 3] of float32, which does not take 4 bytes"
            ),
            (
                ONNXFile.model(graph: ONNXFile.initializer("a", 1, [1 << 40, 1 << 40], Wire.bytes(9, []))),
                "the array a has the shape [1099511627776, 1099511627776] of float32, which does not take 0 bytes"
            ),
            (
                ONNXFile.model(graph: ONNXFile.initializer("a", 1, [-1], Wire.bytes(9, []))),
                "the array a has the shape [-1] of float32, which does not take 0 bytes"
            ),
            (
                ONNXFile.model(graph: ONNXFile.initializer("a", 2, [1], Wire.number(5, 256))),
                "the array a has a number that is no uint8"
            ),
            (
                ONNXFile.model(graph: ONNXFile.initializer("a", 9, [1], Wire.bytes(9, [2]))),
                "the array a has the truth value 2"
            ),
            (
                ONNXFile.model(
                    graph: ONNXFile.initializer(
                        "a", 1, [UInt8](repeating: 1, count: 65).map { Int64($0) }, Wire.float(4, 1))),
                "the array a has 65 dimensions"
            ),
            (
                ONNXFile.model(
                    graph: ONNXFile.initializer("a", 1, [], Wire.float(4, 1)) + ONNXFile.node("Relu", outputs: ["a"])),
                "a is defined twice"
            ),
            (ONNXFile.model(graph: ONNXFile.node("Relu") + ONNXFile.node("Relu")), "y is defined twice"),
            (
                ONNXFile.model(
                    graph: ONNXFile.node(
                        "If", attributes: [Wire.text(1, "then_branch") + Wire.number(20, 5) + Wire.bytes(6, [])])),
                "If \"n\": then_branch is a subgraph, which is not read"
            ),
            (
                ONNXFile.model(graph: ONNXFile.node("Relu", attributes: [Wire.text(1, "a"), Wire.text(1, "a")])),
                "Relu \"n\": a is of a kind that is not read"
            ),
            (
                ONNXFile.model(
                    graph: ONNXFile.node(
                        "Relu",
                        attributes: [Wire.text(1, "a") + Wire.number(3, 1), Wire.text(1, "a") + Wire.number(3, 1)])),
                "Relu \"n\": a is given twice"
            ),
            (
                ONNXFile.model(graph: [], operatorSets: [("", 13), ("ai.onnx", 14)]),
                "the operator set \"\" is named with two versions"
            ),
            (ONNXFile.model(graph: [], metadata: [("a", "1"), ("a", "2")]), "the metadata \"a\" are given twice"),
        ] as [([UInt8], String)])
    func saysWhatIsWrongAndWhere(bytes: [UInt8], message: String) {
        #expect(description(bytes) == "ONNX: " + message)
    }

    @Test(arguments: [
        [("location", "w"), ("offset", "-1")], [("location", "w"), ("length", "23")], [("offset", "0")],
        [("location", "w"), ("offset", "9223372036854775807")], [("location", "w"), ("offset", "x")],
    ])
    func aPlaceInAnotherFileThatCannotBeIsRefused(entries: [(String, String)]) {
        let place = entries.flatMap { Wire.bytes(13, Wire.text(1, $0.0) + Wire.text(2, $0.1)) } + Wire.number(14, 1)
        let bytes = ONNXFile.model(graph: ONNXFile.initializer("a", 1, [2, 3], place))
        #expect(
            description(bytes)
                == "ONNX: the array a has the shape [2, 3] of float32, its place in another file does not fit that")
    }

    @Test func moreNodesThanAnyNetworkHasAreRefusedBeforeTheyAreMade() {
        let nodes = [UInt8](repeating: 0, count: 20_002).enumerated().map { $0.offset % 2 == 0 ? 0x0A : 0 as UInt8 }
        let file = ONNXFile.model(graph: nodes)
        let (text, count) = measuringAllocations { description(file) }
        #expect(text == "ONNX: more than 10000 nodes, at byte 20006")
        #expect((count?.peakBytes ?? 0) < 20_000)
    }

    @Test func everyDamageIsRefusedOrReadInProportion() {
        expectNeverTraps(
            ONNXFile.small, mutations: 2000, allocationFactor: Self.factor, fixedAllowance: Self.allowance
        ) { try ONNX.decode($0) }
    }

    /// Two bytes may be an attribute, for which the reader of Protocol Buffers makes an object, and a model a value.
    private static let factor = 300.0
    /// For errors, and for the empty tables.
    private static let allowance = 32_768

    @Test(
        .enabled(if: AllocationCount.isAvailable, "allocations are counted on glibc without sanitizers only"),
        arguments: [[0x0A, 0], [0x2A, 0], [0x5A, 0], [0x0A, 2, 0x2A, 0], [0x2A, 2, 0x6A, 0]] as [[UInt8]])
    func manySmallPartsStayInProportion(part: [UInt8]) {
        let file = ONNXFile.model(graph: (0..<9000).flatMap { _ in part })
        let count = measuringAllocations { _ = try? ONNX.decode(file) }.allocations
        #expect((count?.peakBytes ?? .max) < Int(Self.factor) * file.count + Self.allowance)
    }

    private func description(_ bytes: [UInt8]) -> String? {
        do throws(FormatError) {
            _ = try ONNX.decode(bytes)
            return nil
        } catch {
            return error.description
        }
    }
}
