import DigitFormats

extension Tensor {
    /// The array as pictures, or an error that says what it is instead.
    ///
    /// Taken are bytes of shape [N, 28, 28], [N, 784], [N, 1, 28, 28] and [N, 28, 28, 1].
    func asImages() throws -> DigitImages {
        let rest = Array(shape.dropFirst())
        guard elementType == .uint8, !shape.isEmpty, Self.pictureShapes.contains(rest) else {
            throw DatasetError(
                .damaged, "expected images, uint8 of shape [N, 28, 28], found \(elementType.rawValue) of shape \(shape)"
            )
        }
        return DigitImages(pixels: bytes, count: shape[0])
    }

    private static let pictureShapes = [[28, 28], [784], [1, 28, 28], [28, 28, 1]]

    /// The array as labels, or an error that says what it is instead.
    ///
    /// Taken are whole numbers of shape [N], and of shape [N, columns], of which the first is the class. `first` is the
    /// number that stands for the first class.
    func asLabels(first: Int = 0) throws -> DigitLabels {
        guard shape.count == 1 || (shape.count == 2 && shape[1] > 0), let numbers = integers() else {
            throw DatasetError(
                .damaged, "expected labels, whole numbers of shape [N], found \(elementType.rawValue) of shape \(shape)"
            )
        }
        let columns = shape.count == 1 ? 1 : shape[1]
        let labels = try stride(from: 0, to: numbers.count, by: columns).map { index in
            let (label, overflow) = numbers[index].subtractingReportingOverflow(first)
            guard !overflow, let byte = UInt8(exactly: label) else {
                throw DatasetError(
                    .damaged, "expected labels from \(first) on, found \(numbers[index]) at index \(index / columns)")
            }
            return byte
        }
        return DigitLabels(labels)
    }
}
