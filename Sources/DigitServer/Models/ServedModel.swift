package import DigitRecognition

/// A model that is answered for, under a name that fits into a URL.
package struct ServedModel: Sendable {
    /// The name in URLs: a shipped model's own, or the file's without its ending.
    package let name: String
    /// 1 at the start, and one more with each reload that brought other weights.
    package let version: Int
    /// Where it was loaded from.
    package let location: ModelLocation
    /// The network.
    package let recognizer: Recognizer

    /// The models' number of classes: they read digits.
    static let classes = 10

    /// Loads a model.
    ///
    /// - Throws: `ModelError`: as loading does, or `unsuitable` where it is not one for the ten digits.
    init(_ location: ModelLocation, version: Int = 1) throws {
        recognizer = try location.load(options: NetworkOptions())
        guard recognizer.classes == Self.classes else {
            throw ModelError(
                .unsuitable,
                "\(recognizer.name): expected a model for the ten digits, found one for \(recognizer.classes) classes")
        }
        self.name = Self.name(of: location)
        self.version = version
        self.location = location
    }

    /// A name of letters, digits, dots, hyphens and underscores.
    private static func name(of location: ModelLocation) -> String {
        switch location {
        case .shipped(let model): return model.rawValue
        case .downloaded(let model): return model.rawValue
        case .file(let path):
            let file = path.split(separator: "/").last ?? "model"
            let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
            let name = String(stem.isEmpty ? file : stem).unicodeScalars.map { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
            }
            return String(name)
        }
    }

    /// The same model with what its file holds now; `nil` where the weights are the same.
    func reloaded() throws -> ServedModel? {
        let new = try ServedModel(location, version: version + 1)
        return new.recognizer.network == recognizer.network ? nil : new
    }
}
