import DigitFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files of a `multipart/form-data` body (RFC 7578): what a browser's form or `curl -F` sends.
package struct MultipartForm {
    /// A part that came with a file's name.
    package struct File: Equatable {
        package let name: String
        package let content: Range<Int>
    }

    /// The longest header of a part, in bytes.
    static let maximumHeaderSize = 8 << 10
    /// The longest boundary, in bytes (RFC 2046).
    static let maximumBoundarySize = 70

    /// The files in the order in which they came; fields that are no files are left out.
    package let files: [File]

    /// Finds the files of a body.
    ///
    /// - Parameters:
    ///   - body: The whole body; the ranges of the files' contents count from its start.
    ///   - boundary: By the content type.
    ///   - limit: The most parts that are taken.
    /// - Throws: ``Refusal``.
    package init(_ body: UnsafeRawBufferPointer, boundary: String, limit: Int) throws {
        guard (1...Self.maximumBoundarySize).contains(boundary.utf8.count) else {
            throw Refusal.badRequest(
                "Content-Type: expected a boundary of 1 to \(Self.maximumBoundarySize) characters, "
                    + "found \(boundary.utf8.count)")
        }
        let first = Array("--\(boundary)".utf8)
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var files: [File] = []
        // What precedes the first boundary is no part; it stands at the start or after a line's end.
        guard
            var position = body.starts(with: first)
                ? first.count : Self.find(delimiter, in: body, from: 0).map({ $0 + delimiter.count })
        else { throw Refusal.badRequest("form: expected the boundary that the content type names, found none") }
        var count = 0
        while !Self.has("--", at: position, in: body) {
            guard Self.has("\r\n", at: position, in: body) else {
                throw Refusal.badRequest(
                    "form: expected a line's end after a boundary, at byte \(position) of the body")
            }
            count += 1
            guard count <= limit else { throw Refusal.tooLarge("form: expected at most \(limit) parts, found more") }
            // The header may be empty: its end is then the line's end that was just seen.
            guard let headerEnd = Self.find(Array("\r\n\r\n".utf8), in: body, from: position),
                headerEnd - position <= Self.maximumHeaderSize
            else {
                throw Refusal.badRequest(
                    "form: a part's header has no end, or one too far, at byte \(position) of the body")
            }
            let content = headerEnd + 4
            guard let end = Self.find(delimiter, in: body, from: content - 2), end >= content - 2 else {
                throw Refusal.badRequest("form: the last part has no end, at byte \(content) of the body")
            }
            let header = UnsafeRawBufferPointer(rebasing: body[position..<headerEnd])
            if let name = try Self.fileName(header) {
                files.append(File(name: name, content: content..<max(content, end)))
            }
            position = end + delimiter.count
        }
        self.files = files
    }

    /// Where some bytes come next, or `nil`.
    private static func find(_ wanted: [UInt8], in body: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = body.baseAddress else { return nil }
        var position = start
        while position + wanted.count <= body.count {
            let last = body.count - wanted.count
            guard let first = memchr(base + position, CInt(wanted[0]), last - position + 1) else { return nil }
            position = UnsafeRawPointer(first) - base
            if memcmp(first, wanted, wanted.count) == 0 { return position }
            position += 1
        }
        return nil
    }

    private static func has(_ text: StaticString, at position: Int, in body: UnsafeRawBufferPointer) -> Bool {
        position + text.utf8CodeUnitCount <= body.count
            && text.withUTF8Buffer { $0.elementsEqual(body[position..<position + $0.count]) }
    }

    /// The name of a part's file, or `nil` where the part is no file.
    private static func fileName(_ header: UnsafeRawBufferPointer) throws -> String? {
        guard let text = String(strictUTF8: header) else {
            throw Refusal.badRequest("form: expected the header of a part in UTF-8")
        }
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else {
                continue
            }
            return HeaderParameters(line[line.index(after: colon)...])["filename"]
        }
        return nil
    }
}
