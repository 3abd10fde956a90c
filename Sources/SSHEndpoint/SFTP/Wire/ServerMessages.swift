internal import FerryCore

/// Everything that is done with bytes of a server's, for tests that feed arbitrary ones.
public enum ServerMessages {
    /// Reads one message in every way that an answer of its kind is read. Returns whether any of them made sense of it.
    @discardableResult
    public static func read(_ bytes: [UInt8]) -> Bool {
        if (try? ServerFeatures(version: bytes)) != nil { return true }
        guard let message = try? Message(answer: bytes) else { return false }
        var features = ServerFeatures()
        let isUnderstood = [
            (try? Answers.done(message)) != nil, (try? Answers.handle(message)) != nil,
            (try? Answers.attributes(message)) != nil, (try? Answers.data(message)) != nil,
            (try? Answers.names(message)) != nil, (try? Answers.path(message)) != nil,
            (try? FileSystemStatus.decode(message)) != nil, (try? features.setLimits(message.fields)) != nil,
            (try? Answers.digest(message, by: .sha256)) != nil, (try? Answers.accountNames(message)) != nil,
        ]
        return isUnderstood.contains(true)
    }
}
