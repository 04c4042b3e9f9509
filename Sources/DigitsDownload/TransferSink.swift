import DigitDatasets
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes what the session receives into a file, and tells the waiting thread.
///
/// It has no state but two open files, whose positions the system keeps: the session calls it on one thread after the
/// other.
final class TransferSink: NSObject, URLSessionDataDelegate {
    private let file: CInt
    private let limit: Int
    private let events: TransferEvent.Sender

    /// Makes the file, or empties the one that is there; takes over the sender.
    init(_ request: FetchRequest, _ events: TransferEvent.Sender) throws {
        file = open(request.destination, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        limit = request.byteLimit
        self.events = events
        super.init()
        guard file >= 0 else {
            throw FetchFailure(
                .inputOutput, "could not write \(request.destination): \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if file >= 0 { closeDescriptor(file) }
        events.close()
    }

    /// Follows a redirect, unless it leaves https.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let from = response.url?.scheme?.lowercased()
        let to = request.url?.scheme?.lowercased()
        guard to == "https" || (to == "http" && from == "http") else {
            let target = request.url?.absoluteString ?? "nowhere"
            events.send(.failed(.refused, "the server sends us on to \(target), which is not safe"))
            completionHandler(nil)
            return
        }
        events.send(.redirected)
        completionHandler(request)
    }

    /// Goes on only where the answer is the file, and no longer than allowed.
    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        let length = Int(response.expectedContentLength)
        if status != 200 {
            events.send(.failed(.status(status), "the server answered with status \(status)"))
        } else if length > limit {
            events.send(.failed(.tooLarge, "expected at most \(limit) bytes, the server announces \(length)"))
        } else {
            events.send(.announced(length))
            completionHandler(.allow)
            return
        }
        completionHandler(.cancel)
    }

    /// Appends to the file.
    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let before = Int(lseek(file, 0, SEEK_CUR))
        guard data.count <= limit - before else {
            events.send(.failed(.tooLarge, "expected at most \(limit) bytes, more came"))
            dataTask.cancel()
            return
        }
        guard let code = append(data) else {
            events.send(.received(before + data.count))
            return
        }
        events.send(.failed(.inputOutput, "could not write the file: \(String(cString: strerror(code)))"))
        dataTask.cancel()
    }

    /// Says how it ended; where that was said before, nobody listens any more.
    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        defer { events.send(.ended) }
        guard let error else {
            events.send(.finished)
            return
        }
        let reason: FetchFailure.Reason =
            switch (error as? URLError)?.code {
            case .timedOut: .timedOut
            case .badURL, .unsupportedURL, .httpTooManyRedirects: .refused
            case .cannotFindHost, .dnsLookupFailed, .notConnectedToInternet: .unreachable
            default: .connection
            }
        events.send(.failed(reason, error.localizedDescription))
    }

    /// Writes all bytes; returns the system's code where it could not.
    private func append(_ data: Data) -> CInt? {
        data.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = write(file, rest.baseAddress, rest.count)
                if count < 0 {
                    guard errno == EINTR else { return errno }
                    continue
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
    }
}
