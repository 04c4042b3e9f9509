/// The classes of images, by index: a collection of whole numbers from 0.
///
/// ```swift
/// let labels: DigitLabels = [5, 0, 4]
/// labels[0]                   // 5
/// labels.oneHot(classes: 10)  // [0,0,0,0,0,1,0,0,0,0, 1,0,...]
/// ```
public struct DigitLabels: Sendable {
    /// The number of labels, N.
    public let count: Int
    private let storage: ByteStorage
    private let offset: Int

    /// Wraps labels, a byte each.
    public init(_ labels: [UInt8]) {
        self.init(storage: .array(labels), offset: 0, count: labels.count)
    }

    /// Wraps a part of shared bytes.
    init(storage: ByteStorage, offset: Int, count: Int) {
        guard count >= 0, offset >= 0, count <= storage.count - offset else {
            fatalError("\(count) labels do not fit into \(storage.count - offset) bytes")
        }
        self.storage = storage
        self.offset = offset
        self.count = count
    }

    /// Lends the labels, a byte each, for the time of a call: [N].
    public func withLabels<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try storage.withSpan(offset..<offset + count, body)
    }

    /// A copy of the labels, a byte each.
    public var bytes: [UInt8] { storage.copy(offset..<offset + count) }

    /// The labels of a range of indices, counted from 0 again and sharing the bytes.
    ///
    /// A subscript would be taken for the collection's slice, whose indices must stay those of the whole.
    public func slice(_ range: Range<Int>) -> DigitLabels {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            fatalError("labels \(range) of \(count) labels were asked for")
        }
        return DigitLabels(storage: storage, offset: offset + range.lowerBound, count: range.count)
    }

    /// The labels of the given indices, in that order; an index may come twice.
    public func selecting(_ indices: [Int]) -> DigitLabels {
        DigitLabels(indices.map { UInt8(self[$0]) })
    }

    /// The labels as rows of zeros with a single one, as the book's `one_hot_label=True` gives them.
    ///
    /// - Parameter classes: The length of a row; above every label.
    /// - Returns: [N, classes], row by row.
    public func oneHot(classes: Int) -> [Float] {
        var rows = [Float](repeating: 0, count: count * classes)
        for (index, label) in enumerated() {
            guard label < classes else { fatalError("label \(label) has no place in \(classes) classes") }
            rows[index * classes + label] = 1
        }
        return rows
    }
}

extension DigitLabels: RandomAccessCollection {
    /// The first index, 0.
    public var startIndex: Int { 0 }
    /// The index after the last.
    public var endIndex: Int { count }

    /// The label of an image, from 0.
    public subscript(index: Int) -> Int {
        guard index >= 0, index < count else { fatalError("label \(index) of \(count) labels was asked for") }
        return storage.withSpan(offset + index..<offset + index + 1) { Int($0[0]) }
    }
}

extension DigitLabels: Equatable {
    /// Equal when all labels are.
    public static func == (a: DigitLabels, b: DigitLabels) -> Bool { a.elementsEqual(b) }
}

extension DigitLabels: ExpressibleByArrayLiteral {
    /// Writes labels as a list of numbers.
    public init(arrayLiteral elements: UInt8...) {
        self.init(elements)
    }
}
