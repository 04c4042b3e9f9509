import Foundation

/// A value that threads share, one at a time.
///
/// It is kept behind an address, as a number, so that the compiler can see that the class is `Sendable`.
package final class Guarded<Value: Sendable>: Sendable {
    private let address: UInt
    private let lock = NSCondition()

    /// Starts with a value.
    package init(_ value: Value) {
        let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        pointer.initialize(to: value)
        address = UInt(bitPattern: pointer)
    }

    deinit {
        let pointer = UnsafeMutablePointer<Value>(bitPattern: address)
        pointer?.deinitialize(count: 1)
        pointer?.deallocate()
    }

    /// Lends the value to be read or changed, and wakes those that wait for a change.
    package func withLock<R>(_ body: (inout Value) throws -> R) rethrows -> R {
        guard let pointer = UnsafeMutablePointer<Value>(bitPattern: address) else { fatalError("no value") }
        lock.lock()
        defer {
            lock.broadcast()
            lock.unlock()
        }
        return try body(&pointer.pointee)
    }

    /// A copy of the value.
    package var value: Value { withLock { $0 } }

    /// Waits until the value is as asked.
    package func wait(until isReady: (Value) -> Bool) {
        guard let pointer = UnsafeMutablePointer<Value>(bitPattern: address) else { fatalError("no value") }
        lock.lock()
        while !isReady(pointer.pointee) { lock.wait() }
        lock.unlock()
    }
}
