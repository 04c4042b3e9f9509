import DigitFormats
import DigitTestSupport
import Testing

/// Checkpoints that PyTorch wrote: `Fixtures/make_torch_fixtures.py` says what is in them.
struct PyTorchCheckpointTests {
    private static let numbers: [Float] = [1, 2, 3, -4, 5, 60]

    private func archive(_ name: String) throws -> TensorArchive {
        try PyTorchCheckpoint.decode(try Fixture.bytes("torch/\(name)"))
    }

    @Test(arguments: ["state-dict.pt", "wrapped.pt"])
    func readsAStateDictInTheOrderOfTheModel(name: String) throws {
        let archive = try archive(name)
        #expect(
            archive.names == [
                "dense.weight", "dense.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var",
                "norm.num_batches_tracked",
            ])
        #expect(archive["dense.weight"] == Tensor(Self.numbers, shape: [2, 3]))
        #expect(archive["dense.bias"]?.floats() == [10, 100])
        #expect(archive["norm.weight"]?.floats() == [0.5, 2])
        #expect(archive["norm.running_mean"]?.floats() == [-1, 7])
        #expect(archive["norm.running_var"]?.floats() == [1, 4])
        #expect(archive["norm.num_batches_tracked"] == Tensor([3] as [Int64], shape: []))
    }

    @Test func takesParametersForTensors() throws {
        let archive = try archive("parameters.pth")
        #expect(archive.names == ["dense.weight", "dense.bias", "norm.weight", "norm.bias"])
        #expect(archive["dense.weight"] == Tensor(Self.numbers, shape: [2, 3]))
    }

    @Test(
        arguments: [
            ("rows", .float32, [2, 3], numbers),
            ("columns", .float32, [3, 2], [1, -4, 2, 5, 3, 60]),
            ("second row", .float32, [3], [-4, 5, 60]),
            ("every second", .int32, [2, 2, 3], [1, 2, 3, 9, 10, 11, 13, 14, 15, 21, 22, 23]),
            // Its element [j, k, i] is cube's [i, j, k], which is 12 i + 4 j + k.
            (
                "turned", .int32, [3, 4, 2],
                [0, 12, 1, 13, 2, 14, 3, 15, 4, 16, 5, 17, 6, 18, 7, 19, 8, 20, 9, 21, 10, 22, 11, 23]
            ),
            ("expanded", .float32, [2, 3], [7, 7, 7, -8, -8, -8]),
            ("single", .float32, [], [7]),
            ("empty", .float32, [0, 3], []),
            ("flags", .bool, [3], [1, 0, 1]),
            ("float64", .float64, [2, 3], numbers),
            ("float16", .float16, [2, 3], numbers),
            ("bfloat16", .bfloat16, [2, 3], numbers),
            ("uint8", .uint8, [2, 3], [1, 2, 3, 4, 5, 60]),
            ("int8", .int8, [2, 3], numbers),
            ("int16", .int16, [2, 3], numbers),
            ("int64", .int64, [2, 3], numbers),
        ] as [(String, ElementType, [Int], [Float])])
    func bringsAViewIntoCOrder(name: String, elementType: ElementType, shape: [Int], values: [Float]) throws {
        let tensor = try #require(try archive("views.pt")[name])
        #expect(tensor.elementType == elementType)
        #expect(tensor.shape == shape)
        #expect(tensor.floats() == values)
    }

    @Test(
        arguments: [
            (
                "module.pt", .forbidden,
                "PyTorch: global __main__.Net is not allowed in data.pkl: save `model.state_dict()` alone, with nothing else "
                    + "in the file"
            ),
            (
                "script.pt", .unsupported,
                "PyTorch: this is a TorchScript program: save `model.state_dict()` or export the model to ONNX instead"
            ),
            (
                "legacy.pt", .unsupported,
                "PyTorch: this is the format before PyTorch 1.6: save it again with `torch.save(torch.load(file), other)`"
            ),
            (
                "nothing.pt", .unsupported,
                "PyTorch: expected a state_dict of tensors, or one under state_dict, model_state_dict, model, net, network, "
                    + "weights; found epoch: int, lr: list"
            ),
            (
                "../pickle/weights-numpy2-protocol2.pkl", .wrongFormat,
                "PyTorch: a checkpoint begins as a zip archive does; these bytes look like a Python pickle, at byte 0"
            ),
            (
                "../numpy/stored.npz", .wrongFormat, "PyTorch: a checkpoint's entries lie in a folder, found \"W1.npy\""
            ),
        ] as [(String, FormatError.Kind, String)])
    func refusesWhatIsNoStateDict(name: String, kind: FormatError.Kind, description: String) throws {
        let error = #expect(throws: FormatError.self) { try archive(name) }
        #expect(error?.kind == kind)
        #expect(error?.description == description)
    }

    @Test func aCheckpointIsNoPlainPickle() throws {
        // Its own list of names holds for it alone.
        let pickle = PickleTests.pickle("(X\u{7}\0\0\0storagectorch\nFloatStorage\n.")
        let error = #expect(throws: FormatError.self) { try Pickle.decode(pickle) }
        #expect(error?.description == "pickle: global torch.FloatStorage is not allowed, at byte 13")
    }
}
