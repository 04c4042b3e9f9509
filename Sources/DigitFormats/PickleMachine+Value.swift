extension PickleMachine {
    /// The finished value of an item, once the pickle is at its end and every container is full.
    ///
    /// Containers are finished from the innermost out, each once, by a list of work rather than by recursion: a pickle
    /// may nest deeper than any call stack. One that is referred to again is shared, but counts again, so that ten bytes
    /// cannot stand for a billion values.
    func value(of root: Item) throws(FormatError) -> PickleValue {
        guard case .node(let rootIndex) = root else { return try plainValue(root) }
        var finished: [Int: Finished] = [:]
        var underway = Set<Int>()
        var work = [rootIndex]
        while let index = work.last {
            if finished[index] != nil {
                work.removeLast()
                continue
            }
            let children = try children(of: index)
            let waiting = children.filter { finished[$0] == nil }
            if waiting.isEmpty {
                finished[index] = try finish(index, finished)
                underway.remove(index)
                work.removeLast()
            } else {
                underway.insert(index)
                guard !waiting.contains(where: underway.contains) else {
                    throw FormatError(.malformed, .pickle, "a container holds itself")
                }
                work += waiting
            }
        }
        return finished[rootIndex]?.value ?? .none
    }

    /// A finished container, and what bounds it.
    private struct Finished {
        let value: PickleValue
        /// Values in it, itself included.
        let count: Int
        /// Containers within each other, itself included.
        let depth: Int
    }

    private func children(of index: Int) throws(FormatError) -> [Int] {
        let items: [Item] =
            switch nodes[index] {
            case .list(let items), .tuple(let items), .dictionary(let items): items
            case .array: []
            case .dtype: throw FormatError(.unsupported, .pickle, "an element type stands alone, without an array")
            case .emptyArray: throw FormatError(.malformed, .pickle, "an array was never filled")
            }
        return items.compactMap { if case .node(let child) = $0 { child } else { nil } }
    }

    private func finish(_ index: Int, _ finished: [Int: Finished]) throws(FormatError) -> Finished {
        var count = 1
        var depth = 0
        func values(_ items: [Item]) throws(FormatError) -> [PickleValue] {
            var values: [PickleValue] = []
            values.reserveCapacity(items.count)
            for item in items {
                if case .node(let child) = item, let done = finished[child] {
                    values.append(done.value)
                    count += done.count
                    depth = max(depth, done.depth)
                } else {
                    values.append(try plainValue(item))
                    count += 1
                }
                guard count <= Pickle.maximumItems else {
                    throw FormatError(.limitExceeded, .pickle, "there are more than \(Pickle.maximumItems) values")
                }
            }
            return values
        }
        let value: PickleValue
        switch nodes[index] {
        case .list(let items): value = .list(try values(items))
        case .tuple(let items): value = .tuple(try values(items))
        case .dictionary(let items):
            let all = try values(items)
            value = .dictionary(
                stride(from: 0, to: all.count, by: 2).map { PickleValue.Pair(key: all[$0], value: all[$0 + 1]) })
        case .array(let tensor): value = .tensor(tensor)
        case .dtype, .emptyArray: value = .none
        }
        guard depth < Pickle.maximumDepth else {
            throw FormatError(.limitExceeded, .pickle, "containers lie more than \(Pickle.maximumDepth) deep")
        }
        return Finished(value: value, count: count, depth: depth + 1)
    }

    private func plainValue(_ item: Item) throws(FormatError) -> PickleValue {
        switch item {
        case .none: .none
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .text(let value): .string(value)
        case .bytes(let bytes): .bytes(try withBytes(bytes) { [UInt8]($0) })
        case .rawString(let bytes): .string(try latin1(bytes))
        case .global: throw FormatError(.unsupported, .pickle, "a name stands alone, without a call")
        case .node: .none
        }
    }
}
