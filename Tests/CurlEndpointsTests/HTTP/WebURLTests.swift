import Testing

@testable import CurlEndpoints

@Suite struct WebURLTests {
    private static let origin = Origin(isSecure: false, host: "Host", port: 8080)

    @Test func escapesPaths() {
        let url = WebURL(origin: Self.origin, path: Array("/a b/%/?#+".utf8) + [0xFF])
        #expect(url.text == "http://host:8080/a%20b/%25/%3F%23%2B%FF")
        #expect(url.names == [Array("a b".utf8), Array("%".utf8), Array("?#+".utf8) + [0xFF]])
        #expect(WebURL(origin: Self.origin, path: []).text == "http://host:8080/")
    }

    /// RFC 3986, 5.4, as far as it concerns HTTP.
    @Test(arguments: [
        ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
        ("//g", "http://g/"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q"),
        ("g#s", "http://a/b/c/g"), (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
        ("../../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("..g", "http://a/b/c/..g"),
        ("g/../h", "http://a/b/c/h"), ("g?y/../x", "http://a/b/c/g?y/../x"), ("HTTPS://B/x", "https://b/x"),
        ("http://b:80", "http://b/"), ("a b\u{E9}", "http://a/b/c/a%20b%C3%A9"),
    ])
    func resolves(_ reference: String, _ expected: String) {
        #expect(WebURL("http://a/b/c/d;p?q")?.resolving(reference)?.text == expected)
    }

    @Test(arguments: [
        "ftp://b/", "javascript:alert(1)", "http://user:pw@b/", "http://", "http://b:99999/", "http://b:0/",
        "http://b c/", "mailto:a@b",
    ])
    func isNothingOfHTTP(_ reference: String) {
        #expect(WebURL("http://a/")?.resolving(reference) == nil)
    }

    @Test func trustsTheSameServerAndItsTLS() {
        let plain = Origin(isSecure: false, host: "a")
        let secure = Origin(isSecure: true, host: "a")
        #expect(plain.entrusts(plain) && plain.entrusts(secure))
        #expect(!secure.entrusts(plain))
        #expect(!plain.entrusts(Origin(isSecure: true, host: "a", port: 8443)))
        #expect(!plain.entrusts(Origin(isSecure: false, host: "b")))
        #expect(!Origin(isSecure: false, host: "a", port: 8080).entrusts(secure))
    }

    @Test func keepsAddressesInBrackets() {
        let url = WebURL("http://[::1]:8080/x")
        #expect(url?.origin.host == "::1" && url?.text == "http://[::1]:8080/x")
    }
}
