import DigitDatasets
import DigitFormats
import DigitRecognition

/// The 28x28 images that the reader makes of pictures, and their classes.
struct SeenImages {
    /// The largest file of pictures, in bytes.
    private static let maximumSize = 1 << 30
    /// Of noise hundreds of specks may be left.
    private static let mostOfOnePicture = 3

    private(set) var pixels: [UInt8] = []
    private(set) var labels: [UInt8] = []

    /// None yet.
    init() {}

    /// All that is found in a file's pictures, taken whole, and apart where each part is no digit either.
    ///
    /// - Throws: `DatasetError` or `FormatError` where the file is not there or no pictures.
    init(_ kind: PictureKind, in folder: String, by recognizer: Recognizer) throws {
        func read(_ name: String) throws -> Tensor {
            let tensor = try IDX.decode(
                possiblyGzipped: FileContents.read("\(folder)/\(name)", limit: Self.maximumSize))
            guard tensor.elementType == .uint8 else {
                throw DatasetError(.damaged, "\(name): expected uint8, found \(tensor.elementType)")
            }
            return tensor
        }
        let (pictures, classes) = (try read(kind.imagesFile), try read(kind.labelsFile))
        guard pictures.shape.count == 3, classes.shape == [pictures.shape[0]] else {
            throw DatasetError(
                .damaged,
                "\(kind): expected pictures [N, H, W] and classes [N], found \(pictures.shape) and \(classes.shape)")
        }
        let (height, width) = (pictures.shape[1], pictures.shape[2])
        for (index, label) in classes.bytes.enumerated() {
            let picture = GreyImage(
                width: width, height: height,
                pixels: Array(pictures.bytes[index * height * width..<(index + 1) * height * width]))
            let whole = Self.images(in: picture, isSingle: true, by: recognizer)
            for image in whole { add(image, label) }
            if kind.isWhole { continue }
            let apart = Self.images(in: picture, isSingle: false, by: recognizer)
            if apart != whole { for image in apart.prefix(Self.mostOfOnePicture) { add(image, label) } }
        }
    }

    mutating func add(_ image: DigitImage, _ label: UInt8) {
        pixels += image.pixels
        labels.append(label)
    }

    mutating func add(_ others: SeenImages) {
        pixels += others.pixels
        labels += others.labels
    }

    private static func images(in picture: GreyImage, isSingle: Bool, by recognizer: Recognizer) -> [DigitImage] {
        recognizer.read(picture, options: ReadingOptions(isSingle: isSingle, checksDigits: false)).digits.map(\.image)
    }
}
