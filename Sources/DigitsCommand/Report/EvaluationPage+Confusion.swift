import DigitRecognition

extension EvaluationPage {
    /// Which classes are read as which, as a table coloured by its numbers.
    var confusionSection: Markup {
        let classes = 0..<report.classes
        let few = report.classes <= 12
        let head = classes.map { "<th scope=\"col\">\(shortName($0))</th>" as Markup }
        let rows = classes.map { label -> Markup in
            "<tr><th scope=\"row\">\(shortName(label))</th>\(classes.map { cell(label, $0) })</tr>"
        }
        return """
            <section class="\(few ? "" : "full")" aria-labelledby="confusion">
            <h2 id="confusion">What is read as what</h2>
            <p><span class="key right"></span> read right, <span class="key wrong"></span> misread: the stronger, the more
            of the images of that row.</p>
            <div class="scroll" role="region" aria-labelledby="confusion" tabindex="0">
            <table class="confusion \(few ? "few" : "many")">
            <caption>A row for each true class, a column for what was read.</caption>
            <thead><tr><td class="none"></td>\(head)</tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            </div>
            </section>
            """
    }

    private func cell(_ label: Int, _ predicted: Int) -> Markup {
        let count = report.confusion[label][predicted]
        guard count > 0 else { return "<td class=\"\(label == predicted ? "right" : "none")\">·</td>" }
        let share = Double(count) / Double(report.images(ofClass: label))
        if label == predicted {
            return "<td class=\"right\" style=\"--heat:\(share, decimals: 2)\">\(count)</td>"
        }
        // Misreadings are few: their colour is told apart by the square root, against the worst of all.
        let heat = (share / largestConfusion).squareRoot()
        return """
            <td style="--heat:\(heat, decimals: 2)" title="\(count) of \(report.images(ofClass: label)): \
            \(name(label)) read as \(name(predicted))">\(count)</td>
            """
    }

    /// The largest share of a class that is read as another one.
    private var largestConfusion: Double {
        let shares = report.confusion.enumerated().flatMap { label, row in
            row.enumerated().filter { $0.offset != label && $0.element > 0 }
                .map { Double($0.element) / Double(report.images(ofClass: label)) }
        }
        return shares.max() ?? 1
    }
}
