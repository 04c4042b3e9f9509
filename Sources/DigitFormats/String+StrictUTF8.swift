extension String {
    /// Text out of UTF-8, or `nil` where the bytes are not UTF-8; the standard library's own check asks for macOS 15.
    package init?(strictUTF8 bytes: UnsafeRawBufferPointer) {
        self.init(decoding: bytes, as: UTF8.self)
        // What is no UTF-8 was replaced, and then the bytes differ.
        guard utf8.elementsEqual(bytes) else { return nil }
    }

    /// Text of a file as an error may show it: short, and without control characters that a terminal would obey.
    package init(shown text: String) {
        self.init()
        for scalar in text.unicodeScalars.prefix(80) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: append("?")
            default: unicodeScalars.append(scalar)
            }
        }
        if text.unicodeScalars.count > 80 { append("...") }
    }
}
