import DigitDatasets
import DigitNetwork
import DigitRecognition

extension Evaluation {
    /// Images that are predicted before they are counted, at least: enough to be worth waking threads, few enough to keep.
    private static let imagesTogether = 6400

    /// Batches that are predicted before they are counted: one where all threads share each, else several a thread.
    var batchesTogether: Int {
        let batches = (data.count + batchSize - 1) / batchSize
        return threads > 1 && batches >= 2 * threads ? max(threads, Self.imagesTogether / batchSize) : 1
    }

    /// Predicts batches, each with the images it would have by itself.
    ///
    /// Threads take whole batches where there are several: to share one of small networks takes longer than to predict it.
    ///
    /// - Parameter batches: The images of each.
    /// - Returns: The probabilities of each.
    func predictions(of batches: [DigitImages]) -> [Probabilities] {
        guard batches.count > 1 else { return batches.map { ensemble.predict($0, threads: threads) } }
        var found = [Probabilities?](repeating: nil, count: batches.count)
        found.withUnsafeMutableBufferPointer { buffer in
            // The compiler cannot see that each run writes to places of its own.
            nonisolated(unsafe) let places = buffer
            parallel(count: batches.count, threads: threads, minimum: 1) { range in
                for index in range { places[index] = ensemble.predict(batches[index]) }
            }
        }
        return found.compactMap { $0 }
    }
}
