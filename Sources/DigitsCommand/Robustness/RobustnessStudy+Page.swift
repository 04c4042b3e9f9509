import DigitDatasets
import DigitRecognition

extension RobustnessStudy {
    /// The curves as a picture.
    var chart: RobustnessChart { RobustnessChart(study: self) }

    /// What `digits robustness --output FILE.html` writes.
    func page() throws -> String {
        let accuracy = TextFormat.fixed(100 * clean.report.accuracy, 2)
        let figure = report.benchmarkAccuracy ?? clean.report.accuracy
        return ReportPage(
            title: "Robustness of \(clean.ensemble.name) on \(clean.datasetName)", kind: "Robustness",
            heading: clean.heading, figure: "\(100 * figure, decimals: 2)<small> %</small>",
            explanation: report.benchmarkAccuracy == nil
                ? "of the images as they are are read right; below, what is left when they get worse."
                : """
                read right on average over MNIST-C's fifteen corruptions at its levels; of the images as they are, \
                \(accuracy)&nbsp;%.
                """,
            facts: facts, note: clean.caveat, sections: [try chartSection(), tableSection]
        ).html
    }

    private var facts: [(name: String, value: String)] {
        clean.modelFacts + [
            (
                "Data",
                "\(clean.datasetName), \(clean.split.rawValue) split, \(TextFormat.grouped(clean.data.count)) images"
            ),
            ("Seed", String(seed)), ("Date", ReportPage.now), ("Command", ReportPage.command),
        ]
    }

    private func chartSection() throws -> Markup {
        """
        <section class="full" aria-labelledby="curves"><h2 id="curves">Accuracy as the images get worse</h2>
        <p>All panels have one scale, in percent; ringed is the level of MNIST-C. Below each point is the first image as that level makes it.</p>
        <div class="scroll" role="region" aria-labelledby="curves" tabindex="0"><div class="chart-frame">
        \(try chart.element())
        </div></div></section>
        """
    }

    private var tableSection: Markup {
        """
        <section class="full" aria-labelledby="numbers"><h2 id="numbers">The same in numbers</h2>
        <p>Accuracy in percent at each level; underlined is the level of MNIST-C.</p>
        <div class="scroll" role="region" aria-labelledby="numbers" tabindex="0">
        <table class="rows"><caption>Above the accuracy, below the level.</caption>
        <thead><tr><th scope="col">Corruption</th><th scope="col" class="text">Level counts</th>
        <th scope="col" class="text" colspan="\(most)">Accuracy at each level</th></tr></thead>
        <tbody>
        \(report.curves.map(row))
        </tbody></table></div></section>
        """
    }

    /// The largest number of levels.
    private var most: Int { report.curves.map(\.points.count).max() ?? 1 }

    private func row(_ curve: RobustnessReport.Curve) -> Markup {
        let cells = curve.points.map { point -> Markup in
            let level: Markup =
                point.level == curve.corruption.benchmarkLevel
                ? "<u>\(TextFormat.shortest(point.level))</u>" : "\(TextFormat.shortest(point.level))"
            return "<td>\(100 * point.accuracy, decimals: 2)<br><small>\(level)</small></td>"
        }
        let rest = most - curve.points.count
        let empty: [Markup] = rest > 0 ? ["<td colspan=\"\(rest)\"></td>"] : []
        return """
            <tr><th scope="row">\(curve.corruption.name)<br><small>\(curve.corruption.summary)</small></th>\
            <td class="text">\(curve.corruption.unit)</td>\(cells + empty)</tr>
            """
    }
}
