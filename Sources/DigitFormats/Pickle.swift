/// Python's pickle, as far as dictionaries, lists and tuples of NumPy arrays and plain values need it.
///
/// A pickle is a program. This reader interprets a closed set of its opcodes and refers to a closed list of names, each of
/// which stands for a few lines of this module: nothing is imported, called or run, and anything else is refused by name.
/// Protocols 0 to 5, as Python 2 and 3 with NumPy 1 and 2 write them.
///
/// ```swift
/// let weights = try Pickle.decode(bytes).tensorArchive()
/// weights.names            // ["b2", "W1", "b1", "W2", "W3", "b3"] for the book's sample_weight.pkl
/// weights["W1"]?.shape     // [784, 50]
/// ```
public enum Pickle {
    /// How deep containers may lie within each other.
    public static let maximumDepth = 64
    /// How many values there may be, those that are referred to again counted each time.
    public static let maximumItems = 1 << 22
    /// How many values may wait on the stack; Python's own pickles batch a thousand at a time.
    public static let maximumStackDepth = 1 << 20
    /// How many values may be kept for a later reference.
    public static let maximumMemoEntries = 1 << 20
    /// How many dimensions an array may have; NumPy's own limit.
    public static let maximumRank = 64
    /// How many times the file's size text, bytes and arrays may take, those referred to again counted each time.
    public static let maximumRepetition = 16
    /// Bytes that a file's size is taken to be more, so that small files may repeat themselves.
    static let freeRepetition = 1 << 16
    /// How many characters a number written as text may have.
    static let maximumNumberLength = 64

    /// Reads a pickle.
    ///
    /// - Parameter bytes: All of the file: what follows the pickle's end is refused.
    /// - Returns: Its one value.
    /// - Throws: ``FormatError``: `forbidden` for a name or an opcode that would have Python run something, `unsupported`
    ///   for values that this reader does not know, `limitExceeded`, `truncated`, `trailingBytes`, `malformed`.
    public static func decode(_ bytes: RawSpan) throws(FormatError) -> PickleValue {
        try bytes.withUnsafeBytes { (buffer) throws(FormatError) in
            var machine = PickleMachine(ByteReader(buffer, format: .pickle), globals: PickleGlobal.ofArrays)
            return try machine.run()
        }
    }

    /// Reads a pickle from an array of bytes.
    ///
    /// - Returns: Its one value.
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8]) throws(FormatError) -> PickleValue {
        try decode(bytes.span.bytes)
    }
}
