/// A piece of HTML or SVG: text and numbers that are put into it are escaped, other pieces of it are not.
///
/// Names of models, data sets and classes come from files that others wrote. Whoever writes `"<td>\(name)</td>"` as a
/// `Markup` cannot forget to escape them.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    let text: String

    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// Pieces one after the other, each on a line of its own.
    init(lines: [Markup]) {
        text = lines.map(\.text).joined(separator: "\n")
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ markup: Markup) {
            text += markup.text
        }

        mutating func appendInterpolation(_ markup: [Markup]) {
            text += Markup(lines: markup).text
        }

        mutating func appendInterpolation(_ number: Int) {
            text += String(number)
        }

        /// A coordinate or a share, with as many decimals as a picture needs.
        mutating func appendInterpolation(_ number: Double, decimals: Int = 1) {
            text += TextFormat.fixed(number, decimals)
        }

        mutating func appendInterpolation(_ string: String) {
            for scalar in string.unicodeScalars {
                switch scalar {
                case "&": text += "&amp;"
                case "<": text += "&lt;"
                case ">": text += "&gt;"
                case "\"": text += "&quot;"
                case "'": text += "&#39;"
                // Control characters have no place in HTML or XML; line feeds and tabs would be spaces.
                case _ where scalar.properties.generalCategory == .control: text += "\u{FFFD}"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
