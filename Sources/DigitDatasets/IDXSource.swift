import DigitFormats

/// Where an IDX file is to be read from.
enum IDXSource: Sendable, Hashable {
    /// A file of its own, gzipped or not.
    case file(String)
    /// A gzipped member of an archive.
    case member(String, archive: String)

    /// The path for people to read.
    var path: String {
        switch self {
        case .file(let path): path
        case .member(let member, let archive): "\(archive) (\(member))"
        }
    }

    /// Looks for a file of the catalogue in a folder: by its canonical name, with `.gz`, or in its archive.
    static func find(_ file: DatasetFile, in folder: String) -> IDXSource? {
        let names = [file.name, file.name + ".gz"]
        if let path = names.map({ folder + "/" + $0 }).first(where: FileSystem.isFile) { return .file(path) }
        guard let member = file.member else { return nil }
        let archive = folder + "/" + file.download.name
        return FileSystem.isFile(archive) ? .member(member, archive: archive) : nil
    }

    /// Opens pictures, of 28 x 28 pixels; a plain file is mapped, not read.
    func images() throws -> DigitImages {
        try described {
            switch try open() {
            case .mapped(let file, let header):
                guard header.elementType == .uint8, header.shape.count == 3, header.shape[1...] == [28, 28] else {
                    throw DatasetError(
                        .damaged,
                        "expected uint8 of shape [N, 28, 28], found \(header.elementType.rawValue) of \(header.shape)")
                }
                return DigitImages(
                    storage: .mapped(file), offset: header.dataOffset, count: header.shape[0], height: 28, width: 28)
            case .array(let tensor): return try tensor.asImages()
            }
        }
    }

    /// Opens labels, of which `first` stands for the first class; a plain file of bytes is mapped, not read.
    func labels(first: Int) throws -> DigitLabels {
        try described {
            switch try open() {
            case .mapped(let file, let header)
            where header.elementType == .uint8 && header.shape.count == 1 && first == 0:
                return DigitLabels(storage: .mapped(file), offset: header.dataOffset, count: header.shape[0])
            case .mapped(let file, _):
                return try file.withSpan { bytes in try IDX.decode(bytes) }.asLabels(first: first)
            case .array(let tensor): return try tensor.asLabels(first: first)
            }
        }
    }

    private enum Content {
        case mapped(MappedFile, IDX.Header)
        case array(Tensor)
    }

    private func open() throws -> Content {
        switch self {
        case .file(let path):
            let file = try MappedFile(path: path)
            return try file.withSpan { bytes in
                if Gzip.isGzip(bytes) { return .array(try IDX.decode(possiblyGzipped: bytes)) }
                let header = try IDX.header(bytes)
                guard header.fileByteCount == file.count else {
                    throw DatasetError(
                        .damaged, "expected \(header.fileByteCount) bytes by its header, found \(file.count)")
                }
                return .mapped(file, header)
            }
        case .member(let member, let archive):
            return .array(try ArchiveMember.read(member, from: archive) { try IDX.decode(possiblyGzipped: $0) })
        }
    }

    /// Adds the path to what `body` throws.
    private func described<R>(_ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch let error as FormatError {
            throw DatasetError(.damaged, "\(path): \(error)")
        } catch let error as DatasetError where error.kind == .damaged {
            throw DatasetError(.damaged, "\(path): \(error.message)")
        }
    }
}

extension MappedFile {
    /// Lends the bytes as a span for the time of a call.
    func withSpan<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try withUnsafeBytes { (buffer) throws(E) in try body(RawSpan(_unsafeBytes: buffer)) }
    }
}
