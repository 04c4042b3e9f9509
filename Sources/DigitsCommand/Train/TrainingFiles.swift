import DigitDatasets

/// The files of a training run.
struct TrainingFiles {
    /// The best epoch's weights.
    let output: String
    /// A line of JSON for each epoch.
    let log: String?
    /// The curves of loss and accuracy.
    let curve: String?

    /// Where the run stands, beside the weights, until it is finished.
    var checkpoint: String { output + ".checkpoint" }

    /// Finds out whether all of them can be written, before a long work that ends in writing them.
    func checkWritable() throws {
        for path in [output, checkpoint, log, curve].compactMap(\.self) { try FileContents.checkWritable(path) }
    }

    /// Removes the checkpoint, which a finished run has no use for.
    func removeCheckpoint() throws {
        if FileContents.exists(checkpoint) { try FileContents.remove(checkpoint) }
    }
}
