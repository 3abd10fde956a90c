import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

@Suite struct MultistatusTests {
    private func resources(_ text: String) throws -> [Multistatus.Resource] {
        try Multistatus(Array(text.utf8)).resources
    }

    @Test func readsWhateverPrefixesTheServerLikes() throws {
        let found = try resources(
            """
            <?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:x="other">
            <d:response><d:href> /a%20b/ </d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop>
            <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
            <response xmlns="DAV:"><href>/a%20b/c</href><propstat><prop><getcontentlength>5</getcontentlength>
            <getlastmodified>Thu, 01 Jan 1970 00:00:10 GMT</getlastmodified><getetag>"x"</getetag><resourcetype/></prop>
            <status>HTTP/1.1 200 OK</status></propstat>
            <propstat><prop><getcontentlength>9</getcontentlength></prop><status>HTTP/1.1 404 Not Found</status></propstat>
            </response><x:response/></d:multistatus>
            """)
        #expect(found.map(\.reference) == ["/a%20b/", "/a%20b/c"])
        #expect(found.map(\.isCollection) == [true, false])
        #expect(found[1].size == 5 && found[1].modified == Timestamp(seconds: 10) && found[1].entityTag == "\"x\"")
    }

    @Test(arguments: [
        "", "<html/>", "<D:multistatus xmlns:D='DAV:'>", "<multistatus/>",
        "<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><D:multistatus xmlns:D='DAV:'>&b;</D:multistatus>",
        "<!DOCTYPE m SYSTEM 'file:///etc/passwd'><D:multistatus xmlns:D='DAV:'/>",
    ])
    func refusesWhatIsNone(_ text: String) {
        #expect(throws: Multistatus.Malformed.self) { try resources(text) }
    }

    /// RFC 4918, 14.24: one status for all of it.
    @Test func aResourceThatIsRefusedAsAWholeIsThatOnesFailure() throws {
        let refused = "<D:response><D:href>/b</D:href><D:status>HTTP/1.1 403 Forbidden</D:status></D:response>"
        let listed = StubDAV.answer(.init(path: "/"), .init(path: "/a", size: 1), .init(path: "/c", size: 1))
        let text = listed.replacing("</D:multistatus>", with: refused + "</D:multistatus>")
        #expect(try resources(text).map(\.status) == [nil, nil, nil, 403])
        let (server, endpoint, _) = StubDAV.serving { _ in (207, text) }
        for isRecursive in [false, true] {
            let listing = try endpoint.list(ListingRequest(recursive: isRecursive))
            var items: [ListedItem] = []
            while let page = try listing.next() { items += page }
            let names = items.map { item in
                switch item {
                case .entry(let entry): "\(entry.path)"
                case .failure(let error, let path, let subtree): "\(path) \(error.code) \(subtree)"
                }
            }
            #expect(names == ["a", "b permissionDenied false", "c"], "\(names)")
        }
        _ = server
    }
}
