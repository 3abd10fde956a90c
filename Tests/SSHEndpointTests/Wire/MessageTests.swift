import FerryCore
import FerryEndpoints
import Harness
import Testing

@testable import SSHEndpoint

@Suite struct MessageTests {
    private func answer(_ type: MessageType, _ build: (inout MessageWriter) -> Void) throws -> Message {
        var writer = MessageWriter(type)
        build(&writer)
        return try Message(answer: Array(writer.bytes.dropFirst(4)))
    }

    @Test func fieldsComeBack() throws {
        let attributes = FileAttributes(
            size: 1 << 40, owner: Owner(user: 1, group: 2), mode: 0o100644,
            times: FileAttributes.Times(accessed: 3, modified: .max))
        let names = try Answers.names(
            answer(.name) {
                $0.append(UInt32(1))
                $0.append("name".utf8)
                $0.append("-rw-r--r-- name".utf8)
                $0.append(attributes)
            })
        #expect(names?.count == 1)
        #expect(names?.first?.name == Array("name".utf8))
        #expect(names?.first?.attributes == attributes)
        #expect(attributes.kind == .file && attributes.permissions == 0o644)
    }

    @Test func lengthAndNumberAreFilledIn() {
        var writer = MessageWriter(.close)
        writer.append("ab".utf8)
        var bytes = writer.bytes
        MessageWriter.complete(&bytes, id: 0x0102_0304, extra: 3)
        #expect(bytes == [0, 0, 0, 14, 4, 1, 2, 3, 4, 0, 0, 0, 2, 97, 98])
    }

    @Test func aStatusInPlaceOfAnAnswerIsItsReason() throws {
        let message = try answer(.status) { $0.append(StatusCode.permissionDenied.rawValue) }
        #expect(throws: SFTPError.status(.permissionDenied)) { try Answers.handle(message) }
        #expect(throws: SFTPError.status(.permissionDenied)) { try Answers.done(message) }
    }

    @Test func theEndIsNoError() throws {
        let message = try answer(.status) { $0.append(StatusCode.endOfFile.rawValue) }
        #expect(try Answers.data(message) == nil)
        #expect(try Answers.names(message) == nil)
    }

    @Test func liesAboutLengthsAreViolations() throws {
        let string = try answer(.data) { $0.append(UInt32.max) }
        #expect(throws: SFTPError.lost(MessageReader.truncated)) { try Answers.data(string) }
        let count = try answer(.name) { $0.append(UInt32.max) }
        #expect(throws: SFTPError.lost(MessageReader.truncated)) { try Answers.names(count) }
        let short = try answer(.attributes) { $0.append(UInt32(1)) }
        #expect(throws: SFTPError.lost(MessageReader.truncated)) { try Answers.attributes(short) }
    }

    /// No bytes of a server's do more than throw.
    @Test func anyBytesAreReadOrRefused() {
        var generator = SeededGenerator(seed: RandomTests.seed)
        let types: [MessageType] = [.status, .handle, .data, .name, .attributes, .extendedReply, .version]
        for _ in 0..<RandomTests.iterations(default: 5000) {
            var bytes = [generator.pick(types).rawValue, 0, 0, 0, 1]
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                bytes.append(generator.chance(60) ? 0 : UInt8.random(in: 0...255, using: &generator))
            }
            ServerMessages.read(bytes)
        }
    }
}
