import DigitFormats

/// Data sets in one file of named arrays: Keras's `mnist.npz`, and the `mnist.pkl` that the book's code caches.
enum ArrayFile {
    /// The names that the arrays of a data set have in one of these files.
    private struct Names {
        let images: String
        let labels: String
    }

    /// Keras's names and the book's, by split.
    private static let names: [[Split: Names]] = [
        [.train: Names(images: "x_train", labels: "y_train"), .test: Names(images: "x_test", labels: "y_test")],
        [
            .train: Names(images: "train_img", labels: "train_label"),
            .test: Names(images: "test_img", labels: "test_label"),
        ],
    ]

    /// Reads a file; which kind it is is told from its first bytes.
    static func open(_ path: String) throws -> Dataset {
        let archive: TensorArchive
        do {
            archive = try MappedFile(path: path).withSpan { bytes in
                if isZip(bytes) { return try NPZ.decode(bytes) }
                if let wrong = otherKind(bytes) {
                    throw DatasetError(.damaged, "expected a data set, mnist.npz or mnist.pkl, found \(wrong)")
                }
                return try Pickle.decode(bytes).tensorArchive()
            }
            return try dataset(archive, path)
        } catch let error as FormatError {
            throw DatasetError(.damaged, "\(path): \(error)")
        } catch let error as DatasetError where error.kind == .damaged {
            throw DatasetError(.damaged, "\(path): \(error.message)")
        }
    }

    private static func dataset(_ archive: TensorArchive, _ path: String) throws -> Dataset {
        guard let known = names.first(where: { $0.values.contains { archive[$0.images] != nil } }) else {
            let found = archive.entries.prefix(8).map { "\($0.name) \($0.tensor.shape)" }.joined(separator: ", ")
            throw DatasetError(
                .damaged,
                "expected the arrays x_train, y_train, x_test, y_test or train_img, train_label, test_img, test_label, "
                    + "found \(found)")
        }
        let splits = try known.compactMapValues { names -> LabelledImages? in
            guard let images = archive[names.images] else { return nil }
            guard let labels = archive[names.labels] else {
                throw DatasetError(.damaged, "expected the array \(names.labels) beside \(names.images)")
            }
            return try LabelledImages(images: images.asImages(), labels: labels.asLabels())
        }
        return Dataset(description: .ownFiles(at: path), splits: Split.allCases.filter { splits[$0] != nil }) {
            split, _ in
            guard let data = splits[split] else { throw DatasetError(.notFound, "\(path) has no \(split.rawValue)") }
            return data
        }
    }

    private static func isZip(_ bytes: RawSpan) -> Bool {
        bytes.withUnsafeBytes { $0.starts(with: Array("PK".utf8)) }
    }

    /// What else a file may be that is given for a data set by mistake, with what to do.
    private static func otherKind(_ bytes: RawSpan) -> String? {
        if Gzip.isGzip(bytes) || (try? IDX.header(bytes)) != nil {
            return "a single IDX file; give the folder that holds it and its labels"
        }
        return bytes.withUnsafeBytes { buffer in
            let start = String(decoding: buffer.prefix(64), as: UTF8.self).drop(while: \.isWhitespace).lowercased()
            return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") ? "an HTML page" : nil
        }
    }
}
