import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

/// Large uploads are ended and gone on with only where a part of a file is taken for one: nothing that a server says tells that.
@Suite struct DAVPartialPutTests {
    /// What a server makes of a part.
    enum Treatment: Sendable, CaseIterable {
        case writesThere, replacesTheFile, appendsIt, refusesIt
    }

    /// More than goes in one piece wherever parts can be sent.
    private let content = Array(repeating: 1, count: 5 << 20) + [UInt8](repeating: 2, count: 12 << 20)
    private let first = 5 << 20

    private func server(_ treatment: Treatment) -> (StubDAV.Setup, SharedValue<[String: [UInt8]]>) {
        let files = SharedValue<[String: [UInt8]]>([:])
        let setup = StubDAV.serving { request in
            let path = request.path
            switch request.method {
            case "PUT":
                guard let range = request.headers["content-range"] else {
                    files.set(files.get().merging([path: request.body]) { $1 })
                    return (201, "")
                }
                let offset = Int(range.dropFirst("bytes ".count).prefix { $0 != "-" })!
                let old = files.get()[path] ?? []
                let new: [UInt8]
                switch treatment {
                case .writesThere: new = old.prefix(offset) + request.body + old.dropFirst(offset + request.body.count)
                case .replacesTheFile: new = request.body
                case .appendsIt: new = old + request.body
                case .refusesIt: return (400, "")
                }
                files.set(files.get().merging([path: new]) { $1 })
                return (204, "")
            case "GET": return (200, String(decoding: files.get()[path] ?? [], as: UTF8.self))
            case "DELETE":
                files.set(files.get().filter { $0.key != path })
                return (204, "")
            case "PROPFIND" where path == "/": return (207, StubDAV.answer(.init(path: path)))
            case "PROPFIND":
                guard let file = files.get()[path] else { return (404, "") }
                return (207, StubDAV.answer(.init(path: path, size: file.count)))
            case "MOVE":
                files.set(["/f": files.get()[path] ?? []])
                return (201, "")
            default: return (204, "")
            }
        }
        return (setup, files)
    }

    @Test(arguments: Treatment.allCases) func partsAreSentWhereTheyAreParts(_ treatment: Treatment) throws {
        let ((server, endpoint, log), files) = server(treatment)
        let path = try RelativePath(validating: "f")
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(content.count)))
        try content[..<first].withUnsafeBytes { try file.write($0, at: 0) }
        let checkpointed = code { _ = try file.checkpoint() }
        #expect(checkpointed == (treatment == .writesThere ? nil : .unsupported))
        try content[first...].withUnsafeBytes { try file.write($0, at: Int64(first)) }
        _ = try file.commit(metadata: Metadata(), length: Int64(content.count))
        #expect(files.get() == ["/f": content])
        // Besides what was tried on a scratch file.
        let uploads = log.all("PUT").filter { $0.body.count > 1000 }
        let sizes = treatment == .writesThere ? [first, content.count - first] : [content.count]
        #expect(uploads.map(\.body.count) == sizes)
        #expect(uploads[0].headers["content-range"] == nil)
        _ = server
    }
}
