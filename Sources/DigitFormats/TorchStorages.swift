/// The storages of a PyTorch checkpoint: flat arrays, each a file of the archive, that tensors are views of.
struct TorchStorages {
    /// A storage as the pickle refers to it.
    struct Reference {
        let key: String
        let elementType: ElementType
        /// Elements that it holds.
        let count: Int
    }

    /// Which elements of a storage a tensor has, in elements.
    struct View {
        let offset: Int
        let shape: [Int]
        let strides: [Int]

        /// How many elements the tensor has, and how many the storage needs for them; `nil` for negative numbers and
        /// overflows.
        var extent: (count: Int, needed: Int)? {
            guard offset >= 0, shape.count == strides.count, shape.allSatisfy({ $0 >= 0 }),
                strides.allSatisfy({ $0 >= 0 })
            else { return nil }
            if shape.contains(0) { return (0, 0) }
            var (count, last) = (1, offset)
            for (size, stride) in zip(shape, strides) {
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                let (step, stepOverflow) = (size - 1).multipliedReportingOverflow(by: stride)
                let (end, endOverflow) = last.addingReportingOverflow(step)
                guard !overflow, !stepOverflow, !endOverflow else { return nil }
                (count, last) = (product, end)
            }
            let (needed, overflow) = last.addingReportingOverflow(1)
            return overflow ? nil : (count, needed)
        }

        /// Whether the elements lie one behind the other, as C has them; a dimension of one may have any stride.
        var isContiguous: Bool {
            var expected = 1
            for (size, stride) in zip(shape, strides).reversed() where size != 1 {
                guard stride == expected else { return false }
                expected *= size
            }
            return true
        }
    }

    private let archive: ZipArchive
    private let file: UnsafeRawBufferPointer
    private let prefix: String
    private let bigEndian: Bool
    private let entries: [String: ZipArchive.Entry]
    private var loaded: [String: [UInt8]] = [:]
    private var tensorBytes = 0

    /// Opens none yet; `file` must outlive the value.
    init(_ archive: ZipArchive, in file: UnsafeRawBufferPointer, prefix: String, bigEndian: Bool) {
        self.archive = archive
        self.file = file
        self.prefix = prefix
        self.bigEndian = bigEndian
        entries = Dictionary(archive.entries.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Bytes of the whole checkpoint.
    var fileSize: Int { file.count }

    /// Copies a tensor out of its storage.
    ///
    /// Every element is known to lie within the storage, and the bytes of all tensors to stay in proportion to the file,
    /// before anything is allocated: a stride of 0 makes a tensor of any size out of one number.
    mutating func tensor(
        _ view: View, of reference: Reference, at position: Int
    ) throws(FormatError) -> Tensor {
        func malformed(_ message: String) -> FormatError { FormatError(.malformed, .pickle, at: position, message) }
        let elementSize = reference.elementType.size
        guard let extent = view.extent, extent.needed <= reference.count,
            let size = Tensor.byteCount(of: view.shape, reference.elementType)
        else {
            throw malformed(
                "a tensor of shape \(view.shape), strides \(view.strides) and offset \(view.offset) is not within its "
                    + "storage of \(reference.count) elements")
        }
        // A file that is in memory is far from where this product would overflow.
        let limit = Pickle.maximumRepetition * file.count
        guard size <= limit - tensorBytes else {
            throw FormatError(
                .limitExceeded, .pickle, at: position,
                "the tensors take more than \(Pickle.maximumRepetition) times the file's size")
        }
        tensorBytes += size
        let stored = try bytes(of: reference, at: position)
        var elements: [UInt8]
        if extent.count == 0 {
            elements = []
        } else if view.isContiguous, view.offset == 0, size == stored.count {
            elements = stored
        } else {
            // A dimension of one has no step that is ever taken: its stride may be any number.
            let strides = zip(view.shape, view.strides).map { $0 == 1 ? 0 : $1 * elementSize }
            elements = stored.withUnsafeBytes { buffer in
                Tensor.gathered(
                    buffer, from: view.offset * elementSize, shape: view.shape, strides: strides,
                    elementSize: elementSize)
            }
        }
        if reference.elementType == .bool, let wrong = elements.first(where: { $0 > 1 }) {
            throw malformed("a truth value is 0 or 1, \(wrong) was found")
        }
        if bigEndian { Tensor.swapByteOrder(&elements, elementSize: elementSize) }
        return Tensor(trusted: reference.elementType, shape: view.shape, bytes: elements)
    }

    /// A storage's bytes, whose number is the one that the pickle declares; read once.
    private mutating func bytes(of reference: Reference, at position: Int) throws(FormatError) -> [UInt8] {
        let name = "\(prefix)data/\(reference.key)"
        guard let entry = entries[name] else {
            throw FormatError(
                .malformed, .pickle, at: position, "the archive has no entry \(ZipArchive.label(name)) for a storage")
        }
        let (size, overflow) = reference.count.multipliedReportingOverflow(by: reference.elementType.size)
        guard !overflow, size == entry.size else {
            throw FormatError(
                .malformed, .pickle, at: position,
                "a storage of \(reference.count) \(reference.elementType.rawValue) does not take the \(entry.size) bytes "
                    + "of entry \(entry.label)")
        }
        if let stored = loaded[reference.key] { return stored }
        let stored = try archive.extract(entry, from: file, limit: entry.size)
        loaded[reference.key] = stored
        return stored
    }
}
