internal import FerryCore

/// A file on its way, over a connection that is given back at the end. Used by one thread at a time.
final class FTPStream {
    private let exchange: Exchange
    /// Nil once it was called.
    private var release: (() -> Void)?

    init(_ exchange: Exchange, release: @escaping () -> Void) {
        self.exchange = exchange
        self.release = release
    }

    deinit {
        cancel()
    }

    /// 0 is the end, when the server has said that all was sent.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FTPFailure) -> Int {
        let count = try caught { () throws(CurlFailure) in try exchange.read(into: buffer) }
        if count == 0, !buffer.isEmpty { end() }
        return count
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        try caught { () throws(CurlFailure) in try exchange.send(bytes) }
    }

    /// Ends what is sent, and waits until the server has said that all of it arrived.
    func finish() throws(FTPFailure) {
        exchange.endBody()
        _ = try caught { () throws(CurlFailure) in try exchange.finish() }
        end()
    }

    /// Gives up, unless it has ended.
    func cancel() {
        if release != nil { exchange.cancel() }
        end()
    }

    private func end() {
        release?()
        release = nil
    }

    private func caught<Result>(_ body: () throws(CurlFailure) -> Result) throws(FTPFailure) -> Result {
        do throws(CurlFailure) {
            return try body()
        } catch {
            end()
            throw FTPFailure(error, lastReply: exchange.received.status)
        }
    }
}
