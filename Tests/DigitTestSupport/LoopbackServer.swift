import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small HTTP server on the loopback interface that misbehaves as servers do, and counts what it is asked.
package final class LoopbackServer: Sendable {
    /// How a path is answered.
    package enum Reply: Sendable {
        /// Status 200 and these bytes.
        case file([UInt8])
        /// Status 200 and these bytes, without saying how many.
        case unannounced([UInt8])
        /// Status 200, a length, and only the first bytes; then the connection is closed.
        case cut([UInt8], after: Int)
        /// Status 200, a length, and only the first bytes; then nothing until the server ends.
        case stalled([UInt8], after: Int)
        /// Nothing until ``LoopbackServer/releasePath`` is asked for, or the same path once more; then the file.
        case held([UInt8])
        /// Status 200 and a page.
        case page(String)
        /// Another status.
        case status(Int)
        /// Status 503 so many times, then the file.
        case busy(times: Int, [UInt8])
        /// Status 302 and another URL.
        case redirect(String)
    }

    /// Asking for this path lets held replies go.
    package static let releasePath = "/release"

    private struct State: Sendable {
        var replies: [String: Reply] = [:]
        var requests: [String] = []
        var headers: [String: String] = [:]
        var isReleased = false
        var hasEnded = false
        var hasClosed = false
    }

    private let state = Guarded(State())
    private let listener: CInt
    /// The port it listens on.
    package let port: Int

    /// Starts to listen on a port that the system chooses.
    package init(_ replies: [String: Reply] = [:]) throws {
        // A client that goes away while it is sent to must not end the tests.
        signal(SIGPIPE, SIG_IGN)
        listener = LoopbackServer.makeSocket()
        var address = LoopbackServer.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(listener, name, length) == 0 && listen(listener, 16) == 0
                    ? getsockname(listener, name, &length) : -1
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        state.withLock { $0.replies = replies }
        Thread.detachNewThread { [state] in LoopbackServer.serve(listener, state) }
    }

    private static func makeSocket() -> CInt {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        return privately(descriptor)
    }

    /// Keeps a socket from the processes that tests start, which would hold it open.
    private static func privately(_ descriptor: CInt) -> CInt {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        return address
    }

    /// Ends: whoever still waits for an answer gets none.
    package func stop() {
        state.withLock { $0.hasEnded = true }
        // The serving thread waits for a connection: this is its last one. It closes the listener itself, since the
        // number of a file that another thread closes may be another server's by the time it is used.
        let knock = LoopbackServer.makeSocket()
        var address = LoopbackServer.address(port: UInt16(port))
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                connect(knock, name, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        close(knock)
        state.wait { $0.hasClosed }
    }

    /// The URL of a path that starts with a slash.
    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers a path in another way from now on.
    package func reply(to path: String, with reply: Reply) { state.withLock { $0.replies[path] = reply } }

    /// How often a path was asked for.
    package func requests(for path: String) -> Int { state.value.requests.filter { $0 == path }.count }

    /// All paths asked for, in order.
    package var requests: [String] { state.value.requests }

    /// The request for a path with its headers, as it came last.
    package func lastRequest(for path: String) -> String { state.value.headers[path] ?? "" }

    private static func serve(_ listener: CInt, _ state: Guarded<State>) {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0, errno == EINTR { continue }
            if connection < 0 || state.value.hasEnded {
                if connection >= 0 { close(connection) }
                close(listener)
                state.withLock { $0.hasClosed = true }
                return
            }
            _ = privately(connection)
            Thread.detachNewThread {
                answer(connection, state)
                shutdown(connection, CInt(SHUT_RDWR))
                close(connection)
            }
        }
    }

    private static func answer(_ connection: CInt, _ state: Guarded<State>) {
        guard let request = readRequest(connection) else { return }
        let words = request.split(separator: " ")
        guard words.count > 1 else { return }
        let path = String(words[1])
        let (reply, count) = state.withLock { state in
            state.requests.append(path)
            state.headers[path] = request
            if path == releasePath { state.isReleased = true }
            return (state.replies[path], state.requests.filter { $0 == path }.count)
        }
        switch reply {
        case nil: send(connection, head(path == releasePath ? 200 : 404, length: 0))
        case .file(let bytes): send(connection, head(200, length: bytes.count) + bytes)
        case .unannounced(let bytes): send(connection, head(200, length: nil) + bytes)
        case .cut(let bytes, let sent): send(connection, head(200, length: bytes.count) + bytes.prefix(sent))
        case .stalled(let bytes, let sent):
            send(connection, head(200, length: bytes.count) + bytes.prefix(sent))
            state.wait { $0.hasEnded }
        case .held(let bytes):
            state.wait { $0.isReleased || $0.hasEnded || $0.requests.filter { $0 == path }.count > 1 }
            send(connection, head(200, length: bytes.count) + bytes)
        case .page(let text):
            send(connection, head(200, length: text.utf8.count, type: "text/html") + Array(text.utf8))
        case .status(let code): send(connection, head(code, length: 0))
        case .busy(let times, let bytes):
            send(connection, count <= times ? head(503, length: 0) : head(200, length: bytes.count) + bytes)
        case .redirect(let target): send(connection, head(302, length: 0, more: "Location: \(target)\r\n"))
        }
    }

    private static func head(
        _ status: Int, length: Int?, type: String = "application/octet-stream", more: String = ""
    ) -> [UInt8] {
        let announced = length.map { "Content-Length: \($0)\r\n" } ?? ""
        return Array(
            "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\n\(announced)\(more)Connection: close\r\n\r\n".utf8)
    }

    private static func readRequest(_ connection: CInt) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 65_536 {
            let count = recv(connection, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains("\r\n\r\n") { return text }
        }
        return nil
    }

    private static func send(_ connection: CInt, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                #if canImport(Darwin)
                    Darwin.send(connection, $0.baseAddress, $0.count, 0)
                #elseif canImport(Musl)
                    Musl.send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                #else
                    Glibc.send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
