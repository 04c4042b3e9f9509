import NIOPosix

/// Threads for work that takes long, so that what is short, and whether the server lives, is answered meanwhile.
enum WorkPool {
    /// Does work at once where it is short, and otherwise on one of as many threads as there are processors.
    static func run<Value: Sendable>(
        isShort: Bool, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        isShort ? try work() : try await NIOThreadPool.singleton.runIfActive(work)
    }
}
