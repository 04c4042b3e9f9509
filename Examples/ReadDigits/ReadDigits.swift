import DigitDatasets
import DigitRecognition
import DigitsDownload

@main
struct ReadDigits {
    static func main() throws {
        // MNIST, from the cache or downloaded once, and a shipped model; Recognizer(contentsOf: "my.pkl") takes a file.
        let test = try MNIST.load(from: DatasetLibrary(fetch: URLSessionFetcher.fetch)).test
        let recognizer = try Recognizer(.cnn)

        // One image.
        print(test.images[0].terminalRendering)
        print("read as \(recognizer.predict(test.images[0]).digit), is \(test.labels[0])")

        // All of them, in batches of 100.
        var report = EvaluationReport(classes: 10)
        for start in stride(from: 0, to: test.count, by: 100) {
            let batch = test[start..<start + 100]
            report.add(recognizer.predict(batch.images), labels: batch.labels)
        }
        print("Accuracy:\(report.accuracy)")
    }
}
