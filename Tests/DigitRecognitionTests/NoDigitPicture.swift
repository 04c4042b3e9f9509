import DigitFormats
import DigitTestSupport
import Foundation

/// Pictures without any digit, made from a seed.
enum NoDigitPicture: String, CaseIterable {
    case blank, gradient, noise, texture, ruledPaper, scribble, letterOfStrokes

    /// One picture of the kind.
    func picture(seed: UInt64) -> GreyImage {
        var random = SplitMix64(seed: seed)
        let (width, height) = (Self.side(&random), Self.side(&random))
        switch self {
        case .blank:
            let level = random.unit(0, 255)
            return Self.picture(width, height) { _, _ in level }
        case .gradient:
            let (level, across, down) = (random.unit(60, 200), random.unit(-60, 60), random.unit(-60, 60))
            return Self.picture(width, height) { x, y in
                level + across * (x / Double(width) - 0.5) + down * (y / Double(height) - 0.5)
            }
        case .noise:
            let (level, strength) = (random.unit(60, 200), random.unit(5, 60))
            return Self.picture(width, height) { _, _ in level + strength * random.normal() }
        case .texture: return Self.texture(width, height, &random)
        case .ruledPaper:
            var page = DrawnPicture(width: width, height: height)
            let (spacing, slope, pen) = (random.unit(10, 30), random.unit(-0.05, 0.05), random.unit(0.8, 2))
            for y in stride(from: -10, to: Double(height) + 10, by: spacing) {
                page.stroke([(-5, y), (Double(width) + 5, y + slope * Double(width))], pen: pen)
            }
            return page.picture(ink: random.unit(100, 190), paper: random.unit(210, 255))
        case .scribble: return Self.scribble(&random)
        case .letterOfStrokes:
            let strokes = LetterStrokes.letters[random.next(below: LetterStrokes.letters.count)].strokes
            return LetterStrokes.picture(of: strokes, &random)
        }
    }

    private static func side(_ random: inout SplitMix64) -> Int { Int(random.unit(60, 200)) }

    private static func picture(_ width: Int, _ height: Int, _ level: (Double, Double) -> Double) -> GreyImage {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { pixels.append(UInt8(min(255, max(0, level(Double(x), Double(y)))))) }
        }
        return GreyImage(width: width, height: height, pixels: pixels)
    }

    /// As of cloth or gravel: random waves, and random blots of some size.
    private static func texture(_ width: Int, _ height: Int, _ random: inout SplitMix64) -> GreyImage {
        let waves = (0..<random.next(below: 5) + 2).map { _ in
            (x: random.unit(-1, 1), y: random.unit(-1, 1), phase: random.unit(0, 6), strength: random.unit(5, 30))
        }
        let blots = (0..<random.next(below: 60)).map { _ in
            (
                x: random.unit(0, Double(width)), y: random.unit(0, Double(height)), radius: random.unit(2, 15),
                strength: random.unit(-60, 60)
            )
        }
        let grain = random.unit(0, 10)
        return picture(width, height) { x, y in
            var level = 140 + grain * random.normal()
            for wave in waves { level += wave.strength * sin(wave.x * x + wave.y * y + wave.phase) }
            for blot in blots {
                let distance = hypot(x - blot.x, y - blot.y)
                level += blot.strength * max(0, min(1, blot.radius - distance))
            }
            return level
        }
    }

    /// A pen that wanders through 10 to 30 points, within a few steps of each other or all over the place.
    private static func scribble(_ random: inout SplitMix64) -> GreyImage {
        let size = random.unit(60, 160)
        var page = DrawnPicture(width: Int(size) + 40, height: Int(size) + 40)
        let reach = random.unit(0.3, 1)
        var point = (x: random.unit(0, size), y: random.unit(0, size))
        var points = [point]
        for _ in 0..<10 + random.next(below: 21) {
            point.x = min(size, max(0, point.x + reach * random.unit(-size, size)))
            point.y = min(size, max(0, point.y + reach * random.unit(-size, size)))
            points.append(point)
        }
        page.stroke(points.map { ($0.x + 20, $0.y + 20) }, pen: size * random.unit(0.03, 0.1))
        return page.picture(ink: random.unit(0, 80), paper: random.unit(190, 255))
    }
}
