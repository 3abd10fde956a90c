internal import FerryCore
internal import FerryEndpoints

/// Whether a server writes what is sent with `Content-Range` to where it says (RFC 9110, 14.5): Apache does; others refuse, and
/// some replace the whole file by it. Tried on a scratch file, whatever a server says of itself.
struct DAVPartialPut {
    let endpoint: DAVEndpoint
    let scratch: RelativePath

    private static let size: Int64 = 100

    func works() throws(HTTPFailure) -> Bool {
        let place = endpoint.url(of: scratch)
        defer { _ = try? endpoint.perform(HTTPRequest(.delete, place)) }
        guard try writes("0123456789", at: 0, making: "0123456789") else { return false }
        // More is announced than comes, as where an upload ends before its time.
        guard try writes("ab", at: 10, making: "0123456789ab") else { return false }
        return try writes("xy", at: 3, making: "012xy56789ab")
    }

    private func writes(_ text: String, at offset: Int64, making expected: String) throws(HTTPFailure) -> Bool {
        // wsgidav takes what it refuses for the next request.
        let upload = DAVUpload(
            to: scratch, on: endpoint, at: offset, of: Self.size, endsAnywhere: true, modified: nil,
            endsConnection: true)
        do throws(HTTPFailure) {
            try upload.stream(Array(text.utf8))
            try upload.finish()
        } catch {
            if error.code.isTransient || error.code == .cancelled { throw error }
            return false
        }
        let reply = try endpoint.perform(HTTPRequest(.get, endpoint.url(of: scratch)))
        return reply.head.isSuccess && reply.body.elementsEqual(expected.utf8)
    }
}

extension DAVEndpoint {
    /// Whether a file can be written on from some offset. Tried out once for a server.
    func writesParts(beside path: RelativePath) throws(EndpointError) -> Bool {
        if let known = habits.writesParts { return known }
        let scratch = path.renamed(to: StagedName.make(for: "scratch".utf8))
        let works = try caught(.write, path) { () throws(HTTPFailure) in
            try DAVPartialPut(endpoint: self, scratch: scratch).works()
        }
        habits.note(writesParts: works)
        return works
    }
}
