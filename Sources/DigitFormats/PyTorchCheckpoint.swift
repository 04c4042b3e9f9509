/// PyTorch's checkpoints (`.pt`, `.pth`): a zip archive of a pickle and of the storages that its tensors are views of.
///
/// ```swift
/// // torch.save(model.state_dict(), "net.pt")
/// let archive = try PyTorchCheckpoint.decode(bytes)
/// archive.names  // ["fc1.weight", "fc1.bias", …], in the order in which the model registered them
/// ```
///
/// The pickle is read by the machine that reads NumPy's, with a closed list of names of its own: tensors, storages and
/// ordered dictionaries. Nothing is imported, called or run. A whole model (`torch.save(model)`), a TorchScript program
/// and the format before PyTorch 1.6 are recognised and refused.
///
/// Source of the layout: PyTorch's `torch/serialization.py` and `caffe2/serialize/inline_container.h`.
public enum PyTorchCheckpoint {
    /// The most that the entries may take together when they are taken out of the archive, in bytes: 1 GiB.
    public static let defaultLimit = 1 << 30
    /// The newest version of the archive's layout; files that hold a `state_dict` are of version 3.
    static let newestVersion = 10
    /// The keys under which training scripts keep the weights beside what else they save, the usual one first.
    static let wrappers = ["state_dict", "model_state_dict", "model", "net", "network", "weights"]

    /// What every pickle of the format before PyTorch 1.6 begins with: protocol 2 and the number 0x1950a86a20f9469cfc6c.
    private static let legacyMagic: [UInt8] = [
        0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]

    /// Reads the tensors of a `state_dict`, alone or beside what else a training script saves.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The most that the archive's entries may take together, in bytes; checked before any is read.
    /// - Returns: The tensors in the order of the dictionary, each brought into C order.
    /// - Throws: ``FormatError``: what ``ZipArchive`` and ``Pickle`` throw; `unsupported` for a TorchScript program, the
    ///   format before PyTorch 1.6 and what is no dictionary of tensors; `limitExceeded`.
    public static func decode(_ bytes: RawSpan, limit: Int = defaultLimit) throws(FormatError) -> TensorArchive {
        try bytes.withUnsafeBytes { buffer throws(FormatError) in
            try refuseOtherFormats(buffer)
            let archive = try ZipArchive(buffer.bytes)
            // Each size is below 2^32 and there are at most 10,000: the sum cannot overflow.
            let total = archive.entries.reduce(0) { $0 + $1.size }
            guard total <= limit else {
                throw FormatError(.limitExceeded, .pyTorch, "the entries take \(total) bytes, the limit is \(limit)")
            }
            let prefix = try prefix(of: archive)
            func contents(_ name: String) throws(FormatError) -> [UInt8]? {
                guard let entry = archive[prefix + name] else { return nil }
                return try archive.extract(entry, from: buffer, limit: entry.size)
            }
            try checkVersion(contents("version"))
            let storages = TorchStorages(
                archive, in: buffer, prefix: prefix, bigEndian: try isBigEndian(contents("byteorder")))
            guard let pickle = try contents("data.pkl") else {
                throw FormatError(.wrongFormat, .pyTorch, "the archive has no data.pkl: it is no PyTorch checkpoint")
            }
            return try stateDictionary(decode(pickle, storages))
        }
    }

