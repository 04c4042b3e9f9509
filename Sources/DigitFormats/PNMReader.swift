/// The six kinds of PNM file, by the digit of their magic number.
enum PNMKind: UInt8 {
    case plainBitmap = 1
    case plainGrey, plainColour, bitmap, grey, colour

    var isPlain: Bool { rawValue <= 3 }
    var isBitmap: Bool { self == .plainBitmap || self == .bitmap }
    var isColour: Bool { self == .plainColour || self == .colour }

    /// The fewest bytes that pixels take: lets a file that is too short be refused before anything is allocated.
    func leastBytes(width: Int, height: Int, highest: Int) -> Int {
        switch self {
        case .plainBitmap: width * height
        // A digit each, and a space between two.
        case .plainGrey: width * height * 2 - 1
        case .plainColour: width * height * 6 - 1
        case .bitmap: (width + 7) / 8 * height
        case .grey: width * height * (highest > 255 ? 2 : 1)
        case .colour: width * height * 3 * (highest > 255 ? 2 : 1)
        }
    }
}

/// Reads the words and levels of a PNM file.
struct PNMReader {
    private var reader: ByteReader

    init(_ bytes: UnsafeRawBufferPointer) {
        reader = ByteReader(bytes, format: .pnm)
    }

    /// The magic number, which the caller has looked at.
    mutating func kind() throws(FormatError) -> PNMKind {
        let magic = try reader.take(2, "the magic number")
        guard let kind = PNMKind(rawValue: magic[1] &- 0x30) else {
            throw FormatError(.wrongFormat, .pnm, at: 0, "a PNM file begins with P1 to P6")
        }
        return kind
    }

    /// A decimal number behind white space and comments.
    mutating func number(_ what: String, upTo limit: Int) throws(FormatError) -> Int {
        skipSpace()
        let start = reader.offset
        var value = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            value = value * 10 + Int(byte - 0x30)
            guard value <= limit else {
                throw FormatError(.limitExceeded, .pnm, at: start, "\(what) is more than \(limit)")
            }
            reader.advance()
        }
        guard reader.offset > start else {
            let kind: FormatError.Kind = reader.remaining == 0 ? .truncated : .malformed
            throw FormatError(kind, .pnm, at: start, "expected \(what) as a decimal number")
        }
        return value
    }

    /// The single white space between header and raw pixels.
    mutating func separator() throws(FormatError) {
        guard Self.isSpace(try reader.byte("the space behind the header")) else {
            throw FormatError(.malformed, .pnm, at: reader.offset - 1, "expected white space behind the header")
        }
    }

    /// Throws where fewer bytes are left than `count`.
    func expect(_ count: Int, _ what: String) throws(FormatError) {
        guard count <= reader.remaining else {
            throw FormatError(
                .truncated, .pnm, at: reader.offset,
                "\(what) take at least \(count) bytes, \(reader.remaining) are left")
        }
    }

    /// One level as 0 black to 255 white; in a bitmap 1 is black.
    mutating func level(_ kind: PNMKind, _ highest: Int) throws(FormatError) -> UInt8 {
        let value: Int
        switch kind {
        case .plainBitmap:
            // Digits of a bitmap need no space between them.
            skipSpace()
            let digit = try reader.byte("a pixel")
            guard digit == 0x30 || digit == 0x31 else {
                throw FormatError(.malformed, .pnm, at: reader.offset - 1, "expected 0 or 1 as a pixel")
            }
            return digit == 0x31 ? 0 : 255
        case .plainGrey, .plainColour: value = try number("a level", upTo: 65_535)
        case .bitmap, .grey, .colour:
            value =
                highest > 255
                ? Int(try reader.bigEndian(UInt16.self, "a level")) : Int(try reader.byte("a level"))
        }
        guard value <= highest else {
            throw FormatError(.malformed, .pnm, at: reader.offset, "level \(value) is above the highest, \(highest)")
        }
        return UInt8((value * 255 + highest / 2) / highest)
    }

    /// A row of a raw bitmap: eight pixels a byte, the leftmost in the highest bit, 1 is black.
    mutating func packedBits(_ width: Int, into pixels: inout [UInt8]) throws(FormatError) {
        let row = try reader.take((width + 7) / 8, "a row")
        for x in 0..<width { pixels.append(row[x / 8] << (x % 8) & 0x80 == 0 ? 255 : 0) }
    }

    /// Throws where anything follows but white space behind plain pixels.
    mutating func expectEnd(_ kind: PNMKind) throws(FormatError) {
        if kind.isPlain { skipSpace() }
        try reader.expectEnd()
    }

    private var next: UInt8? { reader.remaining > 0 ? reader.bytes[reader.offset] : nil }

    private mutating func skipSpace() {
        while let byte = next {
            if byte == 0x23 {
                // A comment, to the end of its line.
                while let byte = next, byte != 0x0A, byte != 0x0D { reader.advance() }
            } else if Self.isSpace(byte) {
                reader.advance()
            } else {
                return
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
