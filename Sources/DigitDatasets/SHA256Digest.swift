import Crypto

/// A SHA-256 being computed, as lower-case hexadecimal in the end.
package struct SHA256Digest {
    private var hash = SHA256()

    /// Starts with no bytes.
    package init() {}

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// The digest of what was added so far: 64 digits.
    package var hexadecimal: String {
        hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// The digest of a file.
    static func of(_ file: MappedFile) -> String {
        var digest = SHA256Digest()
        file.withUnsafeBytes { digest.update($0) }
        return digest.hexadecimal
    }
}
