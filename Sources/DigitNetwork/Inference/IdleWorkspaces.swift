#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Scratch memory that predictions of one network have used and left for the next.
///
/// Memory that is fresh from the system is zeroed page by page as it is touched, which takes longer than a small network
/// does.
final class IdleWorkspaces: @unchecked Sendable {
    /// Beyond so many, those that come back are freed.
    private static let limit = 16

    /// Lets arrays hold what cannot be copied.
    private final class Place {
        var workspace: InferenceWorkspace

        init(_ workspace: consuming InferenceWorkspace) { self.workspace = workspace }
    }

    // Only touched with the lock held.
    private var places: [Place] = []
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// Does work with scratch memory that is its own meanwhile.
    ///
    /// - Parameters:
    ///   - network: the one network that this is of.
    ///   - work: what needs the memory.
    /// - Returns: What the work gives.
    func withWorkspace<R>(for network: Network, _ work: (inout InferenceWorkspace) -> R) -> R {
        let place = withLock { places.popLast() } ?? Place(InferenceWorkspace(for: network))
        defer {
            withLock { if places.count < Self.limit { places.append(place) } }
        }
        return work(&place.workspace)
    }

    private func withLock<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
