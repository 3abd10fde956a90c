import FerryCore
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
}
