extension PrometheusMetrics {
    /// The content type of ``text``.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All metrics in Prometheus' text format, version 0.0.4.
    package var text: String {
        var text = ""
        var name = ""
        for (key, metric) in all {
            if key.name != name {
                name = key.name
                if let help = Self.help[name] { text += "# HELP \(name) \(help)\n" }
                text += "# TYPE \(name) \(metric.kind.rawValue)\n"
            }
            let value = metric.value
            guard metric.kind == .histogram else {
                text += "\(name)\(Self.labels(key.labels)) \(Self.number(value.sum))\n"
                continue
            }
            for (index, count) in value.buckets.enumerated() {
                let bound = index < PrometheusMetric.bounds.count ? "\(PrometheusMetric.bounds[index])" : "+Inf"
                let labels = Self.labels(key.labels + [Label(name: "le", value: bound)])
                text += "\(name)_bucket\(labels) \(count)\n"
            }
            text += "\(name)_sum\(Self.labels(key.labels)) \(Self.number(value.sum))\n"
            text += "\(name)_count\(Self.labels(key.labels)) \(value.buckets.last ?? 0)\n"
        }
        return text
    }

    private static func labels(_ labels: [Label]) -> String {
        if labels.isEmpty { return "" }
        let pairs = labels.map { label in
            let value = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(label.name)=\"\(value)\""
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    /// A whole number without a point, as counters are most readable.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }

    /// What each metric says.
    private static let help = [
        ServerMetrics.Name.requests: "Requests that were answered, by route and status.",
        ServerMetrics.Name.duration: "Time from a request's head to its answer, in seconds, by route.",
        ServerMetrics.Name.received: "Bytes of bodies that were announced, by route.",
        ServerMetrics.Name.underWay: "Requests that are worked on or wait for it.",
        ServerMetrics.Name.images: "Images of digits that a network read, by model.",
        ServerMetrics.Name.version: "How often a model's weights changed since the start, from 1, by model.",
        ServerMetrics.Name.processorTime: "Processor time that the server has used, in seconds.",
        ServerMetrics.Name.memory: "Memory that the server holds, in bytes.",
    ]
}
