/// What bytes look like from their beginning: lets an error say what a file is, and not only what it is not.
///
/// A mirror's error page and the pointer file that Git LFS leaves in place of a large file are what people most often
/// have under the name of a data set.
enum Signature: CaseIterable {
    case gzip, zip, npy, png, jpeg, pnm, html, gitLFSPointer, pickle
    case heic, avif, webp, tiff, pdf, gif, bmp, jpegXL, jpeg2000

    /// The signature that the bytes begin with, or `nil`.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let match = Self.allCases.first(where: { $0.matches(bytes) }) else { return nil }
        self = match
    }

    /// As it reads in a sentence: "these bytes look like ...".
    var description: String {
        switch self {
        case .gzip: "a gzip file"
        case .zip: "a zip archive"
        case .npy: "an NPY file"
        case .png: "a PNG picture"
        case .html: "an HTML page, such as a server's error message"
        case .gitLFSPointer: "a Git LFS pointer, which stands for a file that was not fetched"
        case .pickle: "a Python pickle"
        case .jpeg: "a JPEG picture"
        case .pnm: "a PNM picture"
        case .heic: "a HEIC photo"
        case .avif: "an AVIF picture"
        case .webp: "a WebP picture"
        case .tiff: "a TIFF picture"
        case .pdf: "a PDF document"
        case .gif: "a GIF picture"
        case .bmp: "a BMP picture"
        case .jpegXL: "a JPEG XL picture"
        case .jpeg2000: "a JPEG 2000 picture"
        }
    }

    /// Tells whether the bytes begin as this kind of file does.
    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .gzip: bytes.starts(with: [0x1F, 0x8B])
        case .zip: bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
        case .npy: bytes.starts(with: Self.npyMagic)
        case .png: bytes.starts(with: Self.pngMagic)
        case .html: Self.beginsAsHTML(bytes)
        case .gitLFSPointer: bytes.starts(with: "version https://git-lfs".utf8)
        case .pickle: bytes.count > 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
        case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case .pnm: Self.beginsAsPNM(bytes)
        case .heic: Self.hasBrand(Self.heicBrands, bytes)
        case .avif: Self.hasBrand(Self.avifBrands, bytes)
        case .webp: Self.beginsAsWebP(bytes)
        case .tiff: bytes.starts(with: [0x49, 0x49, 0x2A, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A])
        case .pdf: bytes.starts(with: "%PDF-".utf8)
        case .gif: bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8)
        case .bmp: bytes.starts(with: "BM".utf8) && bytes.count >= 26 && bytes[6..<10].allSatisfy { $0 == 0 }
        case .jpegXL: bytes.starts(with: [0xFF, 0x0A]) || bytes.starts(with: [0, 0, 0, 0x0C] + Array("JXL ".utf8))
        case .jpeg2000:
            bytes.starts(with: [0, 0, 0, 0x0C] + Array("jP  ".utf8)) || bytes.starts(with: [0xFF, 0x4F, 0xFF])
        }
    }

    /// `\x93NUMPY`, as `numpy/lib/format.py` documents it.
    static let npyMagic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
    /// The eight bytes of the PNG specification, section 5.2.
    static let pngMagic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func beginsAsHTML(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let beginning = bytes.prefix(64).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return ["<!doctype html", "<html", "<?xml"].contains { word in
            beginning.prefix(word.utf8.count).elementsEqual(word.utf8) { lowercase($0) == $1 }
        }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

extension FormatError {
    /// The error for bytes that begin as no file of `format` does; names what they look like instead.
    static func wrongFormat(
        _ format: Format, _ expectation: String, found bytes: UnsafeRawBufferPointer
    ) -> FormatError {
        guard let signature = Signature(bytes) else {
            return FormatError(.wrongFormat, format, at: 0, expectation)
        }
        return FormatError(
            .wrongFormat, format, at: 0, "\(expectation); these bytes look like \(signature.description)")
    }
}