    /// Reads the tensors of a `state_dict` from an array of bytes.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limit: The most that the archive's entries may take together, in bytes.
    /// - Returns: The tensors in the order of the dictionary, each brought into C order.
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8], limit: Int = defaultLimit) throws(FormatError) -> TensorArchive {
        try decode(bytes.span.bytes, limit: limit)
    }

    private static func refuseOtherFormats(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
        if bytes.starts(with: legacyMagic) {
            throw FormatError(
                .unsupported, .pyTorch,
                "this is the format before PyTorch 1.6: save it again with `torch.save(torch.load(file), other)`")
        }
        guard Signature.zip.matches(bytes) else {
            throw FormatError.wrongFormat(.pyTorch, "a checkpoint begins as a zip archive does", found: bytes)
        }
    }

    /// What stands before the name of each entry: the file's own name when it was saved, and a slash.
    private static func prefix(of archive: ZipArchive) throws(FormatError) -> String {
        let name = archive.entries.first?.name ?? ""
        guard let slash = name.firstIndex(of: "/") else {
            throw FormatError(
                .wrongFormat, .pyTorch, "a checkpoint's entries lie in a folder, found \(ZipArchive.label(name))")
        }
        let prefix = String(name[...slash])
        if archive[prefix + "constants.pkl"] != nil {
            throw FormatError(
                .unsupported, .pyTorch,
                "this is a TorchScript program: save `model.state_dict()` or export the model to ONNX instead")
        }
        return prefix
    }

    private static func checkVersion(_ contents: [UInt8]?) throws(FormatError) {
        let text = contents.map { String(decoding: $0.prefix(16), as: UTF8.self) } ?? ""
        let version = Int(text.hasSuffix("\n") ? text.dropLast() : text[...])
        guard let version, (1...newestVersion).contains(version) else {
            throw FormatError(
                .unsupported, .pyTorch,
                "expected a version of 1 to \(newestVersion) in the entry version, found \"\(String(shown: text))\"")
        }
    }

    /// Files of before PyTorch 2.1 do not say; they are of little-endian machines.
    private static func isBigEndian(_ contents: [UInt8]?) throws(FormatError) -> Bool {
        guard let contents else { return false }
        let order = String(decoding: contents.prefix(16), as: UTF8.self)
        guard order == "little" || order == "big" else {
            throw FormatError(
                .malformed, .pyTorch,
                "expected little or big in the entry byteorder, found \"\(String(shown: order))\"")
        }
        return order == "big"
    }

    /// Follows the pickle; an error's position counts from the start of `data.pkl`.
    private static func decode(_ pickle: [UInt8], _ storages: TorchStorages) throws(FormatError) -> PickleValue {
        do throws(FormatError) {
            return try pickle.span.bytes.withUnsafeBytes { buffer throws(FormatError) in
                var machine = PickleMachine(
                    ByteReader(buffer, format: .pickle), globals: PickleGlobal.ofCheckpoints, storages: storages)
                return try machine.run()
            }
        } catch  where error.kind == .forbidden && error.format == .pickle {
            throw FormatError(
                error.kind, .pyTorch,
                "\(error.message) in data.pkl: save `model.state_dict()` alone, with nothing else in the file")
        } catch  where error.format == .pickle {
            let position = error.offset.map { ", at byte \($0) of data.pkl" } ?? " in data.pkl"
            throw FormatError(error.kind, .pyTorch, error.message + position)
        }
    }

    /// The dictionary of tensors that the value is, or that it has beside other things.
    private static func stateDictionary(_ value: PickleValue) throws(FormatError) -> TensorArchive {
        guard case .dictionary(let pairs) = value else {
            throw FormatError(
                .unsupported, .pyTorch, "expected a state_dict of tensors, found a value of type \(value.kindName)")
        }
        let candidates =
            [value]
            + wrappers.compactMap { name in
                pairs.first { $0.key == .string(name) }?.value
            }
        for candidate in candidates {
            if case .dictionary(let pairs) = candidate, pairs.isEmpty { continue }
            if let archive = try? candidate.tensorArchive() { return archive }
        }
        let shown = 8
        let list = pairs.prefix(shown).map { "\($0.key.shown): \($0.value.kindName)" }.joined(separator: ", ")
        throw FormatError(
            .unsupported, .pyTorch,
            "expected a state_dict of tensors, or one under \(wrappers.joined(separator: ", ")); found "
                + (pairs.isEmpty ? "an empty dict" : list)
                + (pairs.count > shown ? " and \(pairs.count - shown) more" : ""))
    }
}
