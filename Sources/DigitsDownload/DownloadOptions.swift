/// The arguments of `digits-download`.
package struct DownloadOptions: Equatable {
    /// What to fetch.
    package let url: String
    /// Where to.
    package let file: String
    /// The most bytes to accept.
    package let limit: Int
    /// Seconds to wait for a connection and for each next byte.
    package let timeout: Double
    /// Whether to end with standard input.
    package let watchesInput: Bool

    /// What is wrong with the arguments.
    package struct UsageError: Error, CustomStringConvertible {
        /// One line for people.
        package let description: String
    }

    /// Understands the arguments that follow the program's name.
    package init(_ arguments: [String]) throws {
        var names: [String] = []
        var limit: Int?
        var timeout = 30.0
        var watchesInput = false
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--limit":
                guard let value = rest.popFirst().flatMap({ Int($0) }), value >= 0 else {
                    throw UsageError(description: "expected a number of bytes after --limit")
                }
                limit = value
            case "--timeout":
                guard let value = rest.popFirst().flatMap({ Double($0) }), value > 0, value.isFinite else {
                    throw UsageError(description: "expected a number of seconds after --timeout")
                }
                timeout = value
            case "--watch-input": watchesInput = true
            case _ where argument.hasPrefix("--"): throw UsageError(description: "there is no option \(argument)")
            default: names.append(argument)
            }
        }
        guard names.count == 2 else {
            throw UsageError(description: "expected URL and FILE, found \(names.count) of them")
        }
        guard let limit else { throw UsageError(description: "expected --limit BYTES") }
        url = names[0]
        file = names[1]
        self.limit = limit
        self.timeout = timeout
        self.watchesInput = watchesInput
    }
}
