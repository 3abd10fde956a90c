internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Answers to STAT and LSTAT that were asked for as a connection began, before anybody wanted them. Each is good for one question,
/// soon, and as long as nothing was changed over the connection.
final class LooksAhead: Sendable {
    private struct Question: Hashable {
        let type: MessageType
        let path: [UInt8]
    }

    private struct State {
        var replies: [Question: Reply] = [:]
        var asked = 0.0
    }

    private let state = Mutex(State())
    /// Requests need not ask the lock.
    private let isOver = Atomic<Bool>(true)

    /// In seconds.
    private static let lifetime = 5.0

    /// Sends a question for each of these, as far as nobody has to resolve its path before.
    func ask(
        _ looks: [FirstLook], _ send: (MessageWriter) throws(ConnectionFailure) -> Reply
    ) throws(ConnectionFailure) {
        var replies: [Question: Reply] = [:]
        for look in looks where look.directory.first != UInt8(ascii: "~") {
            guard let path = try? RemoteRoot(bytes: look.directory).path(look.path) else { continue }
            let question = Question(type: look.path.isRoot ? .stat : .lstat, path: path)
            if replies[question] != nil { continue }
            var writer = MessageWriter(question.type, capacity: path.count + 4)
            writer.append(path)
            replies[question] = try send(writer)
        }
        let asked = LinkMeter.now
        state.withLock { $0 = State(replies: replies, asked: asked) }
        isOver.store(replies.isEmpty, ordering: .releasing)
    }

    /// Nil where it has to be asked.
    func take(_ type: MessageType, _ path: [UInt8]) -> Reply? {
        if isOver.load(ordering: .acquiring) { return nil }
        return state.withLock { state in
            let reply = state.replies.removeValue(forKey: Question(type: type, path: path))
            return LinkMeter.now - state.asked < Self.lifetime ? reply : nil
        }
    }

    /// Before a request that may change something.
    func drop() {
        if isOver.exchange(true, ordering: .acquiringAndReleasing) { return }
        state.withLock { $0.replies = [:] }
    }
}

extension MessageType {
    /// Whether a request leaves everything as it is.
    var changesNothing: Bool {
        switch self {
        case .initialize, .close, .read, .lstat, .fstat, .opendir, .readdir, .realpath, .stat, .readlink: true
        default: false
        }
    }
}
