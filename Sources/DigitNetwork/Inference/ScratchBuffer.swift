/// Memory with one owner, freed with it.
///
/// The address is kept as a number, which makes the buffer `Sendable` without a promise to the compiler: it has one
/// owner, so that whoever holds it may use it.
struct ScratchBuffer<Element: BitwiseCopyable & ExpressibleByIntegerLiteral>: ~Copyable, Sendable {
    /// The alignment: a vector that crosses from one line of the cache into the next costs two accesses.
    static var cacheLine: Int { 64 }

    let count: Int
    private let address: UInt

    /// Memory that is zero at first.
    init(count: Int) {
        self.init(uninitializedCount: count)
        pointer.update(repeating: 0, count: max(count, 1))
    }

    /// Memory that is written before it is read: setting it to zero can take longer than a prediction.
    init(uninitializedCount count: Int) {
        let size = max(count, 1) * MemoryLayout<Element>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.cacheLine)
            .bindMemory(to: Element.self, capacity: max(count, 1))
        self.count = count
        self.address = UInt(bitPattern: memory)
    }

    var pointer: UnsafeMutablePointer<Element> {
        guard let pointer = UnsafeMutablePointer<Element>(bitPattern: address) else {
            fatalError("a scratch buffer has no memory")
        }
        return pointer
    }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}
