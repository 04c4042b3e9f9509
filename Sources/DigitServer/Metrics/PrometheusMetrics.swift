package import Metrics
import NIOConcurrencyHelpers

/// Keeps swift-metrics' counters, timers and gauges, and tells them in Prometheus' text format.
///
/// It takes what this server counts and no more: there is no package for it among those that the project builds on.
package final class PrometheusMetrics: MetricsFactory {
    /// What a metric is, by its name and labels.
    struct Key: Hashable {
        let name: String
        let labels: [Label]
    }

    /// A label of a metric.
    struct Label: Hashable {
        let name: String
        let value: String
    }

    /// The most metrics that are kept: labels are our own words, so that more would be a mistake of ours.
    static let maximumCount = 10_000

    private let metrics = NIOLockedValueBox<[Key: PrometheusMetric]>([:])

    /// Starts without metrics.
    package init() {}

    /// What there is, sorted by name and labels.
    var all: [(key: Key, value: PrometheusMetric)] {
        metrics.withLockedValue { Array($0) }.sorted { a, b in
            let (left, right) = (a.key, b.key)
            return left.name == right.name
                ? left.labels.map(\.value).lexicographicallyPrecedes(right.labels.map(\.value))
                : left.name < right.name
        }
    }

    private func metric(_ label: String, _ dimensions: [(String, String)], _ kind: PrometheusMetric.Kind)
        -> PrometheusMetric
    {
        let key = Key(name: label, labels: dimensions.map { Label(name: $0.0, value: $0.1) })
        return metrics.withLockedValue { metrics in
            if let known = metrics[key], known.kind == kind { return known }
            let new = PrometheusMetric(kind)
            if metrics.count < Self.maximumCount { metrics[key] = new }
            return new
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        metric(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        metric(label, dimensions, .gauge)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        metric(label, dimensions, aggregate ? .histogram : .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        metric(label, dimensions, .histogram)
    }

    // A counter must not start again from 0 because a handle to it went away: metrics stay.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
