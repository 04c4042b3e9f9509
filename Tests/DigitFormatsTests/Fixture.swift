import Foundation

/// The files beside the tests; the scripts that made them are there too.
enum Fixture {
    /// Reads a file of the folder `Fixtures`, such as `numpy/fortran.npy`.
    static func bytes(_ name: String, file: String = #filePath) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Fixtures")
        return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }
}
