import FerryCore
import Testing

@testable import CurlEndpoints

@Suite struct FileStateTests {
    private static let time = Timestamp(seconds: 1_790_000_000)

    private func state(_ tag: String?, size: Int64 = 5) -> FileState {
        let head = ResponseHead(status: 200, lines: [Array("Date: Fri, 20 Nov 2026 12:00:00 GMT".utf8)])
        return FileState(size: size, modified: Self.time, entityTag: tag, on: head)
    }

    private func entry(_ tag: String?) throws -> Entry {
        let version = try #require(state(tag).version)
        return try Entry(
            path: RelativePath(validating: "f"), kind: .file, size: 5, modified: Self.time, version: version)
    }

    /// Apache's tag of one content loses its mark a second after the change.
    @Test func aTagMayBecomeStrong() throws {
        #expect(state("\"a-1\"").agrees(with: try entry("W/\"a-1\"")))
        #expect(state("W/\"a-1\"").agrees(with: try entry("\"a-1\"")))
        #expect(!state("\"a-2\"").agrees(with: try entry("W/\"a-1\"")))
        #expect(!state("W/\"a-2\"").agrees(with: try entry("W/\"a-1\"")))
    }

    @Test func anotherSizeIsAnotherContent() throws {
        #expect(!state("\"a-1\"", size: 6).agrees(with: try entry("\"a-1\"")))
    }

    @Test func rangesAreOnlyPinnedByStrongTags() throws {
        #expect(FileState.strongTag(of: try entry("\"a-1\"")) == "\"a-1\"")
        #expect(FileState.strongTag(of: try entry("W/\"a-1\"")) == nil)
    }
}
