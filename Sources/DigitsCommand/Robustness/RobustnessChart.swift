import DigitDatasets
import DigitRecognition

/// The curves of all corruptions as small multiples: one picture for each, all on the same scale, and under each point the
/// first image as that level makes it.
struct RobustnessChart {
    let study: RobustnessStudy

    static let columns = 3
    static let width = 960.0
    static let cellWidth = width / Double(columns)
    static let cellHeight = 196.0
    static let top = 44.0

    private var curves: [RobustnessReport.Curve] { study.report.curves }
    private var height: Double {
        let rows = (curves.count + Self.columns - 1) / Self.columns
        return Self.top + Double(rows) * Self.cellHeight
    }

    /// The chart as a document of its own; its colours follow the reader's choice of light or dark.
    func document() throws -> String {
        let picture: Markup = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width, decimals: 0) \(height, decimals: 0)" \
            font-family="system-ui, sans-serif" font-size="11">
            <style>
            svg { --ink: #1b1d22; --soft: #5a5f6b; --line: #dcd9d0; --right: 52 104 220; --wrong: 222 82 38; --turn: invert(1);
              color: var(--ink); background: #fbfaf6; }
            @media (prefers-color-scheme: dark) { svg { --ink: #e9ebf0; --soft: #a3a9b7; --line: #333844;
              --right: 110 150 245; --wrong: 214 76 32; --turn: none; background: #121419; } }
            text { fill: currentColor; } image { image-rendering: pixelated; filter: var(--turn); }
            </style>
            \(try contents())
            </svg>

            """
        return picture.text
    }

    /// The chart as a part of a page.
    func element() throws -> Markup {
        """
        <svg class="chart" viewBox="0 0 \(Self.width, decimals: 0) \(height, decimals: 0)" font-size="11" role="img" \
        aria-label="Accuracy at each level of each corruption; the same numbers are in the table.">
        \(try contents())
        </svg>
        """
    }

    private func contents() throws -> Markup {
        let clean = TextFormat.fixed(100 * study.clean.report.accuracy, 2)
        let cells = try curves.enumerated().map { index, curve in
            try RobustnessPanel(
                study: study, curve: curve, lowest: lowest,
                left: Double(index % Self.columns) * Self.cellWidth,
                top: Self.top + Double(index / Self.columns) * Self.cellHeight
            ).markup()
        }
        return """
            <text x="20" y="24" font-size="14" font-weight="600">\(study.clean.ensemble.name) on \
            \(study.clean.datasetName), \(study.clean.split.rawValue) split</text>
            <text x="\(Self.width - 20)" y="24" text-anchor="end" style="fill:var(--soft)">clean \(clean) %, \
            \(TextFormat.grouped(study.clean.report.images)) images, seed \(String(study.seed)); ringed: MNIST-C's level</text>
            \(cells)
            """
    }

    /// Where the scale of all panels begins: a round share below all points.
    private var lowest: Double {
        let least = curves.flatMap(\.points).map(\.accuracy).min() ?? 0
        return min((least * 10).rounded(.down) / 10, 0.9)
    }
}
