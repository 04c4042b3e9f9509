import DigitDatasets
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One transfer: a session of its own, and the calling thread that waits for its events and keeps the time.
struct URLSessionTransfer {
    private let request: FetchRequest
    private let url: URL

    /// Checks the URL.
    init(_ request: FetchRequest) throws {
        guard let url = URL(string: request.url), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", url.host?.isEmpty == false
        else {
            throw FetchFailure(.refused, "expected a URL with https or http, found \(request.url)")
        }
        self.request = request
        self.url = url
    }

    /// Transfers the file, or throws `FetchFailure` or what the request's progress function throws.
    func run() throws {
        var events = try TransferEvent.Receiver()
        let sink = try TransferSink(request, events.sender)
        let configuration = URLSessionConfiguration.ephemeral
        // The waiting thread keeps the time; the session's own clock is only a net below it.
        configuration.timeoutIntervalForRequest = request.timeout + 60
        configuration.urlCache = nil
        configuration.httpShouldSetCookies = false
        let session = URLSession(configuration: configuration, delegate: sink, delegateQueue: nil)
        var call = URLRequest(url: url)
        call.setValue("swift-digits/\(ProjectVersion.current)", forHTTPHeaderField: "User-Agent")
        // A file that is compressed already must come as it is, or its length and checksum are others.
        call.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        session.dataTask(with: call).resume()
        do {
            try wait(for: &events)
        } catch {
            session.invalidateAndCancel()
            letEnd(&events)
            throw error
        }
        session.finishTasksAndInvalidate()
    }

    /// Waits until a cancelled transfer writes no more, so that the caller may use the file's name again.
    private func letEnd(_ events: inout TransferEvent.Receiver) {
        while let event = try? events.next(timeout: Self.patience), event != .ended {}
    }

    /// Seconds until a session that does not react to being cancelled is left alone.
    private static let patience = 5.0

    private func wait(for events: inout TransferEvent.Receiver) throws {
        var total: Int?
        var received = 0
        var redirects = 0
        while true {
            guard let event = try events.next(timeout: request.timeout) else {
                throw FetchFailure(.timedOut, "nothing came for \(request.timeout.formatted) s")
            }
            switch event {
            case .redirected:
                redirects += 1
                guard redirects <= Self.maximumRedirects else {
                    throw FetchFailure(.refused, "more than \(Self.maximumRedirects) redirects")
                }
            case .announced(let length): total = length < 0 ? nil : length
            case .ended: throw FetchFailure(.connection, "the transfer ended without a word")
            case .received(let count):
                received = count
                try request.progress(count, total)
            case .finished:
                guard total == nil || total == received else {
                    throw FetchFailure(.connection, "the transfer was cut short after \(received) bytes")
                }
                return
            case .failed(let reason, let message): throw FetchFailure(reason, message)
            }
        }
    }

    /// As many as browsers follow.
    private static let maximumRedirects = 20
}

extension Double {
    /// The number without a fraction that is zero.
    fileprivate var formatted: String {
        self == rounded() && magnitude < 1e9 ? String(Int(self)) : String(self)
    }
}
