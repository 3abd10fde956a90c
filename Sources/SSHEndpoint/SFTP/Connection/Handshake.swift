internal import FerryEndpoints

/// The first message of each side.
struct Handshake {
    let features: ServerFeatures
    /// What the rest is read with.
    let frames: FrameBox

    private static let version: [UInt8] = [0, 0, 0, 5, MessageType.initialize.rawValue, 0, 0, 0, 3]

    /// - Parameter patience: Seconds in which the server has to answer; nil is as many as are usual.
    init(over stream: any ByteStream, patience: Int?) throws(ConnectionFailure) {
        frames = FrameBox(FrameReader(stream))
        do throws(ConnectionFailure) {
            features = try Self.exchange(stream, frames, patience)
        } catch {
            stream.close()
            var failure = error
            failure.whileConnecting = true
            throw failure
        }
    }

    /// Who does not listen any more may have said why before.
    private static func sayHello(_ stream: any ByteStream, _ patience: Int?) throws(ConnectionFailure) {
        do throws(ConnectionFailure) {
            try version.withBytes { (bytes) throws(ConnectionFailure) in
                try stream.write(bytes, patience: patience)
            }
        } catch {
            if error.code != .unreachable { throw error }
        }
    }

    private static func exchange(
        _ stream: any ByteStream, _ frames: FrameBox, _ patience: Int?
    ) throws(ConnectionFailure) -> ServerFeatures {
        var time = GreetingTime(seconds: patience)
        do throws(ConnectionFailure) {
            try sayHello(stream, patience)
            let answer = try frames.reader.next(idle: { () throws(ConnectionFailure) in try time.check(stream) })
            if let answer { return try ServerFeatures(version: answer) }
        } catch {
            if error.code == .protocolViolation {
                throw ConnectionFailure(
                    .protocolViolation,
                    "what answers does not speak SFTP; perhaps a start-up file of the account prints something"
                ).quoting(frames.reader.unread)
            }
            if error.code != .unreachable { throw error }
        }
        throw stream.diagnosis()
    }
}

/// Carries a frame reader to the thread that reads.
final class FrameBox: @unchecked Sendable {
    var reader: FrameReader

    init(_ reader: consuming FrameReader) {
        self.reader = reader
    }
}
