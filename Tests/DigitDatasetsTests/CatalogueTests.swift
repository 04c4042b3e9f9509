import DigitDatasets
import Testing

@Suite struct CatalogueTests {
    @Test func namesTheFamily() {
        #expect(
            DatasetDescription.catalogue.map(\.name) == [
                "mnist", "fashion-mnist", "kmnist", "qmnist", "emnist-byclass", "emnist-bymerge", "emnist-balanced",
                "emnist-letters", "emnist-digits", "emnist-mnist",
            ])
        #expect(DatasetDescription.catalogue.map(\.classes) == [10, 10, 10, 10, 62, 47, 47, 26, 10, 10])
    }

    @Test(arguments: DatasetDescription.catalogue)
    func everyFileHasAChecksumAndEveryMirrorEndsInASlash(_ description: DatasetDescription) {
        #expect(description.files.count == 4)
        for file in description.files {
            #expect(file.download.sha256.count == 64)
            #expect(file.download.sha256.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            #expect(file.download.byteCount > 0)
        }
        #expect(description.mirrors.count >= 2)
        #expect(description.mirrors.allSatisfy { $0.hasSuffix("/") })
        // Plain http comes last where it comes at all.
        #expect(description.mirrors[0].hasPrefix("https://"))
        #expect(!description.licence.isEmpty && !description.citation.isEmpty)
        #expect(Set(description.classNames).count == description.classes)
    }

    @Test func mnistHasThreeSafeMirrors() {
        #expect(DatasetDescription.mnist.mirrors.filter { $0.hasPrefix("https://") }.count >= 3)
        #expect(!DatasetDescription.mnist.mirrors.contains { $0.contains("lecun") })
    }

    /// The mapping of EMNIST's balanced and merged classes, as its paper and mapping files have it.
    @Test func emnistNamesItsLetters() throws {
        let balanced = try DatasetDescription.named("emnist-balanced").classNames
        #expect([0, 9, 10, 35, 36, 37, 38, 46].map { balanced[$0] } == ["0", "9", "A", "Z", "a", "b", "d", "t"])
        #expect(try DatasetDescription.named("emnist-letters").classNames.first == "A")
        #expect(try DatasetDescription.named("emnist-byclass").classNames[61] == "z")
    }

    @Test func onlyMNISTHasTheSample() {
        #expect(DatasetDescription.mnist.splits == [.train, .test, .sample])
        #expect(DatasetDescription.kmnist.splits == [.train, .test])
    }

    @Test func unknownNameListsTheKnown() {
        let error = #expect(throws: DatasetError.self) { try DatasetDescription.named("mnits") }
        #expect(error?.kind == .notFound)
        #expect(error?.message.contains("no data set called mnits") == true)
        #expect(error?.message.contains("mnist, fashion-mnist, kmnist") == true)
    }

    /// The test vectors of FIPS 180-2 and of the empty message.
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func sha256IsThePublishedOne(_ text: String, _ expected: String) {
        var digest = SHA256Digest()
        Array(text.utf8).withUnsafeBytes { digest.update($0) }
        #expect(digest.hexadecimal == expected)
    }
}
