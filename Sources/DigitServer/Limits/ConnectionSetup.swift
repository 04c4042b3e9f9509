import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Hummingbird's connections, with an end for those that nobody takes.
///
/// One that is accepted just as the server ends has nobody to handle it any more: Hummingbird forgets it, and SwiftNIO, which
/// holds a connection that was forgotten unfinished for a mistake of the program, stops the process amid the requests that
/// are under way. Such a connection is closed here instead.
struct ConnectionSetup: ServerChildChannel {
    let base: HTTP1Channel

    /// A connection that closes where it is forgotten.
    final class Value: ServerChildChannelValue {
        let base: HTTP1Channel.Value
        var channel: any Channel { base.channel }

        init(_ base: HTTP1Channel.Value) {
            self.base = base
            // It is finished by then, and may be forgotten.
            base.channel.closeFuture.whenComplete { _ in withExtendedLifetime(base) {} }
        }

        deinit {
            // One that was handled is closed already, and stays as it is.
            channel.close(promise: nil)
        }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).map { Value($0) }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value.base, logger: logger)
        withExtendedLifetime(value) {}
    }
}
