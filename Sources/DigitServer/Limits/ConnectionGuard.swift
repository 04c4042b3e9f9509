import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches one connection: how long a request takes to arrive and an answer to leave, and how the connection ends.
///
/// It stands between the HTTP decoder and Hummingbird's own handler, which closes idle connections.
/// - A request that has begun must be complete in time: 408, or no answer where one is under way.
/// - An answer that waits for its reader too long ends the connection.
/// - A header past the limit is answered with 431, and one that is no HTTP with 400.
/// - An answer that says `Connection: close` is followed by that; what the caller still sends is read and forgotten
///   for a while, since closing earlier would take the answer away from it.
/// - When the server ends, a request that is under way is finished, and one that is just arriving still answered.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long what a caller still sends is read after an answer that ends the connection.
    private static let lingeringTime = TimeAmount.seconds(2)

    private let limits: ServerLimits
    /// Whether a request's head was read and its end was not.
    private var isReceiving = false
    /// Requests whose head was read and whose answer has not ended.
    private var unanswered = 0
    /// Whether the head of an answer was written and its end was not.
    private var isAnswering = false
    /// Whether the connection ends after the answer that is under way, or the next one.
    private var isLast = false
    /// Whether the last answer was written: whatever else comes is forgotten.
    private var isFinished = false
    private var readTimer: Scheduled<Void>?
    private var writeTimer: Scheduled<Void>?

    init(_ limits: ServerLimits) { self.limits = limits }

    func handlerRemoved(context: ChannelHandlerContext) {
        readTimer?.cancel()
        writeTimer?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isFinished {
            if case .end = part { context.close(promise: nil) }
            return
        }
        switch part {
        case .head(let head):
            isReceiving = true
            unanswered += 1
            // Callers that ask before they send much are told to go on; what announces too much gets its 413.
            if head.headerFields[.expect]?.lowercased() == "100-continue", unanswered == 1,
                head.headerFields[.contentLength].flatMap(Int.init) ?? 0 <= limits.bodySize
            {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body: break
        case .end:
            isReceiving = false
            readTimer?.cancel()
            readTimer = nil
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most requests come whole, and need no timer.
        if isReceiving, readTimer == nil {
            readTimer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.readTime)) {
                self.refuse(context, .requestTimeout, "the request took too long to arrive")
            }
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isAnswering = true
            if isLast { head.headerFields[.connection] = "close" }
            if head.headerFields[.connection] == "close" { isLast = true }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            isAnswering = false
            unanswered -= 1
            guard isLast else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            finish(context)
        }
    }

    /// Ends the connection behind the last answer.
    private func finish(_ context: ChannelHandlerContext) {
        isFinished = true
        guard isReceiving else { return context.close(promise: nil) }
        // What was sent is acknowledged by half an end; the caller then ends, or the time does.
        readTimer?.cancel()
        context.close(mode: .output, promise: nil)
        readTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingeringTime) {
            context.close(promise: nil)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writeTimer?.cancel()
        writeTimer =
            context.channel.isWritable
            ? nil
            : context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.writeTime)) {
                context.close(promise: nil)
            }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow:
            refuse(
                context, .requestHeaderFieldsTooLarge, "header: expected at most \(limits.headerSize) bytes, found more"
            )
        case is HTTPParserError: refuse(context, .badRequest, "the request is not HTTP/1.1")
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        isLast = true
        guard unanswered == 0 else { return }
        // The next request may be on its way already, sent before the caller could know.
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.quiescenceTime)) {
            if self.unanswered == 0 { context.close(promise: nil) }
        }
    }

    /// Answers in place of the server where it has not begun to, and ends the connection.
    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status, _ message: String) {
        guard !isFinished else { return }
        guard !isAnswering else { return context.close(promise: nil) }
        let refusal = Refusal(status, message)
        var head = HTTPResponse(status: status, headerFields: refusal.response.headers)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: refusal.json.bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        finish(context)
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
