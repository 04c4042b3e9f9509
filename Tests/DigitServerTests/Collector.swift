import DigitTestSupport
import HTTPTypes
import Hummingbird

/// Takes in the body of an answer.
struct Collector: ResponseBodyWriter {
    let bytes = Guarded<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws {
        bytes.withLock { $0 += Array(buffer.readableBytesView) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
