/// The value of a header such as `multipart/form-data; boundary="x"`: a word and named parameters (RFC 9110, 5.6.6).
package struct HeaderParameters {
    /// What stands before the first semicolon, in lower case.
    package let value: String
    private let parameters: [(name: String, value: String)]

    /// Takes a value apart; what is not well formed is left out.
    package init(_ text: some StringProtocol) {
        var rest = Substring(text)
        value = Self.trimmed(Self.takePart(&rest)).lowercased()
        var parameters: [(name: String, value: String)] = []
        while !rest.isEmpty {
            let part = Self.takePart(&rest)
            guard let sign = part.firstIndex(of: "=") else { continue }
            let name = Self.trimmed(part[..<sign]).lowercased()
            parameters.append((name, Self.unquoted(Self.trimmed(part[part.index(after: sign)...]))))
        }
        self.parameters = parameters
    }

    /// The value of the first parameter of a name.
    package subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// Takes the text up to the next semicolon that is not inside quotes, and the semicolon.
    private static func takePart(_ rest: inout Substring) -> Substring {
        var isQuoted = false
        var isEscaped = false
        for index in rest.indices {
            switch rest[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted:
                defer { rest = rest[rest.index(after: index)...] }
                return rest[..<index]
            default: break
            }
        }
        defer { rest = "" }
        return rest
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return String(text) }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
