/// Memory with one owner, zeroed at first and freed with it.
///
/// The address is kept as a number, which makes the buffer `Sendable` without a promise to the compiler: it has one
/// owner, so that whoever holds it may use it.
struct ScratchBuffer<Element: BitwiseCopyable & ExpressibleByIntegerLiteral>: ~Copyable, Sendable {
    let count: Int
    private let address: UInt

    init(count: Int) {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
        memory.initialize(repeating: 0, count: max(count, 1))
        self.count = count
        self.address = UInt(bitPattern: memory)
    }

    var pointer: UnsafeMutablePointer<Element> {
        guard let pointer = UnsafeMutablePointer<Element>(bitPattern: address) else {
            fatalError("a scratch buffer has no memory")
        }
        return pointer
    }

    deinit { pointer.deallocate() }
}
