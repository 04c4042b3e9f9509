/// The stack machine that a pickle is a program for, without anything that could be run.
///
/// Containers live in ``nodes`` and are referred to by their index, since a pickle puts a container into its memo before
/// filling it, and may refer to it from several places. Long bytes stay where they are in the input until an array is
/// made of them.
struct PickleMachine {
    /// A value on the stack.
    enum Item {
        case none
        case bool(Bool)
        case int(Int)
        case double(Double)
        case text(String)
        case bytes(Bytes)
        /// The `str` of Python 2: text or bytes, as whoever uses it wants.
        case rawString(Bytes)
        case global(PickleGlobal)
        /// The index of a container, an array or an element type.
        case node(Int)
    }

    /// Bytes of the input, or made from its text.
    enum Bytes {
        case input(Range<Int>)
        case made([UInt8])
    }

    /// What can be referred to and filled later.
    enum Node {
        case list([Item])
        case tuple([Item])
        /// Keys and values in turn.
        case dictionary([Item])
        case dtype(PickleDType)
        /// What `_reconstruct` gives, until BUILD says what is in it.
        case emptyArray
        case array(Tensor)
    }

    var reader: ByteReader
    var stack: [Item] = []
    /// Where on the stack each mark is.
    private var marks: [Int] = []
    private var memo: [Int: Item] = [:]
    var nodes: [Node] = []
    /// Where the opcode at work begins, for errors.
    private(set) var position = 0

    init(_ reader: ByteReader) {
        self.reader = reader
    }

    /// Follows the opcodes up to STOP, which must end the input.
    mutating func run() throws(FormatError) -> PickleValue {
        while true {
            position = reader.offset
            let byte = try reader.byte("an opcode")
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw error(.malformed, "there is no opcode 0x" + String(byte, radix: 16))
            }
            if opcode == .stop { break }
            try follow(opcode)
        }
        let result = try pop()
        guard stack.isEmpty, marks.isEmpty else {
            throw error(.malformed, "\(stack.count) values are left over at the end")
        }
        try reader.expectEnd()
        return try value(of: result)
    }

    /// An error at the opcode at work.
    func error(_ kind: FormatError.Kind, _ message: String) -> FormatError {
        FormatError(kind, .pickle, at: position, message)
    }

    // MARK: Stack

    mutating func push(_ item: Item) throws(FormatError) {
        guard stack.count < Pickle.maximumStackDepth else {
            throw error(.limitExceeded, "more than \(Pickle.maximumStackDepth) values wait on the stack")
        }
        stack.append(item)
    }

    /// Makes a node and pushes its reference.
    mutating func push(_ node: Node) throws(FormatError) {
        nodes.append(node)
        try push(.node(nodes.count - 1))
    }

    mutating func pop() throws(FormatError) -> Item {
        // Nothing reaches below the last mark.
        guard stack.count > marks.last ?? 0, let item = stack.popLast() else {
            throw error(.malformed, "a value is missing on the stack")
        }
        return item
    }

    func top() throws(FormatError) -> Item {
        guard stack.count > marks.last ?? 0, let item = stack.last else {
            throw error(.malformed, "a value is missing on the stack")
        }
        return item
    }

    /// Whether nothing lies above the last mark.
    var stackIsAtMark: Bool { stack.count == marks.last }

    mutating func mark() throws(FormatError) {
        guard marks.count < Pickle.maximumStackDepth else {
            throw error(.limitExceeded, "more than \(Pickle.maximumStackDepth) marks wait on the stack")
        }
        marks.append(stack.count)
    }

    /// Takes everything down to the last mark, and the mark.
    mutating func popToMark() throws(FormatError) -> [Item] {
        guard let mark = marks.popLast() else { throw error(.malformed, "a mark is missing on the stack") }
        let items = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return items
    }

    // MARK: Memo

    mutating func remember(as index: Int) throws(FormatError) {
        let item = try top()
        guard memo.count < Pickle.maximumMemoEntries || memo[index] != nil else {
            throw error(.limitExceeded, "more than \(Pickle.maximumMemoEntries) values are kept for later")
        }
        memo[index] = item
    }

    /// Keeps the top under the next number.
    mutating func memoize() throws(FormatError) {
        try remember(as: memo.count)
    }

    mutating func recall(_ index: Int) throws(FormatError) {
        guard let item = memo[index] else { throw error(.malformed, "nothing was kept under the number \(index)") }
        try push(item)
    }

    // MARK: Bytes

    /// Lends bytes for the time of a call.
    func withBytes<R>(
        _ bytes: Bytes, _ body: (UnsafeRawBufferPointer) throws(FormatError) -> R
    ) throws(FormatError) -> R {
        switch bytes {
        case .input(let range): return try body(UnsafeRawBufferPointer(rebasing: reader.bytes[range]))
        case .made(let made):
            return try made.span.bytes.withUnsafeBytes { (buffer) throws(FormatError) in try body(buffer) }
        }
    }
}
