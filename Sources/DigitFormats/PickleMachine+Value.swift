extension PickleMachine {
    /// The finished value of an item, once the pickle is at its end and every container is full.
    ///
    /// Containers are finished from the innermost out, each once, by a list of work rather than by recursion. One that
    /// is referred to again is shared, but counts again, so that ten bytes cannot stand for a billion values: whoever
    /// walks, compares, hashes or prints the result is safe as well.
    func value(of root: Item) throws(FormatError) -> PickleValue {
        var finisher = Finisher(machine: self)
        return try finisher.finish(root).value
    }

    /// A finished value, and what bounds it.
    private struct Finished {
        let value: PickleValue
        /// Values in it, itself included.
        var count = 1
        /// Bytes of text, bytes and arrays in it.
        var byteCount = 0
        /// Containers within each other, itself included.
        var depth = 0
    }

    private struct Finisher {
        let machine: PickleMachine
        /// By the index of the container.
        private var containers: [Finished?]
        private var underway = Set<Int>()
        /// Texts and bytes that are long enough to be worth sharing.
        private var blobs: [Int: Finished] = [:]
        /// What was hashed to find keys that come twice: bytes, and values of tuples.
        private var keyWork = 0

        init(machine: PickleMachine) {
            self.machine = machine
            containers = Array(repeating: nil, count: machine.nodes.count)
        }

        /// A container whose items are being finished.
        private struct Frame {
            let index: Int
            let items: [Item]
            let isDictionary: Bool
            var values: [PickleValue] = []
            var count = 1
            var byteCount = 0
            var depth = 0

            init(index: Int, items: [Item], isDictionary: Bool) {
                self.index = index
                self.items = items
                self.isDictionary = isDictionary
                values.reserveCapacity(items.count)
            }
        }

        mutating func finish(_ root: Item) throws(FormatError) -> Finished {
            var frames: [Frame] = []
            if let plain = try plainOrFinished(root) { return plain }
            try open(root, &frames)
            while var frame = frames.popLast() {
                var child: Item?
                while child == nil, frame.values.count < frame.items.count {
                    let item = frame.items[frame.values.count]
                    guard let finished = try plainOrFinished(item) else {
                        child = item
                        break
                    }
                    if frame.isDictionary, frame.values.count.isMultiple(of: 2) {
                        keyWork += finished.byteCount + finished.count
                        try machine.checkSize(count: 0, byteCount: keyWork)
                    }
                    frame.values.append(finished.value)
                    frame.count += finished.count
                    frame.byteCount += finished.byteCount
                    frame.depth = max(frame.depth, finished.depth)
                    try machine.checkSize(count: frame.count, byteCount: frame.byteCount)
                }
                if let child {
                    frames.append(frame)
                    try open(child, &frames)
                } else {
                    let finished = try close(frame)
                    if frames.isEmpty { return finished }
                    containers[frame.index] = finished
                    underway.remove(frame.index)
                }
            }
            fatalError("the work ended before its root was finished")
        }

        /// Begins a container, which must not be within itself.
        private mutating func open(_ item: Item, _ frames: inout [Frame]) throws(FormatError) {
            guard case .node(let index) = item else { fatalError("a plain value holds nothing") }
            guard frames.count < Pickle.maximumDepth else { throw tooDeep }
            guard underway.insert(index).inserted else {
                throw FormatError(.malformed, .pickle, "a container holds itself")
            }
            switch machine.nodes[index] {
            case .list(let items), .tuple(let items):
                frames.append(Frame(index: index, items: items, isDictionary: false))
            case .dictionary(let items):
                frames.append(Frame(index: index, items: items, isDictionary: true))
            case .array, .dtype, .emptyArray, .storage: fatalError("an array holds no items")
            }
        }

        private mutating func close(_ frame: Frame) throws(FormatError) -> Finished {
            // Depth adds up over containers that were finished before, from elsewhere.
            guard frame.depth < Pickle.maximumDepth else { throw tooDeep }
            let value: PickleValue =
                switch machine.nodes[frame.index] {
                case .list: .list(frame.values)
                case .tuple: .tuple(frame.values)
                default: .dictionary(try pairs(frame))
                }
            return Finished(
                value: value, count: frame.count, byteCount: frame.byteCount, depth: frame.depth + 1)
        }

        private var tooDeep: FormatError {
            FormatError(.limitExceeded, .pickle, "containers lie more than \(Pickle.maximumDepth) deep")
        }

        /// Keys with their values; each key comes once and is one that Python takes for a key.
        private func pairs(_ frame: Frame) throws(FormatError) -> [PickleValue.Pair] {
            var pairs: [PickleValue.Pair] = []
            pairs.reserveCapacity(frame.values.count / 2)
            var keys = Set<PickleValue>()
            for index in stride(from: 0, to: frame.values.count, by: 2) {
                let key = frame.values[index]
                guard key.isHashable else {
                    throw FormatError(.unsupported, .pickle, "a dict's key is a value of type \(key.kindName)")
                }
                guard keys.insert(key).inserted else {
                    throw FormatError(.malformed, .pickle, "a dict's key comes twice: \(key.shown)")
                }
                pairs.append(PickleValue.Pair(key: key, value: frame.values[index + 1]))
            }
            return pairs
        }

        /// What needs no further work, or `nil` for a container that is not finished.
        private mutating func plainOrFinished(_ item: Item) throws(FormatError) -> Finished? {
            switch item {
            case .none: return Finished(value: .none)
            case .bool(let value): return Finished(value: .bool(value))
            case .int(let value): return Finished(value: .int(value))
            case .double(let value): return Finished(value: .double(value))
            case .blob(let index): return try blob(index)
            case .global: throw FormatError(.unsupported, .pickle, "a name stands alone, without a call")
            case .node(let index):
                switch machine.nodes[index] {
                case .list, .tuple, .dictionary: return containers[index]
                case .array(let tensor): return Finished(value: .tensor(tensor), byteCount: tensor.bytes.count)
                case .dtype: throw FormatError(.unsupported, .pickle, "an element type stands alone, without an array")
                case .storage: throw FormatError(.unsupported, .pickle, "a storage stands alone, without a tensor")
                case .emptyArray: throw FormatError(.malformed, .pickle, "an array was never filled")
                }
            }
        }

        private mutating func blob(_ index: Int) throws(FormatError) -> Finished {
            if let finished = blobs[index] { return finished }
            let blob = machine.blobs[index]
            let value: PickleValue
            if blob.kind == .bytes {
                guard let bytes = blob.bytes(from: machine.reader.bytes) else {
                    throw FormatError(.malformed, .pickle, at: blob.range.lowerBound, "bytes are not Latin-1 text")
                }
                value = .bytes(bytes)
            } else {
                guard let text = blob.text(from: machine.reader.bytes) else {
                    throw FormatError(.malformed, .pickle, at: blob.range.lowerBound, "a text is not well-formed")
                }
                value = .string(text)
            }
            let finished = Finished(value: value, byteCount: blob.range.count)
            if blob.range.count > 15 { blobs[index] = finished }
            return finished
        }
    }

    /// Refuses values that are many times the file, because they are referred to again and again.
    private func checkSize(count: Int, byteCount: Int) throws(FormatError) {
        guard count <= Pickle.maximumItems else {
            throw FormatError(.limitExceeded, .pickle, "there are more than \(Pickle.maximumItems) values")
        }
        // A file that is in memory is far from where this product would overflow.
        guard byteCount <= Pickle.maximumRepetition * (inputSize + Pickle.freeRepetition) else {
            throw FormatError(
                .limitExceeded, .pickle,
                "text, bytes and arrays are repeated to more than \(Pickle.maximumRepetition) times the file's size")
        }
    }
}
