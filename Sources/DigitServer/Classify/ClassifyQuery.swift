import DigitFormats
import HummingbirdCore

/// What the query of `/v1/classify` asks for.
struct ClassifyQuery: Equatable {
    /// Whether all ink is one digit.
    var isSingle = false
    /// Whether what was found is asked to be a digit at all.
    var checksDigits = true
    /// How many of the likeliest digits are listed for each that was found.
    var top: Int?
    /// The model's name.
    var model: String?
    /// Whether the pixels that the network saw are given.
    var showsImage = false
    /// Whether the picture itself is given, with boxes drawn on it.
    var isAnnotated = false

    /// Reads a query; what it does not know it leaves out.
    ///
    /// - Throws: ``Refusal`` that names the parameter.
    init(_ uri: URI) throws {
        for (name, value) in uri.queryParameters {
            let shown = String(shown: String(value))
            switch name {
            case "single": isSingle = try Self.flag(name, value)
            case "check": checksDigits = try Self.flag(name, value)
            case "image28": showsImage = try Self.flag(name, value)
            case "model": model = String(value)
            case "top":
                guard let count = Int(value), (1...10).contains(count) else {
                    throw Refusal.badRequest("top: expected 1 to 10, found \(shown)")
                }
                top = count
            case "annotate":
                guard value == "png" else { throw Refusal.badRequest("annotate: expected png, found \(shown)") }
                isAnnotated = true
            default: break
            }
        }
    }

    private static func flag(_ name: Substring, _ value: Substring) throws -> Bool {
        switch value {
        case "true": true
        case "false": false
        default: throw Refusal.badRequest("\(name): expected true or false, found \(String(shown: String(value)))")
        }
    }
}
