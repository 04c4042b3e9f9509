/// What went wrong while reading or writing one of the formats of this module.
///
/// Two errors are equal when their ``kind`` and ``format`` are: tests and callers decide by those, people read
/// ``description``.
public struct FormatError: Error, Sendable {
    /// The class of a failure: what a caller may want to act on.
    public enum Kind: Sendable, Hashable {
        /// The bytes end before the format says they do.
        case truncated
        /// The bytes go on after the format says they end.
        case trailingBytes
        /// The bytes are not of this format at all: the signature is another one.
        case wrongFormat
        /// The bytes contradict the format's rules or themselves.
        case malformed
        /// Valid, but not something this reader takes: an opcode, an element type, a version.
        case unsupported
        /// Valid, but refused for safety: a global that would run code, an overlap.
        case forbidden
        /// A named cap was passed: size, depth, number of items.
        case limitExceeded
    }

    /// The formats of this module.
    public enum Format: String, Sendable, Hashable {
        /// LeCun's array file.
        case idx = "IDX"
        /// RFC 1952.
        case gzip
        /// Python's pickle.
        case pickle
        /// One NumPy array.
        case npy = "NPY"
        /// A zip of NumPy arrays.
        case npz = "NPZ"
        /// A zip archive.
        case zip
        /// PyTorch's zip of a pickle and its storages.
        case pyTorch = "PyTorch"
        /// Hugging Face's tensor file.
        case safetensors
        /// The Open Neural Network Exchange's model.
        case onnx = "ONNX"
        /// A PNG picture.
        case png = "PNG"
        /// A JPEG picture.
        case jpeg = "JPEG"
        /// A PBM, PGM or PPM picture.
        case pnm = "PNM"
        /// A picture of whatever format.
        case picture
        /// An array in memory.
        case tensor
    }

    /// The class of the failure.
    public let kind: Kind
    /// The format that was being read or written.
    public let format: Format
    /// Where in the bytes, counted from their start; `nil` where no one byte is to blame.
    public let offset: Int?
    /// What was expected and what was found, as a clause without a full stop.
    public let message: String

    /// Creates an error; `offset` is counted in bytes from the start of the input.
    public init(_ kind: Kind, _ format: Format, at offset: Int? = nil, _ message: String) {
        self.kind = kind
        self.format = format
        self.offset = offset
        self.message = message
    }
}

extension FormatError: Equatable {
    /// Equal when the kind and the format are; position and wording are for people.
    public static func == (a: FormatError, b: FormatError) -> Bool {
        a.kind == b.kind && a.format == b.format
    }
}

extension FormatError: CustomStringConvertible {
    /// One line such as `pickle: global os.system is not allowed, at byte 17`.
    public var description: String {
        let position = offset.map { ", at byte \($0)" } ?? ""
        return "\(format.rawValue): \(message)\(position)"
    }
}
