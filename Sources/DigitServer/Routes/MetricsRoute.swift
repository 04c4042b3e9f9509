import Hummingbird

/// `GET /metrics`, for Prometheus.
struct MetricsRoute: Sendable {
    let metrics: PrometheusMetrics
    let counts: ServerMetrics
    let models: ModelStore
    let admission: Admission

    var resources: [Resource] {
        [
            .get("/metrics") { _, _ in
                counts.update(models: models.all, underWay: admission.requests)
                return Response(
                    status: .ok, headers: [.contentType: PrometheusMetrics.contentType],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
            }
        ]
    }
}
