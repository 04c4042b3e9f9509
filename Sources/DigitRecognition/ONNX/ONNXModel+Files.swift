import DigitDatasets
import DigitFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ONNXModel {
    /// Reads the arrays that lie in other files beside the model.
    ///
    /// A location must be a plain path inside the model's folder: a file from somewhere else may not bring a model to
    /// read, and so to show, what lies elsewhere.
    ///
    /// - Parameters:
    ///   - path: The model's file, or `nil` where it came from memory and no file may be read.
    ///   - limit: The most bytes of all arrays together.
    /// - Throws: ``ModelError``: `unsuitable` where a location leaves the folder or a file is too short, `notFound`.
    mutating func readExternalData(besideModelAt path: String?, limit: Int) throws {
        guard let first = externalInitializers.first else { return }
        guard let path else {
            throw ModelError(
                .unsuitable, "ONNX: \(String(shown: first.name)) lies in another file, \(String(shown: first.location))"
            )
        }
        var files: [String: [UInt8]] = [:]
        var total = 0
        for external in externalInitializers {
            let (sum, overflow) = total.addingReportingOverflow(external.byteCount)
            guard !overflow, sum <= limit else {
                throw ModelError(.unsuitable, "ONNX: expected arrays of at most \(limit) bytes, found more")
            }
            total = sum
            let file = try files[external.location] ?? Self.read(external.location, besideModelAt: path, limit: limit)
            files[external.location] = file
            // Neither sum overflows: the format's reader has checked that one, and a file is shorter.
            guard external.offset + external.byteCount <= file.count else {
                throw ModelError(
                    .unsuitable,
                    "ONNX: \(String(shown: external.name)) should take \(external.byteCount) bytes at "
                        + "\(external.offset) of \(String(shown: external.location)), which has \(file.count)")
            }
            let bytes = Array(file[external.offset..<external.offset + external.byteCount])
            initializers.append(
                TensorArchive.Entry(
                    name: external.name,
                    tensor: try Tensor(elementType: external.elementType, shape: external.shape, bytes: bytes)))
        }
        externalInitializers = []
    }

    private static func read(_ location: String, besideModelAt model: String, limit: Int) throws -> [UInt8] {
        let parts = location.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = !parts.isEmpty && parts.allSatisfy { !["", ".", ".."].contains($0) }
        guard isPlain, !location.utf8.contains(0), !location.contains("\\") else {
            throw ModelError(
                .unsuitable,
                "ONNX: expected an external data file inside the model's folder, found \"\(String(shown: location))\"")
        }
        let folder = model.lastIndex(of: "/").map { String(model[...$0]) } ?? "./"
        let path = folder + location
        guard FileContents.exists(path) else {
            throw ModelError(.notFound, "\(path): no such file; the model keeps its weights there")
        }
        // Links are followed first, so that they cannot lead out of the folder.
        guard let real = realPath(path), let root = realPath(folder), real.hasPrefix(root == "/" ? root : root + "/")
        else {
            throw ModelError(
                .unsuitable,
                "ONNX: the external data file \"\(String(shown: location))\" lies outside the model's folder")
        }
        do {
            return try FileContents.read(real, limit: limit)
        } catch {
            throw ModelError(error.kind == .damaged ? .unsuitable : .inputOutput, error.description)
        }
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
