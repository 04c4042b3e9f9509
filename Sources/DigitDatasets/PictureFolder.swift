import DigitFormats

/// A folder of pictures by class: folders `0/` to `9/` with 28 x 28 PNG files, white ink on black as in MNIST, or two
/// such folders called `train/` and `test/`.
struct PictureFolder: Sendable {
    private let path: String
    /// The folder of each split that is there.
    private let folders: [Split: String]

    /// More pictures are not read, so that a mistaken path does not fill the memory: 784 MB of pixels.
    private static let maximumCount = 1_000_000
    private static let classNames = (0...9).map(String.init)

    /// Looks into a folder; `nil` where no class has a folder in it.
    init?(path: String) throws {
        var folders: [Split: String] = [:]
        for split in [Split.train, .test] where PictureFolder.hasClasses(path + "/" + split.rawValue) {
            folders[split] = path + "/" + split.rawValue
        }
        if folders.isEmpty, PictureFolder.hasClasses(path) { folders[.test] = path }
        guard !folders.isEmpty else { return nil }
        self.path = path
        self.folders = folders
    }

    /// The folder as a data set; pictures without a division are its test split.
    func dataset(report: @escaping @Sendable (DatasetEvent) throws -> Void) -> Dataset {
        let splits = Split.allCases.filter { folders[$0] != nil }
        return Dataset(description: .ownFiles(at: path), splits: splits) { [folders, path] split, _ in
            guard let folder = folders[split] else {
                throw DatasetError(.notFound, "\(path) has no \(split.rawValue)")
            }
            try report(.opening(split: split, path: folder))
            return try PictureFolder.read(folder)
        }
    }

    private static func hasClasses(_ folder: String) -> Bool {
        classNames.contains { FileSystem.isDirectory(folder + "/" + $0) }
    }

    /// Reads the pictures class by class, in each in the order of their names.
    private static func read(_ folder: String) throws -> LabelledImages {
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        for (label, name) in classNames.enumerated() where FileSystem.isDirectory(folder + "/" + name) {
            for file in try FileSystem.list(folder + "/" + name) {
                guard labels.count < maximumCount else {
                    throw DatasetError(.damaged, "\(folder): expected at most \(maximumCount) pictures, found more")
                }
                pixels += try picture(folder + "/" + name + "/" + file)
                labels.append(UInt8(label))
            }
        }
        return try LabelledImages(
            images: DigitImages(pixels: pixels, count: labels.count), labels: DigitLabels(labels))
    }

    private static func picture(_ path: String) throws -> [UInt8] {
        let image: GreyImage
        do {
            image = try MappedFile(path: path).withSpan { bytes throws in try PNG.decodeGrey(bytes, background: 0) }
        } catch let error as FormatError {
            throw DatasetError(.damaged, "\(path): expected a PNG picture of 28 x 28 pixels: \(error)")
        }
        guard image.width == 28, image.height == 28 else {
            throw DatasetError(
                .damaged, "\(path): expected a PNG picture of 28 x 28 pixels, found \(image.width) x \(image.height)")
        }
        return image.pixels
    }
}
