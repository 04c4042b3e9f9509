import CDigitAssets
import DigitFormats

/// 5,000 real MNIST digits inside the package, so that everything works with no network: 500 of each.
///
/// All are training images of MNIST, and the validation split of the models that we ship: a figure on them is a
/// validation figure.
public enum BuiltInSample {
    /// Decompresses the sample: 5,000 images in the order of MNIST's training set.
    ///
    /// - Throws: ``DatasetError`` of kind `damaged` where the binary is.
    public static func load() throws -> LabelledImages {
        let images = try decode(digit_asset_sample_images())
        let labels = try decode(digit_asset_sample_labels())
        return try LabelledImages(images: images.asImages(), labels: labels.asLabels())
    }

    /// Where each image of the sample is among MNIST's 60,000 training images, counted from 0, ascending.
    ///
    /// - Throws: ``DatasetError`` of kind `damaged` where the binary is.
    public static func trainingIndices() throws -> [Int] {
        guard let indices = try decode(digit_asset_sample_indices()).integers() else {
            throw DatasetError(.damaged, "expected whole numbers as the sample's training indices")
        }
        return indices
    }

    private static func decode(_ asset: digit_asset) throws -> Tensor {
        let bytes = UnsafeRawBufferPointer(start: asset.bytes, count: asset.count)
        do {
            return try IDX.decode(possiblyGzipped: RawSpan(_unsafeBytes: bytes))
        } catch {
            throw DatasetError(.damaged, "the built-in sample: \(error)")
        }
    }
}
