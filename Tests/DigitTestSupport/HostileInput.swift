/// Damaged versions of a good input, each made on demand.
package enum HostileInput {
    /// Every proper prefix, the empty one first.
    package static func truncations(of fixture: [UInt8]) -> some Sequence<[UInt8]> {
        (0..<fixture.count).lazy.map { Array(fixture.prefix($0)) }
    }

    /// Every version with one bit turned: eight a byte, the lowest bit first.
    package static func bitFlips(of fixture: [UInt8]) -> some Sequence<[UInt8]> {
        (0..<fixture.count * 8).lazy.map { bit in
            var damaged = fixture
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            return damaged
        }
    }

    /// `count` versions with one to four random damages each; the same seed gives the same versions.
    package static func mutations(of fixture: [UInt8], count: Int, seed: UInt64) -> some Sequence<[UInt8]> {
        (0..<count).lazy.map { index in
            // A generator for each version: one that fails can be made again without those before it.
            var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x9E6D_62D0_6F6A_9A9B)
            var damaged = fixture
            for _ in 0...random.next(below: 4) {
                damage(&damaged, original: fixture, &random)
            }
            return damaged
        }
    }

    private static func damage(_ bytes: inout [UInt8], original: [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else {
            bytes = original
            return
        }
        let position = random.next(below: bytes.count)
        let length = min(1 + random.next(below: 16), bytes.count - position)
        switch random.next(below: 8) {
        case 0:
            bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 1:
            bytes[position] ^= 1 << UInt8(random.next(below: 8))
        case 2:
            bytes.insert(contentsOf: (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: position)
        case 3:
            bytes.removeSubrange(position..<position + length)
        case 4:
            // A chunk over another place: lengths and tags where they do not belong.
            let source = random.next(below: bytes.count - length + 1)
            bytes.replaceSubrange(position..<position + length, with: Array(bytes[source..<source + length]))
        case 5:
            // A chunk twice: entries and opcodes repeated.
            bytes.insert(contentsOf: Array(bytes[position..<position + length]), at: position)
        case 6:
            writeBoundary(&bytes, at: position, &random)
        default:
            // The head of this version and a tail of the original, joined at places that need not match.
            bytes = Array(bytes[..<position]) + original[random.next(below: original.count)...]
        }
    }

    /// Overwrites one, two, four or eight bytes with an integer at an edge of its type, in either byte order.
    private static func writeBoundary(_ bytes: inout [UInt8], at position: Int, _ random: inout SplitMix64) {
        let width = 1 << random.next(below: 4)
        let patterns: [(first: UInt8, rest: UInt8)] = [
            (0xFF, 0xFF), (0x7F, 0xFF), (0x80, 0x00), (0x00, 0x00), (0x00, 0x01), (0x40, 0x00), (0xFF, 0xFE),
        ]
        let pattern = patterns[random.next(below: patterns.count)]
        var integer = [UInt8](repeating: pattern.rest, count: width)
        integer[0] = pattern.first
        if random.next(below: 2) == 0 { integer.reverse() }
        let end = min(position + width, bytes.count)
        bytes.replaceSubrange(position..<end, with: integer.prefix(end - position))
    }
}
