/// The names that a pickle may refer to: those that NumPy's arrays are made of, and nothing else.
///
/// None of them is ever called: each stands for a few lines of this module.
enum PickleGlobal: Sendable {
    /// `_reconstruct`: an array that BUILD will fill.
    case reconstruct
    /// `_frombuffer`: an array out of a buffer (protocol 5).
    case fromBuffer
    /// `scalar`: one number of an array's type.
    case scalar
    /// The type `ndarray`, an argument of `_reconstruct`.
    case ndarray
    /// The type `dtype`.
    case dtype
    /// `_codecs.encode`: bytes out of text, for protocols that have no bytes.
    case encode
    /// `bytes`: the empty bytes, for protocols that have none.
    case bytes
    /// `OrderedDict`: a dictionary.
    case orderedDict

    /// The name's meaning, or `nil` for a name that is not allowed; module and name must match exactly.
    init?(module: String, name: String) {
        switch (module, name) {
        // NumPy 1, NumPy 2, and NumPy 1.16.0, which named a module of its own.
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"),
            ("numpy.core._multiarray_umath", "_reconstruct"):
            self = .reconstruct
        case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): self = .scalar
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .fromBuffer
        case ("numpy", "ndarray"): self = .ndarray
        case ("numpy", "dtype"): self = .dtype
        case ("_codecs", "encode"): self = .encode
        case ("__builtin__", "bytes"): self = .bytes
        case ("collections", "OrderedDict"): self = .orderedDict
        default: return nil
        }
    }
}
