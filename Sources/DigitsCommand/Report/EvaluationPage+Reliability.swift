import DigitRecognition

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension EvaluationPage {
    /// Whether probabilities mean what they say, as a diagram and as numbers.
    var reliabilitySection: Markup {
        let error = TextFormat.fixed(100 * report.reliability.expectedCalibrationError, 2)
        return """
            <section class="full" aria-labelledby="reliability">
            <h2 id="reliability">Do its probabilities mean what they say?</h2>
            <p>Of the images read with a probability of 80 %, 80 % should be read right: then a bar ends at the diagonal.
            <span class="key wrong"></span> is missing to what was promised, <span class="key more"></span> is more than
            that; thin lines are Wilson's 95 % intervals. On average over the images, probability and truth
            differ by <strong>\(error) points</strong> (expected calibration error, \
            \(report.reliability.bins.count) ranges).</p>
            <div class="beside">
            \(diagram)
            <div class="scroll" role="region" aria-label="The diagram in numbers" tabindex="0">
            <table class="rows"><caption>Images by the probability of what was read.</caption>
            <thead><tr><th scope="col">Probability %</th><th scope="col">Images</th><th scope="col">Mean probability %</th>
            <th scope="col">Read right %</th></tr></thead>
            <tbody>
            \(bins.map(row))
            </tbody></table></div></div>
            </section>
            """
    }

    /// The ranges that hold images, with their numbers.
    private var bins: [(place: Int, bin: Reliability.Bin)] {
        report.reliability.bins.enumerated().filter { $0.element.images > 0 }.map {
            (place: $0.offset, bin: $0.element)
        }
    }

    private func row(_ place: Int, _ bin: Reliability.Bin) -> Markup {
        let count = Double(report.reliability.bins.count)
        let range =
            "\(TextFormat.fixed(100 * Double(place) / count, 1))–\(TextFormat.fixed(100 * Double(place + 1) / count, 1))"
        return """
            <tr><th scope="row">\(range)</th><td>\(TextFormat.grouped(bin.images))</td>\
            <td>\(percent(bin.meanProbability))</td><td>\(percent(bin.accuracy))</td></tr>
            """
    }

    /// Above the share read right over the probability, below how many images there are, on a scale of powers of ten.
    private var diagram: Markup {
        let ticks = stride(from: 0.0, through: 1, by: 0.25).map { share -> Markup in
            """
            <path d="M\(Plot.x(0)) \(Plot.y(share))H\(Plot.x(1))" stroke="var(--line)"/>\
            <text x="\(Plot.x(0) - 6)" y="\(Plot.y(share) + 4)" text-anchor="end">\(100 * share, decimals: 0)</text>\
            <text x="\(Plot.x(share))" y="\(Plot.bottom + 16)" text-anchor="middle">\(100 * share, decimals: 0)</text>
            """
        }
        let most = max(log10(Double(bins.map(\.bin.images).max() ?? 1)), 1)
        let decades = (1...max(1, Int(most))).map { decade -> Markup in
            let y = Plot.countBottom - Plot.countHeight * Double(decade) / most
            return """
                <path d="M\(Plot.x(0)) \(y)H\(Plot.x(1))" stroke="var(--line)"/><text x="\(Plot.x(0) - 6)" y="\(y + 4)" \
                text-anchor="end">\(TextFormat.grouped(Int(pow(10, Double(decade)))))</text>
                """
        }
        return """
            <svg class="chart" viewBox="0 0 400 436" font-size="12" role="img" \
            aria-labelledby="diagram-title diagram-text">
            <title id="diagram-title">Reliability diagram</title>
            <desc id="diagram-text">Share read right over the probability of what was read, and the number of images in \
            each range; the same numbers are in the table.</desc>
            \(ticks)
            \(decades)
            \(bins.map { bars($0, $1, most: most) })
            <path d="M\(Plot.x(0)) \(Plot.y(0))L\(Plot.x(1)) \(Plot.y(1))" stroke="var(--soft)" stroke-dasharray="4 4"/>
            <text x="\(Plot.x(0))" y="12">read right, %</text>
            <text x="\(Plot.x(0))" y="\(Plot.countBottom - Plot.countHeight - 8)">images</text>
            <text x="\(Plot.x(1))" y="\(Plot.countBottom + 18)" text-anchor="end">probability of what was read, %</text>
            </svg>
            """
    }

    private func bars(_ place: Int, _ bin: Reliability.Bin, most: Double) -> Markup {
        let count = Double(report.reliability.bins.count)
        let (left, right) = (Plot.x(Double(place) / count) + 1, Plot.x(Double(place + 1) / count) - 1)
        let interval = WilsonInterval(successes: bin.correct, trials: bin.images)
        let middle = (left + right) / 2
        let (low, high) = (min(bin.accuracy, bin.meanProbability), max(bin.accuracy, bin.meanProbability))
        let gap: Markup = bin.accuracy < bin.meanProbability ? "rgb(var(--wrong) / .45)" : "rgb(var(--right) / .25)"
        // An image alone has a bar too.
        let height = max(Plot.countHeight * log10(Double(bin.images)) / most, 1.5)
        return """
            <path d="M\(left) \(Plot.y(0))V\(Plot.y(low))H\(right)V\(Plot.y(0))z" fill="rgb(var(--right) / .55)"/>\
            <path d="M\(left) \(Plot.y(low))V\(Plot.y(high))H\(right)V\(Plot.y(low))z" fill="\(gap)"/>\
            <path d="M\(middle) \(Plot.y(interval.lower))V\(Plot.y(interval.upper))" stroke="currentColor"/>\
            <path d="M\(left) \(Plot.countBottom)v\(-height)H\(right)V\(Plot.countBottom)z" fill="rgb(var(--right) / .55)"/>
            """
    }
}

/// Where things are in the diagram.
private enum Plot {
    static let bottom = 320.0
    static let countBottom = 412.0
    static let countHeight = 50.0

    static func x(_ share: Double) -> Double { 52 + 336 * share }
    static func y(_ share: Double) -> Double { bottom - 300 * share }
}
