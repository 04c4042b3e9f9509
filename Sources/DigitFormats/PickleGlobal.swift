/// The names that a pickle may refer to: those that NumPy's arrays and PyTorch's tensors are made of, and nothing else.
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
    /// `_rebuild_tensor_v2`: a tensor out of a storage.
    case rebuildTensor
    /// `_rebuild_parameter`: a tensor, marked as one that is trained.
    case rebuildParameter
    /// `FloatStorage` and its kin: the type of a storage's elements.
    case storage(ElementType)

    /// A module and a name in it.
    struct Name: Hashable, Sendable {
        let module: String
        let name: String

        init(_ module: String, _ name: String) {
            self.module = module
            self.name = name
        }
    }

    /// The closed list for arrays and plain values; a format that is made of other pickles brings its own.
    ///
    /// Modules moved from NumPy 1 to 2, and 1.16.0 alone named one of its own.
    static let ofArrays: [Name: PickleGlobal] = [
        Name("numpy.core.multiarray", "_reconstruct"): .reconstruct,
        Name("numpy._core.multiarray", "_reconstruct"): .reconstruct,
        Name("numpy.core._multiarray_umath", "_reconstruct"): .reconstruct,
        Name("numpy.core.multiarray", "scalar"): .scalar,
        Name("numpy._core.multiarray", "scalar"): .scalar,
        Name("numpy.core.numeric", "_frombuffer"): .fromBuffer,
        Name("numpy._core.numeric", "_frombuffer"): .fromBuffer,
        Name("numpy", "ndarray"): .ndarray,
        Name("numpy", "dtype"): .dtype,
        Name("_codecs", "encode"): .encode,
        Name("__builtin__", "bytes"): .bytes,
        Name("collections", "OrderedDict"): .orderedDict,
    ]

    /// The closed list for PyTorch's checkpoints, which holds for them alone.
    static let ofCheckpoints: [Name: PickleGlobal] = [
        Name("collections", "OrderedDict"): .orderedDict,
        Name("torch._utils", "_rebuild_tensor_v2"): .rebuildTensor,
        Name("torch._utils", "_rebuild_parameter"): .rebuildParameter,
        Name("torch", "BoolStorage"): .storage(.bool),
        Name("torch", "ByteStorage"): .storage(.uint8),
        Name("torch", "CharStorage"): .storage(.int8),
        Name("torch", "ShortStorage"): .storage(.int16),
        Name("torch", "IntStorage"): .storage(.int32),
        Name("torch", "LongStorage"): .storage(.int64),
        Name("torch", "HalfStorage"): .storage(.float16),
        Name("torch", "BFloat16Storage"): .storage(.bfloat16),
        Name("torch", "FloatStorage"): .storage(.float32),
        Name("torch", "DoubleStorage"): .storage(.float64),
    ]
}
