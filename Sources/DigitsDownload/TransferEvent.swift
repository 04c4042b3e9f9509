import DigitDatasets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the session's thread tells the thread that waits, as lines through a pair of sockets: a queue between threads
/// whose reader can wait with a time-out, and whose writer waits while it is full.
enum TransferEvent: Equatable {
    /// The server sends us on.
    case redirected
    /// The file begins; its length in bytes, or less than 0 where the server does not say.
    case announced(Int)
    /// So many bytes are in the file by now.
    case received(Int)
    /// All went well.
    case finished
    /// The transfer is over, without success.
    case failed(FetchFailure.Reason, String)
    /// The session has let go of the transfer: nothing more is written.
    case ended

    private var line: String {
        switch self {
        case .redirected: "redirected"
        case .announced(let length): "announced \(length)"
        case .received(let count): "received \(count)"
        case .finished: "finished"
        case .ended: "ended"
        case .failed(let reason, let message):
            "failed \(reason.line)\t" + String(message.map { $0.isNewline ? " " : $0 })
        }
    }

    private init?(line: String) {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch (parts.first, parts.last.flatMap { Int($0) }) {
        case ("redirected", _): self = .redirected
        case ("finished", _): self = .finished
        case ("ended", _): self = .ended
        case ("announced", let length?): self = .announced(length)
        case ("received", let count?): self = .received(count)
        case ("failed", _):
            let fields = (parts.last ?? "").split(separator: "\t", maxSplits: 1).map(String.init)
            guard fields.count == 2, let reason = FetchFailure.Reason(line: fields[0]) else { return nil }
            self = .failed(reason, fields[1])
        default: return nil
        }
    }

    /// The writing end, which whoever holds it closes with ``close()``.
    struct Sender: Sendable {
        fileprivate let descriptor: CInt

        /// Sends an event, or nothing where the reader has gone.
        func send(_ event: TransferEvent) {
            let bytes = Array((event.line + "\n").utf8)
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    #if canImport(Darwin)
                        Darwin.send(descriptor, $0.baseAddress, $0.count, 0)
                    #elseif canImport(Musl)
                        Musl.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                    #else
                        Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                    #endif
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                sent += count
            }
        }

        /// Says that no more events come.
        func close() { closeDescriptor(descriptor) }
    }

    /// The reading end.
    struct Receiver: ~Copyable {
        /// The writing end that belongs to it.
        let sender: Sender
        private let descriptor: CInt
        private var buffer: [UInt8] = []

        /// Makes a queue.
        init() throws {
            var ends: [CInt] = [-1, -1]
            #if canImport(Glibc)
                let kind = CInt(SOCK_STREAM.rawValue)
            #else
                let kind = SOCK_STREAM
            #endif
            let code = socketpair(AF_UNIX, kind, 0, &ends)
            descriptor = ends[0]
            sender = Sender(descriptor: ends[1])
            guard code == 0 else {
                let reason = String(cString: strerror(errno))
                throw FetchFailure(.inputOutput, "could not make a pair of sockets: \(reason)")
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            #if canImport(Darwin)
                var on: CInt = 1
                setsockopt(ends[1], SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<CInt>.size))
            #endif
        }

        deinit { closeDescriptor(descriptor) }

        /// Waits for the next event; `nil` where none comes for so many seconds.
        mutating func next(timeout: Double) throws -> TransferEvent? {
            while true {
                if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: buffer[..<end], as: UTF8.self)
                    buffer.removeSubrange(...end)
                    guard let event = TransferEvent(line: line) else { continue }
                    return event
                }
                var waiting = pollfd(descriptor: descriptor)
                let ready = poll(&waiting, 1, CInt(min(max(timeout, 0), 86_400) * 1000))
                if ready == 0 { return nil }
                var chunk = [UInt8](repeating: 0, count: 4096)
                let count = ready < 0 ? -1 : recv(descriptor, &chunk, chunk.count, 0)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw FetchFailure(.connection, "the transfer ended without a word") }
                buffer += chunk[..<count]
            }
        }
    }
}

extension pollfd {
    /// Asks whether there is something to read.
    fileprivate init(descriptor: CInt) { self.init(fd: descriptor, events: Int16(POLLIN), revents: 0) }
}

/// The system's `close`, by a name that a member called `close` does not hide.
func closeDescriptor(_ descriptor: CInt) {
    _ = close(descriptor)
}
