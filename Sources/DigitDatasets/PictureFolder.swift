struct PictureFolder {
    init?(path: String) throws { return nil }
    func dataset(report: @escaping @Sendable (DatasetEvent) throws -> Void) -> Dataset { fatalError() }
}
