/// What a pickle holds: plain values, containers of them, and arrays.
public enum PickleValue: Sendable, Hashable {
    /// `None`.
    case none
    /// `True` or `False`.
    case bool(Bool)
    /// A whole number of at most 64 bits.
    case int(Int)
    /// A `float`.
    case double(Double)
    /// `bytes` or a `bytearray`.
    case bytes([UInt8])
    /// Text; the `str` of Python 2 is taken for Latin-1.
    case string(String)
    /// A `list`.
    case list([PickleValue])
    /// A `tuple`.
    case tuple([PickleValue])
    /// A `dict`, in the order of the file; every key comes once, and is none of list, dict, array and NaN.
    case dictionary([Pair])
    /// A NumPy array, brought into C order.
    case tensor(Tensor)

    /// A key of a dictionary and its value.
    public struct Pair: Sendable, Hashable {
        /// The key.
        public let key: PickleValue
        /// The value.
        public let value: PickleValue

        /// Pairs a key with a value.
        public init(key: PickleValue, value: PickleValue) {
            self.key = key
            self.value = value
        }
    }

    /// What kind of value it is, as Python calls it.
    var kindName: String {
        switch self {
        case .none: "None"
        case .bool: "bool"
        case .int: "int"
        case .double: "float"
        case .bytes: "bytes"
        case .string: "str"
        case .list: "list"
        case .tuple: "tuple"
        case .dictionary: "dict"
        case .tensor(let tensor): "array of \(tensor.elementType.rawValue) \(tensor.shape)"
        }
    }

    /// The value as an error shows a key: text as it is, the kind of anything else.
    var shown: String {
        switch self {
        case .string(let text): String(shown: text)
        case .int(let value): String(value)
        default: "a value of type \(kindName)"
        }
    }

    /// Whether the value may be a key: what Python takes for one, and equal to itself.
    var isHashable: Bool {
        switch self {
        case .none, .bool, .int, .string, .bytes: true
        case .double(let value): !value.isNaN
        case .tuple(let values): values.allSatisfy(\.isHashable)
        case .list, .dictionary, .tensor: false
        }
    }
}

extension PickleValue {
    /// The arrays of a dictionary whose keys are text and whose values are arrays, in the order of the file.
    ///
    /// - Returns: The arrays by name.
    /// - Throws: ``FormatError`` of kind `malformed` that says which keys and kinds were found.
    public func tensorArchive() throws(FormatError) -> TensorArchive {
        guard case .dictionary(let pairs) = self else {
            throw FormatError(.malformed, .pickle, "expected a dict of arrays, found a value of type \(kindName)")
        }
        var entries: [TensorArchive.Entry] = []
        var names = Set<String>()
        for pair in pairs {
            guard case .string(let name) = pair.key, case .tensor(let tensor) = pair.value else {
                throw FormatError(.malformed, .pickle, "expected a dict of arrays, found \(Self.inventory(of: pairs))")
            }
            guard names.insert(name).inserted else {
                throw FormatError(.malformed, .pickle, "the key \(String(shown: name)) comes twice")
            }
            entries.append(TensorArchive.Entry(name: name, tensor: tensor))
        }
        return TensorArchive(entries)
    }

    /// Keys with their kinds, as many as a reader wants to see.
    private static func inventory(of pairs: [Pair]) -> String {
        let shown = 8
        let list = pairs.prefix(shown).map { "\($0.key.shown): \($0.value.kindName)" }
        return list.joined(separator: ", ") + (pairs.count > shown ? " and \(pairs.count - shown) more" : "")
    }
}
