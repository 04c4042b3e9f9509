import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TouchingDigits {
    /// A whole that is read this surely stays whole, unless it is wider than nearly all digits are.
    private static let sure: Float = 0.999
    private static let widestSure = 1.6
    /// A whole that is less likely a run of digits than this stays whole, with the same exception.
    private static let leastRun: Float = 0.2
    /// A whole that is this likely a letter stays whole at any width: an m is no 111.
    private static let sureLetter: Float = 0.5
    /// Each piece is read at least this surely, with and without the digit check: parts of a digit are not.
    private static let surePiece: (checked: Float, unchecked: Float) = (0.2, 0.76)
    /// Of MNIST's digits, 19 of 20 are narrower than this share of their height.
    private static let usualWidth = 1.25
    /// What a width beyond that costs, a height of it, and what each cut costs: as logarithms of probabilities.
    private static let costs = (width: 7.2, cut: 0.54)

    /// Cuts a part where its pieces are read better than the whole, as a recogniser reads both.
    ///
    /// Every piece between two cuts is read; the pieces that make up the whole with the highest product of their
    /// certainties win (the segmentation graph of LeCun et al., "Gradient-based learning applied to document
    /// recognition", 1998, section V).
    ///
    /// - Parameters:
    ///   - part: The ink.
    ///   - map: The map it lies in.
    ///   - read: Reads images.
    /// - Returns: The pieces from left to right, or the whole.
    static func split(
        _ part: InkPart, of map: InkMap, _ read: ([DigitImage]) -> [DigitReading]
    ) -> [InkPart] {
        guard mayTouch(part) else { return [part] }
        let ratio = Double(part.box.width) / Double(part.box.height)
        let whole = read([MNISTFit.image(DigitCrop(part, of: map))])[0]
        if ratio < widestSure, whole.certainty >= sure { return [part] }
        if let check = whole.check, check.letter >= sureLetter || (ratio < widestSure && check.run < leastRun) {
            return [part]
        }
        let cuts = cuts(of: part)
        guard !cuts.isEmpty else { return [part] }

        // Piece (i, j) lies between the cuts i and j; 0 is the left side, cuts.count + 1 the right one.
        var pieces: [(from: Int, to: Int, part: InkPart)] = []
        for from in 0...cuts.count {
            for to in from + 1...cuts.count + 1 where !(from == 0 && to == cuts.count + 1) {
                let left = from == 0 ? nil : cuts[from - 1]
                let right = to > cuts.count ? nil : cuts[to - 1]
                guard let piece = piece(of: part, from: left, to: right), isDigitLike(piece, of: part) else { continue }
                pieces.append((from, to, piece))
            }
        }
        let surePiece = whole.check == nil ? surePiece.unchecked : surePiece.checked
        let readings = read(pieces.map { MNISTFit.image(DigitCrop($0.part, of: map)) })

        // The best way to each cut from the left.
        var best: [(score: Double, pieces: [InkPart])?] =
            [(0, [])]
            + [(score: Double, pieces: [InkPart])?](
                repeating: nil, count: cuts.count + 1)
        for to in 1...cuts.count + 1 {
            for (index, piece) in pieces.enumerated() where piece.to == to && readings[index].certainty >= surePiece {
                guard let before = best[piece.from] else { continue }
                let score = before.score + score(readings[index], piece.part) - costs.cut
                if score > best[to]?.score ?? -.infinity { best[to] = (score, before.pieces + [piece.part]) }
            }
        }
        guard let cut = best[cuts.count + 1], cut.score + costs.cut > score(whole, part) else { return [part] }
        return cut.pieces
    }

    /// How well a piece can be a digit: the logarithm of its certainty, less what its width makes unlikely.
    private static func score(_ reading: DigitReading, _ part: InkPart) -> Double {
        let ratio = Double(part.box.width) / Double(part.box.height)
        return log(max(Double(reading.certainty), 1e-6)) - costs.width * max(0, ratio - usualWidth)
    }

    /// Digits that touch are about equally high.
    private static func isDigitLike(_ piece: InkPart, of part: InkPart) -> Bool {
        piece.box.height * 3 >= part.box.height * 2 && piece.box.width * 2 <= piece.box.height * 3
    }
}
