/// A `multipart/form-data` body as browsers make it.
struct Form {
    let type = "multipart/form-data; boundary=\"a b'c\""
    let body: [UInt8]

    init(files: [(name: String, content: [UInt8])]) {
        var body: [UInt8] = []
        for (name, content) in files {
            let quoted = name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
            body += "--a b'c\r\ncontent-DISPOSITION: form-data; name=\"file\"; filename=\"\(quoted)\"\r\n".utf8
            body += "Content-Type: application/octet-stream\r\n\r\n".utf8
            body += content + Array("\r\n".utf8)
        }
        self.body = body + Array("--a b'c--\r\n".utf8)
    }
}
