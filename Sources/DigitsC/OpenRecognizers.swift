import CDigits
import DigitRecognition

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The recognisers behind the handles.
///
/// A handle is a number and no pointer: its lower half says where in the table the recogniser is, counted from 1, its
/// upper half how often the place had been used before. So a handle that was closed, or that never was one, is found out,
/// also when its place is taken again.
enum OpenRecognizers {
    /// The most recognisers that may be open at once.
    static let limit = 1 << 16

    private struct Place {
        /// How often it was emptied; a place that reaches the end of the numbers is not used again.
        var generation: UInt32 = 0
        var recognizer: Recognizer?
    }

    // Only touched with the lock held.
    nonisolated(unsafe) private static var places: [Place] = []
    nonisolated(unsafe) private static var freePlaces: [Int] = []
    // Never freed: it guards the table as long as the process lives. Made once, before anybody can hold it.
    nonisolated(unsafe) private static let lock = {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
        return lock
    }()

    /// Keeps a recogniser and gives it a handle.
    ///
    /// - Throws: `BoundaryError` where ``limit`` are open.
    static func insert(_ recognizer: Recognizer) throws -> digits_recognizer {
        try withLock {
            if let index = freePlaces.popLast() {
                places[index].recognizer = recognizer
                return handle(index)
            }
            guard places.count < limit else {
                throw BoundaryError(
                    DIGITS_EXHAUSTED, "\(limit) recognisers are open, no more may be: close some with digits_close")
            }
            places.append(Place(recognizer: recognizer))
            return handle(places.count - 1)
        }
    }

    /// The recogniser of a handle, which whoever has it may go on with even when the handle is closed meanwhile.
    ///
    /// - Throws: `BoundaryError` where the handle is not open.
    static func find(_ handle: digits_recognizer) throws -> Recognizer {
        try withLock {
            guard let index = index(of: handle), let recognizer = places[index].recognizer else {
                throw closed(handle)
            }
            return recognizer
        }
    }

    /// Forgets a recogniser, whose handle is not valid from now on.
    ///
    /// - Throws: `BoundaryError` where the handle is not open.
    static func remove(_ handle: digits_recognizer) throws {
        // What may be the last reference dies outside the lock.
        let removed = try withLock {
            guard let index = index(of: handle), let recognizer = places[index].recognizer else {
                throw closed(handle)
            }
            places[index].recognizer = nil
            if places[index].generation < .max {
                places[index].generation += 1
                freePlaces.append(index)
            }
            return recognizer
        }
        _ = consume removed
    }

    private static func handle(_ index: Int) -> digits_recognizer {
        UInt64(places[index].generation) << 32 | UInt64(index + 1)
    }

    /// The place of a handle, or `nil` where it is of an earlier use or of none.
    private static func index(of handle: digits_recognizer) -> Int? {
        let index = Int(handle & 0xffff_ffff) - 1
        guard places.indices.contains(index), UInt64(places[index].generation) == handle >> 32 else { return nil }
        return index
    }

    private static func closed(_ handle: digits_recognizer) -> BoundaryError {
        BoundaryError(
            DIGITS_CLOSED,
            handle == 0
                ? "0 is no recogniser: expected a handle of digits_open"
                : "recogniser \(handle) is not open: it was closed, or never opened with digits_open")
    }

    private static func withLock<R>(_ body: () throws -> R) rethrows -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body()
    }
}
