import DigitFormats
import Testing

/// Files are written here byte by byte from the format's rules, so that no expectation comes from our own writer.
struct IDXTests {
    /// A header by the rules: two zeros, type, number of dimensions, sizes as big-endian 32-bit integers.
    static func header(_ type: UInt8, _ shape: [UInt32]) -> [UInt8] {
        [0, 0, type, UInt8(shape.count)] + shape.flatMap { size in [24, 16, 8, 0].map { UInt8(size >> $0 & 0xFF) } }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let code: UInt8
        let elementType: ElementType
        let shape: [Int]
        let data: [UInt8]
        let floats: [Float]
        var file: [UInt8] { header(code, shape.map(UInt32.init)) + data }
        var testDescription: String { "\(elementType.rawValue) \(shape)" }
    }

    static let cases: [Case] = [
        Case(
            code: 0x08, elementType: .uint8, shape: [6], data: [0, 1, 2, 127, 128, 255],
            floats: [0, 1, 2, 127, 128, 255]),
        Case(code: 0x09, elementType: .int8, shape: [2, 2], data: [0, 127, 128, 255], floats: [0, 127, -128, -1]),
        Case(code: 0x0B, elementType: .int16, shape: [1, 2], data: [0x01, 0x02, 0xFF, 0xFE], floats: [258, -2]),
        Case(
            code: 0x0C, elementType: .int32, shape: [2, 1],
            data: [0x00, 0x01, 0x02, 0x03, 0xFF, 0xFF, 0xFF, 0xFD], floats: [66051, -3]),
        Case(
            code: 0x0D, elementType: .float32, shape: [1, 2, 1],
            data: [0x3F, 0xC0, 0, 0, 0xC0, 0x20, 0, 0], floats: [1.5, -2.5]),
        Case(
            code: 0x0E, elementType: .float64, shape: [1, 1, 1, 2],
            data: [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0x04, 0, 0, 0, 0, 0, 0], floats: [1.5, -2.5]),
    ]

    @Test(arguments: cases)
    func readsEveryElementType(_ example: Case) throws {
        let tensor = try IDX.decode(example.file)
        #expect(tensor.elementType == example.elementType)
        #expect(tensor.shape == example.shape)
        #expect(tensor.floats() == example.floats)
    }

    @Test(arguments: cases)
    func writesTheSameBytesAsTheRules(_ example: Case) throws {
        #expect(try IDX.encode(IDX.decode(example.file)) == example.file)
    }

    @Test func headerOfTheTrainingImagesNeedsNoData() throws {
        // The first 16 bytes of train-images-idx3-ubyte; the whole file has 47,040,016.
        let header = try IDX.header([0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28])
        #expect(header.shape == [60_000, 28, 28])
        #expect(header.elementType == .uint8)
        #expect(header.dataOffset == 16)
        #expect(header.byteCount == 47_040_000)
        #expect(header.fileByteCount == 47_040_016)
    }

    @Test func readsAFileOfNoImages() throws {
        let tensor = try IDX.decode(Self.header(8, [0, 28, 28]))
        #expect(tensor.shape == [0, 28, 28])
        #expect(tensor.bytes.isEmpty)
    }

    @Test(arguments: 0..<18)
    func rejectsAFileCutAnywhere(_ length: Int) {
        let file = Self.header(8, [2, 3]) + [1, 2, 3, 4, 5, 6]
        #expect(throws: FormatError(.truncated, .idx, "")) { try IDX.decode(Array(file.prefix(length))) }
    }

    @Test func rejectsTrailingBytes() {
        #expect(throws: FormatError(.trailingBytes, .idx, "")) { try IDX.decode(Self.header(8, [2]) + [1, 2, 3]) }
    }

    @Test(arguments: [UInt8](0...255).filter { ![8, 9, 11, 12, 13, 14].contains($0) })
    func rejectsUnknownElementTypes(_ code: UInt8) {
        #expect(throws: FormatError(.unsupported, .idx, "")) { try IDX.decode(Self.header(code, [1]) + [7]) }
    }

    @Test(arguments: [0, 5, 255] as [UInt8])
    func rejectsOtherNumbersOfDimensions(_ rank: UInt8) {
        let file = [0, 0, 8, rank] + [UInt8](repeating: 0, count: 4 * Int(rank)) + [1]
        #expect(throws: FormatError(.unsupported, .idx, "")) { try IDX.decode(file) }
    }

    @Test func rejectsAProductOfDimensionsThatOverflows() {
        let file = Self.header(0x0E, [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF])
        #expect(throws: FormatError(.limitExceeded, .idx, "")) { try IDX.header(file) }
    }

    @Test func rejectsADeclaredSizeBeyondTheFile() {
        let file = Self.header(8, [0xFFFF_FFFF, 0x7FFF]) + [1, 2, 3]
        #expect(throws: FormatError(.truncated, .idx, "")) { try IDX.decode(file) }
    }

    @Test(arguments: [
        ("<!DOCTYPE html><title>404</title>", "HTML"), ("\n<html>", "HTML"),
        ("version https://git-lfs.github.com/spec/v1", "Git LFS"), ("PK\u{3}\u{4}", "zip"),
    ])
    func saysWhatOtherFilesLookLike(_ text: String, _ name: String) throws {
        let error = try #require(throws: FormatError.self) { try IDX.decode(Array(text.utf8)) }
        #expect(error.kind == .wrongFormat)
        #expect(error.message.contains(name))
    }

    @Test func saysThatAGzippedFileIsGzipped() throws {
        let error = try #require(throws: FormatError.self) { try IDX.decode([0x1F, 0x8B, 8, 0]) }
        #expect(
            error.description
                == "IDX: an IDX file begins with two zero bytes; these bytes look like a gzip file, at byte 0")
    }

    @Test func writesOnlyTheTypesOfTheFormat() throws {
        #expect(throws: FormatError(.unsupported, .idx, "")) { try IDX.encode(Tensor([1, 2] as [Int64], shape: [2])) }
        let flags = try Tensor(elementType: .bool, shape: [2], bytes: [0, 1])
        #expect(throws: FormatError(.unsupported, .idx, "")) { try IDX.encode(flags) }
    }

    @Test(arguments: [[], [1, 1, 1, 1, 1]])
    func writesOneToFourDimensions(_ shape: [Int]) {
        #expect(throws: FormatError(.unsupported, .idx, "")) { try IDX.encode(Tensor([7] as [UInt8], shape: shape)) }
    }

    @Test func refusesToWriteADimensionBeyond32Bits() throws {
        let tensor = try Tensor(elementType: .uint8, shape: [1 << 32, 0], bytes: [])
        #expect(throws: FormatError(.unsupported, .idx, "")) { try IDX.encode(tensor) }
    }
}
