import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connection to a server on this machine that sends bytes as they are, whole or not, as no well-made client would.
///
/// What may wait does so on a thread of its own: the server runs in this process, on the threads that tests run on.
final class Connection: Sendable {
    private let descriptor: CInt

    /// How long anything is waited for, in seconds: longer than any server of the tests takes.
    private static let patience = 20

    /// Connects to a port.
    init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        signal(SIGPIPE, SIG_IGN)
        var time = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                connect(descriptor, name, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    /// Sends bytes; those that the server does not take any more are lost.
    func send(_ bytes: [UInt8]) async {
        await Self.aside { self.sendAll(bytes) }
    }

    private func sendAll(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { sendBytes(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Sends text.
    func send(_ text: String) async { await send(Array(text.utf8)) }

    /// Ends what is sent.
    func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Everything up to the server's end of the connection.
    func readToEnd() async -> String {
        await Self.aside { self.readAll() }
    }

    private func readAll() -> String {
        var text: [UInt8] = []
        while let part = readPart() { text += part }
        return String(decoding: text, as: UTF8.self)
    }

    /// One answer: its header, and as much of a body as that announces.
    func readAnswer() async -> String {
        await Self.aside { self.readOne() }
    }

    private func readOne() -> String {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].components(separatedBy: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length: ") }
                    .flatMap { Int($0.dropFirst("content-length: ".count)) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            guard let part = readPart() else { return text }
            bytes += part
        }
    }

    private static func aside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }

    private func readPart() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }
}

private func sendBytes(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.send(descriptor, bytes, count, CInt(MSG_NOSIGNAL))
    #elseif canImport(Musl)
        Musl.send(descriptor, bytes, count, 0)
    #else
        Darwin.send(descriptor, bytes, count, 0)
    #endif
}
