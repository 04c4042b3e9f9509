import DigitRecognition

extension EvaluationPage {
    /// The figures of each class, with how far they can be trusted.
    var classSection: Markup {
        let labels = 0..<report.classes
        let lowest = labels.map { interval(of: $0).lower }.min() ?? 0
        return """
            <section class="\(report.classes <= 12 ? "" : "full")" aria-labelledby="classes">
            <h2 id="classes">\(report.classes == 10 ? "Digit by digit" : "Class by class")</h2>
            <p>Accuracy is the share of a row's images that were read right, with Wilson's 95 % interval; precision the
            share of what was read so that is right.</p>
            <div class="scroll" role="region" aria-labelledby="classes" tabindex="0">
            <table class="rows">
            <caption>The bars go from \(percent(lowest)) to 100 %.</caption>
            <thead><tr><th scope="col">\(report.classes == 10 ? "Digit" : "Class")</th>
            <th scope="col" class="wide">Right</th><th scope="col">Accuracy %</th><th scope="col">95 % interval</th>
            <th scope="col" class="wide">The same drawn</th><th scope="col" class="wide">Precision %</th>
            <th scope="col">Most misread as</th></tr></thead>
            <tbody>
            \(labels.map { row($0, from: lowest) })
            </tbody>
            </table>
            </div>
            </section>
            """
    }

    private func interval(of label: Int) -> WilsonInterval {
        WilsonInterval(successes: report.correct(ofClass: label), trials: report.images(ofClass: label))
    }

    private func row(_ label: Int, from lowest: Double) -> Markup {
        let (images, correct) = (report.images(ofClass: label), report.correct(ofClass: label))
        let interval = interval(of: label)
        let misread = report.confusion[label].enumerated().filter { $0.offset != label && $0.element > 0 }
        // Of equals, the first.
        let worst = misread.max { $0.element < $1.element || ($0.element == $1.element && $0.offset > $1.offset) }
        let read = report.images(readAs: label)
        return """
            <tr><th scope="row">\(name(label))</th><td class="wide">\(correct) / \(images)</td>\
            <td>\(images > 0 ? percent(Double(correct) / Double(images)) : "-")</td>\
            <td>\(percent(interval.lower))–\(percent(interval.upper))</td>\
            <td class="wide">\(bar(interval, Double(correct) / Double(max(images, 1)), from: lowest))</td>\
            <td class="wide">\(read > 0 ? percent(Double(correct) / Double(read)) : "-")</td>\
            <td>\(worst.map { "\(shortName($0.offset)), \($0.element)×" } ?? "")</td></tr>
            """
    }

    /// An interval as a line, and the share itself as a dot.
    private func bar(_ interval: WilsonInterval, _ share: Double, from lowest: Double) -> Markup {
        func x(_ value: Double) -> Double { 4 + 112 * (value - lowest) / max(1 - lowest, 1e-9) }
        return """
            <svg viewBox="0 0 120 16" aria-hidden="true"><path d="M4 8h112" stroke="var(--line)"/>\
            <path d="M\(x(interval.lower)) 8H\(x(interval.upper))" stroke="rgb(var(--right) / .55)" stroke-width="5"/>\
            <circle cx="\(x(share))" cy="8" r="3.5" fill="rgb(var(--right))"/></svg>
            """
    }
}
