/// Whether every element of a page or a picture that was opened is closed, in order.
enum MarkupBalance {
    /// Elements of HTML that have no end.
    private static let void: Set<Substring> = ["meta", "img", "br", "link", "input", "hr"]

    /// What is wrong, or `nil` where nothing is.
    static func complaint(_ text: String) -> String? {
        var open: [Substring] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else {
                return "< without > at \(rest[start...].prefix(40))"
            }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.contains("<") { return "< within \(tag)" }
            let name = tag.prefix { $0 != " " && $0 != "/" && $0 != "\n" }
            if tag.hasPrefix("!") || tag.hasSuffix("/") || void.contains(name) { continue }
            if tag.hasPrefix("/") {
                let closed = tag.dropFirst()
                guard open.last == closed else { return "</\(closed)> within \(open.suffix(3))" }
                open.removeLast()
            } else {
                open.append(name)
            }
        }
        return open.isEmpty ? nil : "\(open) never closed"
    }
}
