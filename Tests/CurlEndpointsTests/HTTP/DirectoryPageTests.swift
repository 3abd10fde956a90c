import FerryCore
import Testing

@testable import CurlEndpoints

@Suite struct DirectoryPageTests {
    private static let url = WebURL("http://host/a%20b/")!

    private func items(_ type: String, _ body: String) throws(PageRefused) -> [PageItem] {
        let head = ResponseHead(status: 200, lines: [Array("Content-Type: \(type)".utf8)])
        return try DirectoryPage.items(Reply(head: head, body: Array(body.utf8)), from: Self.url)
    }

    private func links(_ references: String...) throws(PageRefused) -> [PageItem] {
        let anchors = references.map { "<a href=\"\($0)\">x</a>" }.joined(separator: "\n")
        return try items("text/html; charset=utf-8", "<html><head><title>Index of /a b/</title>\(anchors)</html>")
    }

    private func names(_ references: String...) throws(PageRefused) -> [String] {
        var names: [String] = []
        for reference in references {
            for item in try links(reference) {
                names.append(String(decoding: item.name, as: UTF8.self) + (item.isDirectory ? "/" : ""))
            }
        }
        return names
    }

    @Test func takesWhatLiesInTheDirectory() throws {
        #expect(
            try names("file", "directory/", "a%20b", "%C3%A9", "x%3Fy") == ["file", "directory/", "a b", "é", "x?y"])
        #expect(
            try names("/a%20b/file", "http://host/a%20b/file", "./file", "//host/a%20b/file").allSatisfy {
                $0 == "file"
            })
        #expect(try names("a&amp;b", "&lt;&#x41;&#66;") == ["a&b", "<AB"])
    }

    @Test func leavesOutWhatLiesElsewhere() throws {
        let elsewhere = try names(
            "../", "/", "/etc/passwd", "../../x", "http://other/a%20b/file", "https://host/a%20b/file", "?C=N;O=D",
            "./",
            "directory/file", "ftp://host/a%20b/file", "mailto:a@b", "#top", "")
        #expect(elsewhere.isEmpty)
    }

    @Test(arguments: ["..%2F..%2Fetc", "%2E%2E/", "%2e", "a%2Fb", "a%00b"])
    func refusesNamesThatClimb(_ reference: String) {
        #expect(throws: PageRefused.self) { try links(reference) }
    }

    @Test func takesEachLinkOnce() throws {
        #expect(try links("file", "file").count == 1)
    }

    /// Deleting what such a page does not show would be a disaster.
    @Test func refusesPagesThatListNothing() {
        #expect(throws: PageRefused.notAListing) { try items("text/html", "<html><a href=\"x\">x</a></html>") }
        #expect(throws: PageRefused.notAListing) { try items("text/plain", "x") }
        #expect(throws: PageRefused.cutOff) { try items("text/html", "<title>Index of /</title><a href=\"x\">x</a>") }
        for text in ["{}", "[1]", "[{\"name\":\"x\"}]", "[{\"name\":\"x\",\"type\":\"file\",\"size\":-1}]"] {
            #expect(throws: PageRefused.notAListing) { try items("application/json", text) }
        }
        #expect(throws: PageRefused.cutOff) {
            try items("application/json", "[{\"name\":\"x\",\"type\":\"file\",\"size\":1}")
        }
    }

    @Test func readsJSON() throws {
        let page = """
            [
            { "name":"d", "type":"directory", "mtime":"Thu, 01 Jan 1970 00:01:00 GMT" },
            { "name":"q\\"\\u0001\\\\", "type":"file", "mtime":"Thu, 01 Jan 1970 00:00:10 GMT", "size":12345678901 },
            { "name":"p", "type":"other", "mtime":"Thu, 01 Jan 1970 00:00:10 GMT" }
            ]
            """
        let found = try items("application/json", page)
        #expect(found.map(\.isComplete) == [true, true])
        #expect(found[1].name == Array("q\"\u{1}\\".utf8))
        #expect(found[1].size == 12_345_678_901 && found[1].modified == Timestamp(seconds: 10))
        #expect(try items("application/json", "[\n]").isEmpty)
    }

    private func xml(_ body: String) throws(PageRefused) -> [PageItem] {
        try items("text/xml", "<?xml version=\"1.0\"?>\n<list>\(body)</list>")
    }

    @Test func readsXML() throws {
        let found = try xml(
            "\n<directory mtime=\"1970-01-01T00:01:00Z\">d</directory>\n"
                + "<file mtime=\"1970-01-01T00:00:10Z\" size=\"12345678901\"> a&lt;&amp;é </file>\n"
                + "<other mtime=\"1970-01-01T00:00:10Z\">p</other>\n")
        #expect(found.map(\.isComplete) == [true, true])
        #expect(found.map(\.isDirectory) == [true, false])
        #expect(found[1].name == Array(" a<&é ".utf8))
        #expect(found[1].size == 12_345_678_901 && found[1].modified == Timestamp(seconds: 10))
        #expect(try xml("").isEmpty)
    }

    @Test(arguments: [
        "<file size=\"1\">../x</file>", "<directory>..</directory>", "<file size=\"1\">a/b</file>", "<file></file>",
        "<file size=\"-1\">a</file>", "<file size=\"1\">a\nb</file>", "<file size=\"1\">a</file><file", "</list><list>",
    ]) func refusesLiesInXML(_ body: String) {
        #expect(throws: PageRefused.self) { try xml(body) }
    }

    /// Entities that unfold to gigabytes.
    @Test func refusesADocumentType() {
        let bomb = "<!DOCTYPE list [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><list><file>&b;</file></list>"
        #expect(throws: PageRefused.self) { try items("text/xml", bomb) }
    }

    @Test(arguments: ["..", ".", "a/b", "", "/etc"]) func refusesSuchNamesInJSON(_ name: String) {
        #expect(throws: PageRefused.self) {
            try items("application/json", "[{\"name\":\"\(name)\",\"type\":\"directory\"}]")
        }
    }
}
