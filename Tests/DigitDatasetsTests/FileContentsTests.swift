import DigitDatasets
import DigitTestSupport
import Foundation
import Testing

@Suite struct FileContentsTests {
    @Test func whatIsWrittenIsReadAndNothingElseIsLeft() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try FileContents.write([1, 2, 3], to: folder.path("a"))
        try FileContents.write(bytes, to: folder.path("a"))
        #expect(try FileContents.read(folder.path("a"), limit: 100_000) == bytes)
        #expect(try folder.names() == ["a"])
    }

    @Test func aFilePastTheLimitIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write([1, 2, 3], to: "a")
        #expect(try FileContents.read(folder.path("a"), limit: 3) == [1, 2, 3])
        #expect(throws: DatasetError(.damaged, "")) { try FileContents.read(folder.path("a"), limit: 2) }
        // A device without an end stops at the limit too.
        #expect(throws: DatasetError(.damaged, "")) { try FileContents.read("/dev/zero", limit: 100_000) }
    }

    @Test func whatIsNoRegularFileIsWrittenToDirectly() throws {
        try FileContents.write([1, 2, 3], to: "/dev/null")
        #expect(try FileContents.read("/dev/null", limit: 10) == [])
    }

    @Test func failuresNameTheFileThatWasAskedFor() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: DatasetError.self) { try FileContents.read(folder.path("no"), limit: 1) }
        #expect(missing?.kind == .notFound)
        let unwritable = #expect(throws: DatasetError.self) { try FileContents.write([1], to: folder.path("no/a")) }
        #expect(unwritable?.kind == .inputOutput)
        #expect(unwritable?.message.contains(folder.path("no/a:")) == true)
        let directory = #expect(throws: DatasetError.self) { try FileContents.read(folder.path, limit: 1) }
        #expect(directory?.kind == .inputOutput)
    }
}
