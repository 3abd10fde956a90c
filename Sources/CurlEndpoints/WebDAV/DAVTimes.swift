internal import FerryCore
internal import FerryEndpoints

extension DAVEndpoint {
    /// Sets the time of what is there by PROPPATCH (RFC 4918, 9.2), and looks whether it has it: most servers take that
    /// property for their own. Returns the entry as it is then, and remembers how the first one fared.
    func setTime(_ time: Timestamp, of path: RelativePath) throws(HTTPFailure) -> Entry? {
        var request = HTTPRequest(CurlRequest.Method("PROPPATCH"), url(of: path))
        request.headers = ["Content-Type: application/xml; charset=utf-8"]
        request.body = .bytes(
            SharedBytes(
                Array(
                    """
                    <?xml version="1.0" encoding="utf-8"?>
                    <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><D:getlastmodified>\(HTTPDate.text(time.seconds))\
                    </D:getlastmodified></D:prop></D:set></D:propertyupdate>
                    """.utf8)))
        _ = try perform(request)
        let now = try finishLooking(at: path, try startLooking(at: path))
        if habits.times == .unknown { habits.note(now?.modified == time ? .byProperty : .never) }
        return now
    }

    /// Whether a file that is written now may have that time by chance, because it was changed just before.
    private func isRecent(_ time: Timestamp) -> Bool { abs(Timestamp.now.seconds - time.seconds) < 60 }

    /// A file that was written, with the time that it is to have, as far as the server has a way for it.
    ///
    /// - Parameter wasAsked: Whether its upload named the time.
    func dated(_ entry: Entry, _ wanted: Timestamp, wasAsked: Bool) throws(HTTPFailure) -> Entry {
        let known = habits.times
        if entry.modified == wanted {
            if wasAsked, known != .byProperty, !isRecent(wanted) { habits.note(.byUpload) }
            return entry
        }
        guard known == .unknown || known == .byProperty || known == .byUpload && !wasAsked else { return entry }
        return try setTime(wanted, of: entry.path) ?? entry
    }
}
