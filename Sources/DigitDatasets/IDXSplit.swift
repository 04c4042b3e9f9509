/// A split that is kept in two IDX files.
struct IDXSplit {
    private let description: DatasetDescription
    private let split: Split
    private let locate: (DatasetFile) throws -> IDXSource

    /// Names a split; `locate` finds a file, or throws.
    init(
        _ description: DatasetDescription, _ split: Split, locate: @escaping (DatasetFile) throws -> IDXSource
    ) {
        self.description = description
        self.split = split
        self.locate = locate
    }

    /// Opens the two files and pairs them.
    func read(
        _ orientation: ImageOrientation, report: (DatasetEvent) throws -> Void
    ) throws -> LabelledImages {
        let labelled = description.file(split, .labels) ?? description.file(split, .labelColumns)
        guard let imageFile = description.file(split, .images), let labelFile = labelled else {
            throw DatasetError(.notFound, "\(description.name) has no files for \(split.rawValue)")
        }
        let imageSource = try locate(imageFile)
        let labelSource = try locate(labelFile)
        try report(.opening(split: split, path: imageSource.path))
        var images = try imageSource.images()
        if description.isTransposed, orientation == .upright { images = images.transposed() }
        let labels = try labelSource.labels(first: description.firstLabel)
        do {
            return try LabelledImages(images: images, labels: labels, classes: description.classes)
        } catch let error as DatasetError {
            throw DatasetError(error.kind, "\(labelSource.path): \(error.message)")
        }
    }
}
