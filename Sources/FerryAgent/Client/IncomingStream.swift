internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// The pieces of an answer, put in by the connection's thread and taken out by the caller's.
final class IncomingStream: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var pieces: [ArraySlice<UInt8>] = []
    private var end: Result<Void, AnswerError>?
    /// What the agent may still send.
    private var credit: Int

    init(credit: Int) {
        self.credit = credit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Takes a piece from the agent. One piece may exceed the credit, as it is not cut up for it.
    func put(_ piece: ArraySlice<UInt8>) throws(ConnectionFailure) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard credit > 0, !piece.isEmpty else { throw .violation("a piece that nobody asked for") }
        credit -= piece.count
        pieces.append(piece)
        pthread_cond_signal(changed)
    }

    /// There are no more pieces, or there is an error in place of the next one.
    func finish(_ outcome: Result<Void, AnswerError>) {
        pthread_mutex_lock(mutex)
        end = end ?? outcome
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    func addCredit(_ bytes: Int) {
        pthread_mutex_lock(mutex)
        credit += bytes
        pthread_mutex_unlock(mutex)
    }

    /// Waits for the next piece; nil at the end.
    func next() throws(AnswerError) -> ArraySlice<UInt8>? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while pieces.isEmpty, end == nil { pthread_cond_wait(changed, mutex) }
        if !pieces.isEmpty { return pieces.removeFirst() }
        if case .failure(let error) = end { throw error }
        return nil
    }
}

/// Why a call has no result.
enum AnswerError: Error {
    /// The agent's own word.
    case refused(EndpointError)
    /// There is no agent any more.
    case lost(ConnectionFailure)

    /// As an error of an endpoint that was doing something.
    func during(
        _ operation: EndpointError.Operation, _ path: RelativePath?, at location: String
    ) -> EndpointError {
        switch self {
        case .refused(let error): error
        case .lost(let failure): failure.during(operation, path, at: location)
        }
    }
}
