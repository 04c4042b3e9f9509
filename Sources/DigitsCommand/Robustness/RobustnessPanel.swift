import DigitDatasets
import DigitRecognition

/// One of the pictures of a ``RobustnessChart``.
struct RobustnessPanel {
    let study: RobustnessStudy
    let curve: RobustnessReport.Curve
    /// The share at the lower end of the scale.
    let lowest: Double
    let left: Double
    let top: Double

    private static let margin = (left: 44.0, right: 16.0, top: 34.0)
    private static let plotHeight = 84.0
    private static let largestThumbnail = 30.0

    func markup() throws -> Markup {
        let points = study.points(of: curve)
        let path = points.indices.map { "\($0 == 0 ? "M" : "L")\(x($0, points)) \(y(points[$0].accuracy))" as Markup }
        let name = curve.corruption.name
        let unit = curve.corruption.unit
        return """
            <g aria-label="\(name)">
            <text x="\(left + Self.margin.left)" y="\(top + 16)" font-weight="600" font-size="12">\(name)\
            <tspan font-weight="400" style="fill:var(--soft)"> \(unit)</tspan></text>
            \([lowest, (1 + lowest) / 2, 1].map(scaleLine))
            <path d="\(path)" fill="none" stroke="rgb(var(--right))" stroke-width="2"/>
            \(points.indices.map { mark(points[$0], x: x($0, points)) })
            \(try points.indices.map { try thumbnail(points[$0], $0, points) })
            </g>
            """
    }

    private func x(_ index: Int, _ points: [RobustnessPoint]) -> Double {
        left + Self.margin.left + step(points) * (Double(index) + 0.5)
    }

    private func step(_ points: [RobustnessPoint]) -> Double {
        (RobustnessChart.cellWidth - Self.margin.left - Self.margin.right) / Double(points.count)
    }

    private func y(_ share: Double) -> Double {
        top + Self.margin.top + Self.plotHeight * (1 - share) / (1 - lowest)
    }

    private func scaleLine(_ share: Double) -> Markup {
        let width = RobustnessChart.cellWidth - Self.margin.left - Self.margin.right
        return """
            <path d="M\(left + Self.margin.left) \(y(share))h\(width)" style="stroke:var(--line)"/>\
            <text x="\(left + Self.margin.left - 6)" y="\(y(share) + 4)" text-anchor="end" style="fill:var(--soft)">\
            \(100 * share, decimals: 0)</text>
            """
    }

    private func mark(_ point: RobustnessPoint, x: Double) -> Markup {
        let ring: Markup =
            point.isBenchmark
            ? "<circle cx=\"\(x)\" cy=\"\(y(point.accuracy))\" r=\"6.5\" fill=\"none\" stroke=\"rgb(var(--wrong))\"/>"
            : ""
        return """
            <circle cx="\(x)" cy="\(y(point.accuracy))" r="3.5" fill="rgb(var(--right))"><title>\
            \(curve.corruption.name) \(point.label): \(100 * point.accuracy, decimals: 2) %</title></circle>\(ring)
            """
    }

    /// The first image as the level makes it, and the level.
    private func thumbnail(_ point: RobustnessPoint, _ index: Int, _ points: [RobustnessPoint]) throws -> Markup {
        let image = study.clean.data.images[0]
        let changed = point.level.map { curve.corruption.apply(to: image, level: $0, seed: study.seed) } ?? image
        let side = min(Self.largestThumbnail, step(points) - 3)
        let (x, y) = (x(index, points), top + Self.margin.top + Self.plotHeight + 10)
        return """
            <image x="\(x - side / 2)" y="\(y)" width="\(side)" height="\(side)" href="\(try changed.dataURI())"/>\
            <text x="\(x)" y="\(y + side + 12)" text-anchor="middle" font-size="10">\(point.label)</text>
            """
    }
}
