import DigitFormats
import DigitTestSupport
import Testing

/// Every parser of this folder but pickle's and safetensors': cut, flipped and mutated inputs, memory counted.
///
/// A factor is what the parser may hold for each byte of input, an allowance what it may hold besides: for zlib's window
/// and state 48 KB, for errors some 4 KB.
struct HostileArraysTests {
    /// 20 x 20 x 20 numbers that deflate cannot make much of, so that mutations meet data and headers alike.
    static let noise = GzipTests.noise(8000)
    static let noiseFile = IDXTests.header(8, [20, 20, 20]) + noise
    static let small = IDXTests.header(0x0B, [2, 3]) + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

    /// Deflate makes up to 1032 bytes of one, and an array may grow to twice its size with both copies alive.
    static let limit = 100_000

    @Test func idxHoldsAtMostTheArray() {
        for file in [Self.small, Self.noiseFile] {
            expectNeverTraps(file, allocationFactor: 2, fixedAllowance: 4096) { try IDX.decode($0) }
        }
    }

    @Test func gzippedIDXHoldsAtMostTheArrayAndZlibsState() {
        for file in [Self.small, Self.noiseFile] {
            expectNeverTraps(
                Gzip.compress(file), allocationFactor: 1, fixedAllowance: Self.limit + 80_000
            ) { try IDX.decode(possiblyGzipped: $0, limit: Self.limit) }
        }
    }

    @Test func gzipHoldsAtMostTwiceItsLimit() {
        for file in [GzipTests.named + GzipTests.repeated, Gzip.compress(Self.noise)] {
            expectNeverTraps(
                file, allocationFactor: 1, fixedAllowance: 2 * Self.limit + 200_000
            ) { try Gzip.decompress($0, limit: Self.limit) }
        }
    }

    @Test func zipHoldsItsTableAndOneEntry() {
        let small = ZipFile(ZipArchiveTests.five, ZipArchiveTests.seven).bytes
        let large = ZipFile(ZipArchiveTests.five, .init("noise", Self.noise), ZipArchiveTests.seven).bytes
        for file in [small, large] {
            expectNeverTraps(file, allocationFactor: 8, fixedAllowance: Self.limit + 80_000) { bytes in
                let archive = try ZipArchive(bytes)
                for entry in archive.entries { _ = try archive.extract(entry, from: bytes, limit: Self.limit) }
            }
        }
    }

    @Test func npyHoldsAtMostTheArray() throws {
        let small = [try Fixture.bytes("numpy/fortran-3d.npy"), try Fixture.bytes("numpy/version-3.npy")]
        let large = try NPY.encode(Tensor(Self.noise, shape: [20, 400]))
        for file in small + [large] {
            expectNeverTraps(file, allocationFactor: 3, fixedAllowance: 16_384) { try NPY.decode($0) }
        }
    }

    @Test func npzHoldsItsArraysAndOneEntry() throws {
        let small = [try Fixture.bytes("numpy/stored.npz"), try Fixture.bytes("numpy/deflated.npz")]
        let entry = TensorArchive.Entry(name: "noise", tensor: Tensor(Self.noise, shape: [20, 400]))
        let large = try NPZ.encode(TensorArchive([entry]), compressed: true)
        for file in small + [large] {
            expectNeverTraps(
                file, allocationFactor: 8, fixedAllowance: 2 * Self.limit + 80_000
            ) { try NPZ.decode($0, limit: Self.limit) }
        }
    }

    @Test func pngHoldsThePictureAndWhatLibpngNeeds() throws {
        let names = ["grey-8", "palette", "interlaced", "colour-alpha", "text"]
        // libpng keeps its own state, a row and zlib's window; the picture is at most 1032 pixels a compressed byte,
        // or eight times as many where a pixel is a bit.
        for file in try names.map({ try Fixture.bytes("png/\($0).png") }) {
            expectNeverTraps(file, mutations: 2000, allocationFactor: 8 * 1032, fixedAllowance: 400_000) {
                try PNG.decodeGrey($0)
            }
        }
        let large = try PNG.encode(GreyImage(width: 80, height: 100, pixels: Self.noise))
        expectNeverTraps(large, allocationFactor: 8 * 1032, fixedAllowance: 400_000) { try PNG.decodeGrey($0) }
    }
}
