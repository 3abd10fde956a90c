internal import FerryCore
internal import FerryEndpoints

/// Names that not every server can hold. wsgidav undoes the escapes of a `Destination` and then reads it as a URL: what is
/// to become `a?b` would replace `a`. Over what is not UTF-8 it breaks the connection off.
enum DAVNames {
    /// What ends a path in a URL, or is left out of it, where it is not escaped.
    static func isDelimiter(_ byte: UInt8) -> Bool { "?;#\t\n\r".utf8.contains(byte) }

    static func isUTF8(_ path: [UInt8]) -> Bool { String(validating: path, as: UTF8.self) != nil }
}

extension DAVEndpoint {
    /// Refuses a path that the server would take for another one, or for none at all. Asks the server the first time only.
    func requireTaken(_ path: RelativePath, _ operation: EndpointError.Operation) throws(EndpointError) {
        let place = self.path.bytes(of: path)
        try caught(operation, path) { () throws(HTTPFailure) in
            for delimiter in Set(place).filter(DAVNames.isDelimiter) where try !keeps(delimiter, in: place) {
                throw HTTPFailure(.nameNotAllowed, "the server would give it another name")
            }
            if !DAVNames.isUTF8(place), try !answers(place) {
                throw HTTPFailure(.nameNotAllowed, "the server takes no names that are not UTF-8")
            }
        }
    }

    /// Whether a file is moved to a name with this byte, tried out on a scratch file in the last directory on the way to
    /// `place` in which nothing else can be hit.
    private func keeps(_ delimiter: UInt8, in place: [UInt8]) throws(HTTPFailure) -> Bool {
        if let known = habits.keeps(delimiter) { return known }
        let harmless = place.prefix { !DAVNames.isDelimiter($0) }
        let directory = Array(harmless.prefix(upTo: (harmless.lastIndex(of: RelativePath.separator) ?? -1) + 1))
        let cut = StagedName.make(for: "name".utf8)
        let source = address(directory + StagedName.make(for: "scratch".utf8))
        // Cut off at the delimiter it is a hidden name, too.
        let name = StagedName.make(for: cut.dropFirst() + [delimiter])
        let target = address(directory + name)
        // Wherever the server may have put it: some leave the delimiter out.
        var made = [source, address(directory + cut), address(directory + name.filter { $0 != delimiter })]
        defer { for url in made { _ = try? perform(HTTPRequest(.delete, url)) } }
        var upload = HTTPRequest(.put, source)
        upload.body = .bytes(SharedBytes([]))
        let reply = try perform(upload)
        // No such directory, in the words of the protocol.
        if reply.status == 409 { throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason) }
        guard reply.head.isSuccess else { throw HTTPFailure(reply.head) }
        var move = HTTPRequest(CurlRequest.Method("MOVE"), source)
        move.headers = ["Destination: \(target.text)", "Overwrite: F"]
        let isMoved = try perform(move).head.isSuccess
        let isThere = try perform(propfind(target, depth: "0")).status == 207
        let isKept = isMoved && isThere
        if isKept { made = [target] }
        habits.note(keeps: isKept, delimiter)
        return isKept
    }

    /// Whether the server answers at all when it is asked for a path that is not UTF-8.
    func answers(_ place: [UInt8]) throws(HTTPFailure) -> Bool {
        if let known = habits.takesAnyBytes { return known }
        do throws(HTTPFailure) {
            _ = try perform(propfind(address(place), depth: "0"))
        } catch {
            guard error.code == .unreachable else { throw error }
            // The connection may be gone for another reason.
            _ = try perform(HTTPRequest(CurlRequest.Method("OPTIONS"), address([])))
            habits.note(takesAnyBytes: false)
            return false
        }
        habits.note(takesAnyBytes: true)
        return true
    }

    private func address(_ path: [UInt8]) -> WebURL { WebURL(origin: client.origin, path: path) }
}
