import Metrics
import NIOConcurrencyHelpers

/// What this server counts.
///
/// Labels are routes, statuses and names of models: never what a caller sent.
final class ServerMetrics: Sendable {
    /// The names of the metrics.
    enum Name {
        static let requests = "digits_requests_total"
        static let duration = "digits_request_duration_seconds"
        static let received = "digits_received_bytes_total"
        static let underWay = "digits_requests_under_way"
        static let images = "digits_images_total"
        static let version = "digits_model_version"
        static let processorTime = "process_cpu_seconds_total"
        static let memory = "process_resident_memory_bytes"
    }

    private struct Outcome: Hashable {
        let route: String
        let status: Int
    }

    private struct Handles {
        var requests: [Outcome: Counter] = [:]
        var durations: [String: Timer] = [:]
        var received: [String: Counter] = [:]
        var images: [String: Counter] = [:]
    }

    private let factory: any MetricsFactory
    private let handles = NIOLockedValueBox(Handles())

    init(_ factory: any MetricsFactory) { self.factory = factory }

    /// Counts a request that was answered.
    func count(route: String, status: Int, received: Int, nanoseconds: Int64) {
        let (requests, duration, bytes) = handles.withLockedValue { handles in
            (
                Self.handle(Outcome(route: route, status: status), in: &handles.requests) {
                    Counter(
                        label: Name.requests, dimensions: [("route", route), ("status", String(status))],
                        factory: factory)
                },
                Self.handle(route, in: &handles.durations) {
                    Timer(label: Name.duration, dimensions: [("route", route)], factory: factory)
                },
                Self.handle(route, in: &handles.received) {
                    Counter(label: Name.received, dimensions: [("route", route)], factory: factory)
                }
            )
        }
        requests.increment()
        duration.recordNanoseconds(nanoseconds)
        bytes.increment(by: received)
    }

    /// Counts images that a model read.
    func count(images: Int, model: String) {
        handles.withLockedValue { handles in
            Self.handle(model, in: &handles.images) {
                Counter(label: Name.images, dimensions: [("model", model)], factory: factory)
            }
        }.increment(by: images)
    }

    /// Brings up to date what is looked up rather than counted.
    func update(models: [ServedModel], underWay: Int) {
        Meter(label: Name.underWay, factory: factory).set(Double(underWay))
        for model in models {
            Meter(label: Name.version, dimensions: [("model", model.name)], factory: factory).set(Double(model.version))
        }
        Meter(label: Name.processorTime, factory: factory).set(ProcessUsage.processorSeconds)
        if let memory = ProcessUsage.residentBytes {
            Meter(label: Name.memory, factory: factory).set(Double(memory))
        }
    }

    private static func handle<Key: Hashable, Handle>(
        _ key: Key, in handles: inout [Key: Handle], make: () -> Handle
    ) -> Handle {
        if let known = handles[key] { return known }
        let new = make()
        handles[key] = new
        return new
    }
}
