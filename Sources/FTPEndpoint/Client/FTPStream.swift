internal import FerryCore
internal import FerryEndpoints

/// A file on its way, over a connection that is given back at the end. Used by one thread at a time.
final class FTPStream {
    private let connection: FTPConnection
    private let data: TCPSocket
    /// Nil once it was called.
    private var release: (() -> Void)?

    init(_ connection: FTPConnection, _ data: TCPSocket, release: @escaping () -> Void) {
        self.connection = connection
        self.data = data
        self.release = release
    }

    deinit {
        cancel()
    }

    /// 0 is the end, when the server has said that all was sent.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FTPFailure) -> Int {
        if release == nil || buffer.isEmpty { return 0 }
        let count = try explained { () throws(FTPFailure) in try data.read(into: buffer) }
        if count == 0 {
            // Some servers wait for the other side's end before they say anything.
            try? data.endWriting()
            try end()
        }
        return count
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        try explained { () throws(FTPFailure) in try data.write(bytes) }
    }

    /// Ends what is sent, and waits until the server has said that all of it arrived.
    func finish() throws(FTPFailure) {
        try explained { () throws(FTPFailure) in try data.endWriting() }
        try end()
    }

    /// The same when the run was cancelled: for some seconds only, after which nobody knows what arrived.
    func finishAfterTheEnd() throws(FTPFailure) {
        data.outlastRun()
        connection.outlastRun()
        try finish()
    }

    /// Gives up, unless it has ended.
    func cancel() {
        if release == nil { return }
        data.abandon()
        connection.settleBroken()
        giveBack()
    }

    private func end() throws(FTPFailure) {
        defer { giveBack() }
        try connection.finishTransfer()
    }

    private func explained<Result>(_ body: () throws(FTPFailure) -> Result) throws(FTPFailure) -> Result {
        do throws(FTPFailure) {
            return try body()
        } catch {
            // What was sent so far may be ended still.
            if error.code == .cancelled { throw error }
            data.abandon()
            let explanation = connection.explanation(of: error)
            giveBack()
            throw explanation
        }
    }

    private func giveBack() {
        release?()
        release = nil
    }
}
