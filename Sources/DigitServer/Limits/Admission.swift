import NIOConcurrencyHelpers

/// Counts what is under way, and lets nothing in past the limits: what cannot be worked on soon is refused at once,
/// rather than kept waiting in memory.
final class Admission: Sendable {
    private struct State {
        var requests = 0
        var bytes = 0
    }

    private let state = NIOLockedValueBox(State())
    private let maximumRequests: Int
    private let maximumBytes: Int

    init(_ limits: ServerLimits) {
        maximumRequests = limits.requests
        maximumBytes = limits.totalBodySize
    }

    /// Requests that are under way.
    var requests: Int { state.withLockedValue { $0.requests } }

    /// Counts a request while `work` goes on.
    ///
    /// - Throws: ``Refusal`` with 503 where too many are under way.
    func withRequest<Value>(_ work: () async throws -> Value) async throws -> Value {
        let isAdmitted = state.withLockedValue { state in
            guard state.requests < maximumRequests else { return false }
            state.requests += 1
            return true
        }
        guard isAdmitted else { throw Refusal.busy("\(maximumRequests) requests are under way; try again later") }
        defer { state.withLockedValue { $0.requests -= 1 } }
        return try await work()
    }

    /// Counts bytes of a body that came in.
    ///
    /// - Throws: ``Refusal`` with 503 where too many are in memory.
    func take(bytes: Int) throws {
        let isAdmitted = state.withLockedValue { state in
            guard state.bytes <= maximumBytes - bytes else { return false }
            state.bytes += bytes
            return true
        }
        guard isAdmitted else { throw Refusal.busy("too much is being received; try again later") }
    }

    /// Counts bytes no more.
    func release(bytes: Int) { state.withLockedValue { $0.bytes -= bytes } }
}
