/// The stack machine that a pickle is a program for, without anything that could be run.
///
/// Containers live in ``nodes`` and are referred to by their index, since a pickle puts a container into its memo before
/// filling it, and may refer to it from several places, itself included. Nothing here recurses on the input.
struct PickleMachine {
    /// A value on the stack, in the memo or in a container.
    enum Item {
        case none
        case bool(Bool)
        case int(Int)
        case double(Double)
        /// The index of text or bytes.
        case blob(Int)
        case global(PickleGlobal)
        /// The index of a container, an array or an element type.
        case node(Int)
    }

    /// What can be referred to and filled later.
    enum Node {
        case list([Item])
        case tuple([Item])
        /// Keys and values in turn.
        case dictionary([Item])
        case dtype(PickleDType)
        /// A storage of a PyTorch checkpoint, which tensors are made of.
        case storage(TorchStorages.Reference)
        /// What `_reconstruct` gives, until BUILD says what is in it.
        case emptyArray
        case array(Tensor)
    }

    var reader: ByteReader
    /// The names that the pickle may refer to.
    let globals: [PickleGlobal.Name: PickleGlobal]
    /// Where the pickle of a PyTorch checkpoint has its numbers; `nil` for any other pickle, which has no such references.
    var storages: TorchStorages?
    var nodes: [Node] = []
    var blobs: [PickleBlob] = []
    /// Bytes that arrays were made of so far.
    var arrayBytes = 0
    /// Where the opcode at work begins, for errors.
    private(set) var position = 0
    /// Where the frame at work ends.
    private var frameEnd: Int?
    private var stack: [Item] = []
    /// Where on the stack each mark is.
    private var marks: [Int] = []
    private var memo: [Int: Item] = [:]
    private var pushed = 0

    init(_ reader: ByteReader, globals: [PickleGlobal.Name: PickleGlobal], storages: TorchStorages? = nil) {
        self.reader = reader
        self.globals = globals
        self.storages = storages
    }

    /// Bytes of the input, of which the values may be a multiple.
    var inputSize: Int { storages?.fileSize ?? reader.bytes.count }

    /// Follows the opcodes up to STOP, which must end the input.
    mutating func run() throws(FormatError) -> PickleValue {
        while true {
            position = reader.offset
            if frameEnd == position { frameEnd = nil }
            let byte = try reader.byte("an opcode")
            guard let opcode = PickleOpcode(rawValue: byte) else {
                let digits = String(byte, radix: 16, uppercase: true)
                // A picture, a web page or an archive shows at its first byte that it is none.
                throw error(position == 0 ? .wrongFormat : .malformed, "pickle has no opcode 0x\(digits)")
            }
            if opcode == .stop { break }
            try follow(opcode)
            if let frameEnd, reader.offset > frameEnd {
                throw error(.malformed, "opcode \(opcode.officialName) passes the end of its frame")
            }
        }
        let result = try pop()
        guard stack.isEmpty, marks.isEmpty else {
            throw error(.malformed, "\(stack.count) values and \(marks.count) marks are left over at the end")
        }
        try reader.expectEnd()
        return try value(of: result)
    }

    /// An error at the opcode at work.
    func error(_ kind: FormatError.Kind, _ message: String) -> FormatError {
        FormatError(kind, .pickle, at: position, message)
    }

    /// FRAME: the next bytes belong together; the frame before must have ended.
    mutating func beginFrame() throws(FormatError) {
        let length = try reader.littleEndian(UInt64.self, "a frame's length")
        guard length <= reader.remaining else {
            throw error(.truncated, "a frame of \(length) bytes is announced, \(reader.remaining) are left")
        }
        guard frameEnd == nil else { throw error(.malformed, "a frame begins within another") }
        frameEnd = reader.offset + Int(length)
    }

    // MARK: Stack

    mutating func push(_ item: Item) throws(FormatError) {
        guard stack.count < Pickle.maximumStackDepth else {
            throw error(.limitExceeded, "more than \(Pickle.maximumStackDepth) values wait on the stack")
        }
        pushed += 1
        guard pushed <= Pickle.maximumItems else {
            throw error(.limitExceeded, "there are more than \(Pickle.maximumItems) values")
        }
        stack.append(item)
    }

    /// Makes a node and pushes its reference.
    mutating func push(_ node: Node) throws(FormatError) {
        nodes.append(node)
        try push(.node(nodes.count - 1))
    }

    /// Notes text or bytes and pushes its reference.
    mutating func push(_ blob: PickleBlob) throws(FormatError) {
        blobs.append(blob)
        try push(.blob(blobs.count - 1))
    }

    mutating func pop() throws(FormatError) -> Item {
        let item = try top()
        stack.removeLast()
        return item
    }

    func top() throws(FormatError) -> Item {
        // Nothing reaches below the last mark.
        guard stack.count > marks.last ?? 0, let item = stack.last else {
            throw error(.malformed, "a value is missing on the stack")
        }
        return item
    }

    mutating func mark() throws(FormatError) {
        guard marks.count < Pickle.maximumStackDepth else {
            throw error(.limitExceeded, "more than \(Pickle.maximumStackDepth) marks wait on the stack")
        }
        marks.append(stack.count)
    }

    /// Takes the topmost `count` values, the deepest first.
    mutating func pop(_ count: Int) throws(FormatError) -> [Item] {
        guard stack.count - count >= marks.last ?? 0 else { throw error(.malformed, "a value is missing on the stack") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    /// Takes everything down to the last mark, and the mark.
    mutating func popToMark() throws(FormatError) -> [Item] {
        guard let mark = marks.popLast() else { throw error(.malformed, "a mark is missing on the stack") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    /// POP: takes a value, or a mark where nothing lies above it, as Python does.
    mutating func discard() throws(FormatError) {
        if stack.count == marks.last { marks.removeLast() } else { _ = try pop() }
    }

    // MARK: Memo

    /// Keeps the top under a number; a dictionary, since a number may be huge and stand alone.
    mutating func remember(as index: Int) throws(FormatError) {
        let item = try top()
        guard index >= 0 else { throw error(.malformed, "a memo's number should not be negative, found \(index)") }
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
}
