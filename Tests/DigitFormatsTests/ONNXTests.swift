import DigitFormats
import Testing

@Suite("ONNX models")
struct ONNXTests {
    @Test func readsNodesArraysValuesAndMetadata() throws {
        let model = try ONNX.decode(ONNXFile.small)
        let expected = ONNXModel.Node(
            "Gemm", name: "n", inputs: ["x", "w", ""], outputs: ["y"],
            attributes: [
                "alpha": .float(0.5), "axes": .ints([-1, 300]), "mode": .string("SAME"), "to": .int(-7),
                "scales": .floats([1.5, -2]), "names": .strings(["eins", "zwei"]),
                "value": .tensor(Tensor([1, 2] as [Int32], shape: [2])),
            ])
        #expect(model.nodes == [expected])
        #expect(model.archive["w"] == Tensor([1, -2] as [Float], shape: [2, 1]))
        #expect(model.archive["shape"] == Tensor([-1, 3] as [Int64], shape: [2]))
        // Old files list the arrays among the inputs too.
        #expect(model.inputs == [.init(name: "x", elementType: .float32, shape: [nil, 2])])
        #expect(model.outputs == [.init(name: "y", elementType: .float32, shape: [nil, 1])])
        #expect(model.operatorSets == ["": 13, "ai.onnx.ml": 3])
        #expect(model.metadata == ["input_range": "byte"])
    }

    /// Types and fields by the table at `TensorProto` in onnx.proto.
    @Test(
        arguments: [
            (1, Wire.bytes(4, [0, 0, 0x20, 0x41, 0, 0, 0xC0, 0xBF]), Tensor([10, -1.5] as [Float], shape: [2])),
            (1, Wire.float(4, 10) + Wire.float(4, -1.5), Tensor([10, -1.5] as [Float], shape: [2])),
            (2, Wire.bytes(5, [200, 1, 7]), Tensor([200, 7] as [UInt8], shape: [2])),
            (6, Wire.number(5, -3) + Wire.number(5, 4), Tensor([-3, 4] as [Int32], shape: [2])),
            (7, Wire.bytes(7, [5, 6]), Tensor([5, 6] as [Int64], shape: [2])),
            (
                11, Wire.bytes(10, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0]),
                Tensor([1, -2] as [Double], shape: [2])
            ),
        ] as [(Int64, [UInt8], Tensor)])
    func readsNumbersInTheFieldOfTheirType(type: Int64, data: [UInt8], expected: Tensor) throws {
        let model = try ONNX.decode(ONNXFile.model(graph: ONNXFile.initializer("a", type, [2], data)))
        #expect(model.archive["a"] == expected)
    }

    /// 1.5 is 0x3E00 as binary16 and 0x3FC0 as bfloat16.
    @Test(arguments: [(10, 0x3E00), (16, 0x3FC0)] as [(Int64, Int64)])
    func readsNumbersOfSixteenBitsAsTheirBits(type: Int64, bits: Int64) throws {
        let raw = Wire.bytes(9, [UInt8(bits & 0xFF), UInt8(bits >> 8)])
        for data in [Wire.number(5, bits), raw] {
            let model = try ONNX.decode(ONNXFile.model(graph: ONNXFile.initializer("a", type, [1], data)))
            #expect(model.archive["a"]?.floats() == [1.5])
        }
    }

    @Test func whatIsWrittenReadsBackAndAlwaysTheSame() throws {
        var model = try ONNX.decode(ONNXFile.small)
        model.metadata["b"] = "2"
        let bytes = try ONNX.encode(model, producer: "test")
        #expect(try ONNX.decode(bytes) == model)
        #expect(try ONNX.encode(model, producer: "test") == bytes)
    }

    @Test func arraysOfOtherFilesAreNamedAndNotRead() throws {
        let entries = [("location", "weights.bin"), ("offset", "64"), ("length", "24")]
        let place = entries.flatMap { Wire.bytes(13, Wire.text(1, $0.0) + Wire.text(2, $0.1)) } + Wire.number(14, 1)
        let model = try ONNX.decode(ONNXFile.model(graph: ONNXFile.initializer("w", 1, [2, 3], place)))
        let external = try #require(model.externalInitializers.first)
        #expect(external.name == "w" && external.location == "weights.bin" && external.shape == [2, 3])
        #expect(external.elementType == .float32 && external.offset == 64 && external.byteCount == 24)
        #expect(model.initializers.isEmpty)
    }

    @Test func arraysOfTypesWithoutPlaceHereAreNamed() throws {
        let texts = ONNXFile.initializer("classes", 8, [1], Wire.text(6, "zero"))
        let model = try ONNX.decode(
            ONNXFile.model(graph: texts + ONNXFile.initializer("q", 22, [2], Wire.bytes(9, [1]))))
        #expect(model.otherInitializers == ["classes": "texts", "q": "numbers of fewer than 8 bits"])
    }

    @Test func fieldsOfNewerVersionsArePassedOver() throws {
        let node = ONNXFile.node("Relu")
        let newer = Wire.bytes(16, [1, 2, 3]) + Wire.number(99, 7)
        #expect(try ONNX.decode(ONNXFile.model(graph: node + newer)).nodes.count == 1)
    }
}
