import Metrics
import NIOConcurrencyHelpers

/// One counter, gauge or histogram.
final class PrometheusMetric: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    /// What it counts, as Prometheus calls it.
    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    /// What was counted.
    struct Value {
        /// The count, the last value, or the sum of all.
        var sum = 0.0
        /// Of a histogram, how many values were no larger than each bound, and after the last how many there were.
        var buckets = [Int](repeating: 0, count: PrometheusMetric.bounds.count + 1)
    }

    /// The bounds of a histogram's buckets, in seconds.
    static let bounds = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    let kind: Kind
    private let state = NIOLockedValueBox(Value())

    init(_ kind: Kind) { self.kind = kind }

    /// What was counted so far.
    var value: Value { state.withLockedValue { $0 } }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { state.withLockedValue { $0.sum += amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func reset() { state.withLockedValue { $0 = Value() } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLockedValue { $0.sum = value } }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard kind == .histogram else { return set(value) }
        state.withLockedValue { state in
            state.sum += value
            let first = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
            for index in first...Self.bounds.count { state.buckets[index] += 1 }
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
