/// How much ink there is at each pixel of a picture, 0 for paper to 255 for ink as unlike it as can be, with uneven light
/// and shadows removed.
struct InkMap: Sendable {
    /// The ink.
    let ink: Plane
    /// What paper alone can show, by grain, camera noise or the blocks of JPEG; ink is above it.
    let noiseLimit: Int

    /// A cell of the paper's grid, in pixels, for pictures that have many; a shadow's edge is blurred by that much.
    private static let largestCell = 4
    /// Ink is searched above this many deviations of the paper.
    private static let deviations = 5.0
    /// Ink as faint as a hard pencil's, of 255.
    private static let faintestInk = 16
    /// In smaller pictures strokes are too thin to be smoothed.
    private static let smallestSmoothed = 48
    /// Noise of more levels than this is smoothed once, of more than the second number twice.
    private static let smoothedNoise = (4.0, 14.0)
    /// Darker paper would make much of little.
    private static let darkestPaper = 24
    /// What is added to the light of a board, so that on a black one, as on a drawing's, ink is as strong as it is light.
    private static let blackBoard = 128

    /// Takes the paper out of a picture.
    ///
    /// Darkness that the picture's edge cuts off may be a shadow, which is paper, or a stroke of a digit that was cut out
    /// tightly. Where there is such, both are tried.
    ///
    /// - Returns: One map, or two: the edge's darkness taken for paper, and for ink.
    static func maps(of picture: Plane, polarity: Polarity) -> [InkMap] {
        var plane = picture
        if plane.shortSide >= smallestSmoothed {
            let noise = noise(of: plane)
            if noise > smoothedNoise.0 { plane = plane.smoothed }
            if noise > smoothedNoise.1 { plane = plane.smoothed }
        }
        let factor = plane.shortSide >= 200 ? largestCell : plane.shortSide >= 60 ? 2 : 1
        let cells = plane.reduced(by: factor)
        let withShadows = paper(of: cells, polarity, factor, goesOn: true)
        let withStrokes = paper(of: cells, polarity, factor, goesOn: false)
        let isSame = zip(withShadows.values, withStrokes.values).allSatisfy {
            abs(Int($0) - Int($1)) * 10 <= max(Int($0), Int($1), 64)
        }
        return (isSame ? [withShadows] : [withShadows, withStrokes]).map {
            InkMap(of: plane, $0.smoothed, polarity, factor: factor)
        }
    }

    private init(of plane: Plane, _ paper: Plane, _ polarity: Polarity, factor: Int) {
        let share = Self.difference(plane, paper, polarity, factor)
        // At least four tenths of a picture are paper. Of the normal distribution, a tenth lies below -1.2816
        // deviations and three tenths below -0.5244: these say where paper is and how much it varies.
        let quantiles = Self.quantiles(of: share, [0.1, 0.3])
        let deviation = Double(quantiles[1] - quantiles[0]) / 0.7572
        let middle = quantiles[1] + Int((0.5244 * deviation).rounded())
        ink = Plane(width: plane.width, height: plane.height, values: share.map { UInt8(max(0, Int($0) - middle)) })
        noiseLimit = min(128, max(Self.faintestInk, Int(deviation * Self.deviations)))
    }

    /// The deviation of a picture's noise, from the second differences along its rows, a quarter of which at least hold
    /// no stroke.
    private static func noise(of plane: Plane) -> Double {
        var histogram = [Int](repeating: 0, count: 1021)
        var count = 0
        for y in 0..<plane.height {
            for x in 1..<plane.width - 1 {
                let difference = Int(plane[x - 1, y]) + Int(plane[x + 1, y]) - 2 * Int(plane[x, y])
                histogram[abs(difference)] += 1
                count += 1
            }
        }
        // The second difference of independent noise has 6 ^ 0.5 times its deviation, and a quarter of its sizes are
        // below 0.3186 of that.
        return Double(quantile(histogram, 0.25, count)) / 0.3186 / 6.0.squareRoot()
    }

    /// The light of the paper alone, in cells.
    ///
    /// A closing fills all that is dark and narrower than a quarter of the picture (for light ink, an opening all that is
    /// light), and leaves the edges of wide shadows where they are. Where darkness goes on beyond the edge, what is cut
    /// off there counts as wide. In small pictures, which mostly hold one digit, strokes are broad for the picture and the
    /// share is two fifths.
    private static func paper(of cells: Plane, _ polarity: Polarity, _ factor: Int, goesOn: Bool) -> Plane {
        let radius = max(2, cells.shortSide / (factor < largestCell ? 5 : 8))
        let beyond: UInt8 = polarity == .darkInk ? 0 : 255
        let plane = goesOn ? cells.padded(by: radius, with: beyond) : cells
        let paper =
            switch polarity {
            case .darkInk: plane.highest(within: radius).lowest(within: radius)
            case .lightInk: plane.lowest(within: radius).highest(within: radius)
            }
        return goesOn ? paper.withoutMargin(radius) : paper
    }

    /// How far each pixel is from the paper, as a share of the paper's light, of 255: so it is much the same in light and
    /// shadow.
    ///
    /// Paper lies around 32, so that what differs from it the other way keeps its difference.
    private static func difference(_ plane: Plane, _ paper: Plane, _ polarity: Polarity, _ factor: Int) -> [UInt8] {
        let columns = (0..<plane.width).map { Neighbours(position: $0, factor: factor, count: paper.width) }
        var result = [UInt8](repeating: 0, count: plane.values.count)
        for y in 0..<plane.height {
            let row = Neighbours(position: y, factor: factor, count: paper.height)
            for x in 0..<plane.width {
                let column = columns[x]
                let upper = column.mix(Int(paper[column.first, row.first]), Int(paper[column.second, row.first]))
                let lower = column.mix(Int(paper[column.first, row.second]), Int(paper[column.second, row.second]))
                // In 64ths of a level: each mix is in eighths.
                let ground = row.mix(upper, lower)
                let level = 64 * Int(plane[x, y])
                let share =
                    switch polarity {
                    case .darkInk: (ground - level) * 223 / max(ground, darkestPaper * 64)
                    case .lightInk: (level - ground) * 223 / (2 * (ground + blackBoard * 64))
                    }
                result[y * plane.width + x] = UInt8(min(255, max(0, 32 + share)))
            }
        }
        return result
    }

    /// The two cells whose middles lie around a pixel, and how far between them it is, in eighths.
    private struct Neighbours {
        let first: Int
        let second: Int
        let weight: Int

        init(position: Int, factor: Int, count: Int) {
            let eighths = max(0, (8 * position + 4) / factor - 4)
            first = min(eighths / 8, count - 1)
            second = min(first + 1, count - 1)
            weight = eighths % 8
        }

        func mix(_ a: Int, _ b: Int) -> Int { a * (8 - weight) + b * weight }
    }

    private static func quantiles(of values: [UInt8], _ shares: [Double]) -> [Int] {
        var histogram = [Int](repeating: 0, count: 256)
        for value in values { histogram[Int(value)] += 1 }
        return shares.map { quantile(histogram, $0, values.count) }
    }

    /// The lowest value that a share of all values does not pass.
    private static func quantile(_ histogram: [Int], _ share: Double, _ count: Int) -> Int {
        var below = 0
        for (value, number) in histogram.enumerated() {
            below += number
            if Double(below) >= share * Double(count) { return value }
        }
        return histogram.count - 1
    }
}
