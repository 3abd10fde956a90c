internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// A look at the entry that will be asked for first, sent together with the opening of its tree: far away that is one round trip
/// for both. Good for one question, soon, and as long as nothing was changed through the connection.
struct LookAhead: Sendable {
    let path: RelativePath
    private let answer: AnswerUnderWay
    private let connection: AgentConnection
    private let changes: Int
    private let asked: Double

    /// In seconds.
    private static let lifetime = 5.0

    init(at path: RelativePath, of tree: EndpointNumber, on connection: AgentConnection) {
        self.path = path
        self.connection = connection
        changes = connection.changes.load(ordering: .relaxed)
        asked = SystemClock().now
        answer = connection.begin(.look(tree, path))
    }

    /// Nil where another answer might be given now.
    func result() throws(AnswerError) -> WireReader? {
        guard connection.changes.load(ordering: .relaxed) == changes, SystemClock().now - asked < Self.lifetime else {
            return nil
        }
        return try answer.wait()
    }
}
