extension JSONReader {
    /// Reads a number, rounded to the nearest `Double`.
    ///
    /// - Throws: ``Refusal`` where it is none, or none that JSON allows: `+1`, `01`, `.5`, `1.`, `NaN`.
    package mutating func number(_ member: String) throws -> Double {
        skipSpace()
        let start = offset
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { advance() }
        // The digits as one whole number, while it fits, and where the point stands in it.
        var mantissa: UInt64 = 0
        var isExact = true
        var exponent = 0
        func add(_ digit: UInt8) {
            if mantissa < 1 << 53 / 10 {
                mantissa = mantissa * 10 + UInt64(digit - 48)
            } else {
                isExact = false
            }
        }
        guard Self.isDigit(peek) else { throw error(member, "expected a number") }
        if peek == UInt8(ascii: "0") {
            advance()
        } else {
            while Self.isDigit(peek) {
                add(peek)
                advance()
            }
        }
        if peek == UInt8(ascii: ".") {
            advance()
            guard Self.isDigit(peek) else { throw error(member, "expected a digit after the point") }
            while Self.isDigit(peek) {
                add(peek)
                exponent -= 1
                advance()
            }
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            advance()
            exponent += try self.exponent(member)
        }
        // A whole number and a power of ten that are both exact: the quotient or product is rounded once, and right.
        if isExact, let power = Self.powersOfTen.indices.contains(abs(exponent)) ? Self.powersOfTen[abs(exponent)] : nil
        {
            let value = Double(mantissa)
            let scaled = exponent < 0 ? value / power : value * power
            return isNegative ? -scaled : scaled
        }
        guard let value = Double(text(from: start)), value.isFinite else {
            throw error(member, "the number is too large")
        }
        return value
    }

    /// Reads what follows the letter e.
    private mutating func exponent(_ member: String) throws -> Int {
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative || peek == UInt8(ascii: "+") { advance() }
        guard Self.isDigit(peek) else { throw error(member, "expected a digit in the exponent") }
        var value = 0
        while Self.isDigit(peek) {
            // Past any exponent of a Double it makes no difference how far.
            value = min(value * 10 + Int(peek - 48), 1_000_000)
            advance()
        }
        return isNegative ? -value : value
    }

    /// Reads a whole number.
    mutating func integer(_ member: String) throws -> Int {
        let number = try number(member)
        guard let value = Int(exactly: number), abs(number) < 0x1p53 else {
            throw error(member, "expected a whole number, found \(number)")
        }
        return value
    }

    /// 1 to 10^22: the powers of ten that a `Double` holds exactly.
    private static let powersOfTen: [Double] = (0...22).map { (exponent: Int) in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
