extension JSONReader {
    /// Reads a number, rounded to the nearest `Double`.
    ///
    /// - Throws: ``Refusal`` where it is none, or none that JSON allows: `+1`, `01`, `.5`, `1.`, `NaN`.
    package mutating func number(_ member: String) throws -> Double {
        let decimal = try decimal(member)
        // A whole number and a power of ten that are both exact: the quotient or product is rounded once, and right.
        guard decimal.isShort, decimal.mantissa <= 1 << 53, decimal.exponent.magnitude < Self.powersOfTen.count else {
            return try rounded(decimal, member)
        }
        let (value, power) = (Double(decimal.mantissa), Self.powersOfTen[Int(decimal.exponent.magnitude)])
        let scaled = decimal.exponent < 0 ? value / power : value * power
        return decimal.isNegative ? -scaled : scaled
    }

    /// Reads a number, rounded to the nearest `Float`.
    ///
    /// It is the `Float` next to the `Double` that ``number(_:)`` gives, found sooner: a request may hold a million.
    @inline(__always)
    mutating func float(_ member: String) throws -> Float {
        skipSpace()
        if let value = takePlain() { return value }
        // A copy, for the compiler: what is handed to another function is not kept in registers.
        var reader = self
        let value = try reader.anyFloat(member)
        self = reader
        return value
    }

    /// Reads a number of any form.
    private mutating func anyFloat(_ member: String) throws -> Float {
        let decimal = try decimal(member)
        if decimal.mantissa == 0, decimal.isShort { return decimal.isNegative ? -0.0 : 0 }
        if decimal.isShort, (1 - Self.inversePowersOfTen.count...0).contains(decimal.exponent),
            let value = Self.float(decimal.mantissa, places: -decimal.exponent)
        {
            return decimal.isNegative ? -value : value
        }
        return Float(try rounded(decimal, member))
    }

    /// The `Float` nearest to the `places`-th decimal part of a whole number; `nil` where it takes more to tell which that is.
    @inline(__always)
    private static func float(_ mantissa: Int64, places: Int) -> Float? {
        // Two roundings and that of the power: off by less than 2 of a `Double`'s last bits. Where the 29 bits that a
        // `Float` lacks stand further from their middle, that makes no difference.
        let value = Double(mantissa) * inversePowersOfTen[places]
        let fromMiddle = Int64(value.bitPattern & 0x1FFF_FFFF) - 0x1000_0000
        return fromMiddle.magnitude > 4 ? Float(value) : nil
    }

    /// Takes a number of the forms that nearly all of an image have: up to 7 digits, or one, a point and up to 15 more.
    ///
    /// Where another one comes next it is `nil`, and nothing is taken.
    @inline(__always)
    private mutating func takePlain() -> Float? {
        guard bytes.count - offset >= 18, Self.isDigit(peek) else { return nil }
        let isZero = peek == UInt8(ascii: "0")
        guard bytes[offset + 1] == UInt8(ascii: ".") else {
            // No zero stands before other digits.
            let block = DigitBlock(bytes, at: offset)
            let length = isZero ? 1 : block.count
            guard length < 8, Self.endsNumber(bytes[offset + length]) else { return nil }
            advance(length)
            return isZero ? 0 : Float(block.value)
        }
        // Paper, most of an image: its length is not computed, so that what follows need not wait for it.
        if isZero, bytes[offset + 2] == UInt8(ascii: "0"), Self.endsNumber(bytes[offset + 3]) {
            advance(3)
            return 0
        }
        let block = DigitBlock(bytes, at: offset + 2)
        var (mantissa, places) = (Int64(peek &- 48) &* Self.wholePowersOfTen[block.count] &+ block.value, block.count)
        if places == 8 {
            let block = DigitBlock(bytes, at: offset + 10)
            mantissa = mantissa &* Self.wholePowersOfTen[block.count] &+ block.value
            places += block.count
        }
        guard 1...15 ~= places, Self.endsNumber(bytes[offset + 2 + places]),
            let value = mantissa == 0 ? 0 : Self.float(mantissa, places: places)
        else { return nil }
        advance(2 + places)
        return value
    }

    /// Whether a byte behind the digits is none that goes on with the number.
    private static func endsNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
    }

    /// A number as it is written.
    private struct Decimal {
        /// Where its text starts.
        let start: Int
        let isNegative: Bool
        /// All its digits as one whole number, and how many places it is to be moved: right where they are few.
        let mantissa: Int64
        let exponent: Int
        /// Whether the digits are so few that they fit.
        let isShort: Bool
    }

    /// Reads a number's text.
    @inline(__always)
    private mutating func decimal(_ member: String) throws -> Decimal {
        skipSpace()
        let start = offset
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { advance() }
        guard Self.isDigit(peek) else { throw error(member, "expected a number") }
        var mantissa: Int64 = 0
        let first = offset
        // Zeros before all other digits are none to count.
        var digits = 0
        if peek == UInt8(ascii: "0") {
            advance()
        } else {
            addDigits(to: &mantissa)
            digits = offset - first
        }
        var exponent = 0
        if peek == UInt8(ascii: ".") {
            advance()
            guard Self.isDigit(peek) else { throw error(member, "expected a digit after the point") }
            let point = offset
            if digits == 0 { while peek == UInt8(ascii: "0") { advance() } }
            let nonZero = offset
            addDigits(to: &mantissa)
            digits += offset - nonZero
            exponent = point - offset
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            advance()
            exponent += try self.exponent(member)
        }
        return Decimal(
            start: start, isNegative: isNegative, mantissa: mantissa, exponent: exponent,
            isShort: digits <= Self.mostDigits)
    }

    /// Adds the digits that come next, if any; what does not fit is lost.
    @inline(__always)
    private mutating func addDigits(to mantissa: inout Int64) {
        while Self.isDigit(peek) {
            mantissa = mantissa &* 10 &+ Int64(peek &- 48)
            advance()
        }
    }

    /// The nearest `Double`, the long way.
    private func rounded(_ decimal: Decimal, _ member: String) throws -> Double {
        guard let value = Double(text(from: decimal.start)), value.isFinite else {
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

    /// So many digits fit an `Int64` whatever they are.
    private static let mostDigits = 18

    /// 1 to 10^22: the powers of ten that a `Double` holds exactly.
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    /// 1 to 10^-22, rounded.
    private static let inversePowersOfTen: [Double] = [
        1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16,
        1e-17,
        1e-18, 1e-19, 1e-20, 1e-21, 1e-22,
    ]

    /// 1 to 10^8.
    private static let wholePowersOfTen: [Int64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
