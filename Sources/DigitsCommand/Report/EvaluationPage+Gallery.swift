import DigitDatasets
import DigitRecognition

extension EvaluationPage {
    /// The misread images, those first that were misread with the highest probability.
    func gallerySection() throws -> Markup {
        let errors = report.firstErrors.sorted { ($1.probability, $0.index) < ($0.probability, $1.index) }
        let shown = errors.prefix(Self.galleryLimit)
        let total = report.images - report.correct
        let count = "\(TextFormat.grouped(total)) \(total == 1 ? "image was" : "images were") misread"
        let text: Markup =
            total == 0
            ? "No image was misread."
            : shown.count < total
                ? "\(count); here are the \(shown.count) that were misread with the highest probability, those first."
                : "\(count), those first that were misread with the highest probability."
        return """
            <section class="full" aria-labelledby="errors">
            <h2 id="errors">What was misread</h2>
            <p>\(text)\(total == 0 ? "" : "\u{20}The number in the corner is the image's place in the split, from 0.")</p>
            <ul class="gallery">
            \(try shown.map(card))
            </ul>
            </section>
            """
    }

    private func card(_ error: EvaluationReport.Misreading) throws -> Markup {
        let order = error.probabilities.indices.sorted { error.probabilities[$0] > error.probabilities[$1] }
        // The three likeliest, and the truth where it is not among them.
        let likeliest = order.prefix(3)
        let listed = likeliest.contains(error.label) ? Array(likeliest) : likeliest + [error.label]
        let image = evaluation.data.images[error.index]
        return """
            <li><p class="pair"><span class="index">\(error.index)</span>\(shortName(error.label)) read as \
            \(shortName(error.predicted))</p>\
            <img src="\(try image.dataURI())" width="\(image.width)" height="\(image.height)" loading="lazy" \
            alt="\(name(error.label)), misread as \(name(error.predicted))">\
            <dl>\(listed.map { probability($0, of: error) })</dl></li>
            """
    }

    private func probability(_ label: Int, of error: EvaluationReport.Misreading) -> Markup {
        let share = Double(error.probabilities[label])
        let kind = label == error.label ? "is-true" : label == error.predicted ? "is-read" : ""
        return """
            <div class="\(kind)"><dt>\(shortName(label))</dt><dd class="bar" aria-hidden="true">\
            <i style="width:\(100 * share)%"></i></dd><dd>\(100 * share) %</dd></div>
            """
    }
}
