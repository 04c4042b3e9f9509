import DigitDatasets
import DigitNetwork
import DigitRecognition

/// What `digits evaluate --report` writes: an evaluation as a page.
struct EvaluationPage {
    let evaluation: Evaluation
    var report: EvaluationReport { evaluation.report }

    /// How many misread images the gallery shows.
    static let galleryLimit = 200

    /// The page as a document.
    ///
    /// - Throws: `FormatError` where an image makes no PNG.
    func html() throws -> String {
        ReportPage(
            title: "\(evaluation.ensemble.name) on \(evaluation.datasetName): \(percent(report.accuracy)) %",
            kind: "Evaluation", heading: evaluation.heading,
            figure: "\(percent(report.accuracy))<small> %</small>",
            explanation: """
                \(TextFormat.grouped(report.correct)) of \(TextFormat.grouped(report.images)) images read right. \
                With 95&nbsp;% confidence, between \(percent(report.interval.lower)) and \(percent(report.interval.upper))&nbsp;%.
                """,
            facts: facts, note: evaluation.caveat,
            sections: [confusionSection, classSection, reliabilitySection, try gallerySection()]
        ).html
    }

    private var facts: [(name: String, value: String)] {
        evaluation.modelFacts + [
            ("Data", "\(evaluation.datasetName), \(evaluation.split.rawValue) split"),
            ("Mean cross-entropy", TextFormat.fixed(report.meanCrossEntropy, 4)),
            (
                "Expected calibration error",
                TextFormat.fixed(100 * report.reliability.expectedCalibrationError, 2) + " points"
            ),
            (
                "Speed",
                "\(TextFormat.rounded(evaluation.imagesPerSecond)) images a second, \(evaluation.threads) "
                    + (evaluation.threads == 1 ? "thread" : "threads")
            ),
            ("Date", ReportPage.now),
            ("Command", ReportPage.command),
        ]
    }

    /// A share in percent, with two decimals.
    func percent(_ share: Double) -> String { TextFormat.fixed(100 * share, 2) }

    /// A class, with what it is called.
    func name(_ label: Int) -> String { evaluation.className(label).map { "\(label) \($0)" } ?? String(label) }

    /// A class in few letters: what it is called where that is a letter, else its number.
    func shortName(_ label: Int) -> String {
        evaluation.className(label).flatMap { $0.count <= 2 ? $0 : nil } ?? String(label)
    }
}

extension Evaluation {
    /// What was read with what, as a title.
    var heading: Markup { "\(ensemble.name) <small>on</small> \(datasetName) <small>\(split.rawValue)</small>" }

    /// What the models are.
    var modelFacts: [(name: String, value: String)] {
        let models = ensemble.members.map { member in
            (
                name: "Model \(member.name)",
                value:
                    "\(member.network.shortDescription), \(TextFormat.grouped(member.network.parameterCount)) parameters"
            )
        }
        let views = ensemble.augmentation.map { [(name: "Views of each image", value: "\($0.views.count), averaged")] }
        return models + (views ?? [])
    }
}
