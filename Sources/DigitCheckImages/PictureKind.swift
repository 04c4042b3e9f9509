/// What the pictures of a file are.
enum PictureKind: String, CaseIterable, Sendable {
    case digits, printed, letters, signs, turned, parts, runs, scribbles, figures, textures

    /// Whether the picture as a whole is meant, and not what is found in it apart.
    ///
    /// A part of a run is a digit, and many letters have a stem, which is a 1.
    var isWhole: Bool {
        switch self {
        case .digits, .printed, .letters, .signs, .turned, .parts, .runs: true
        case .scribbles, .figures, .textures: false
        }
    }

    /// The files of `Scripts/check/make_pictures.py`.
    var imagesFile: String { "\(self)-images-idx3-ubyte" }
    var labelsFile: String { "\(self)-labels-idx1-ubyte" }
}
