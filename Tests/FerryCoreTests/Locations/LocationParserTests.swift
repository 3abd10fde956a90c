import Testing

@testable import FerryCore

private func parse(_ text: String) throws(LocationError) -> Location {
    try LocationParser.parse(Array(text.utf8))
}

@Suite struct LocationParserTests {
    @Test(arguments: ["a", "/a:b", "./host:path", "a/b:c", ":x", "a/", "[x", "sftp"])
    func paths(_ text: String) throws {
        #expect(try parse(text) == Location(local: Array(text.utf8)))
    }

    @Test(arguments: [
        ("host:path", Location(scheme: .sftp, host: "host", path: Array("path".utf8))),
        ("u@h:/p q/", Location(scheme: .sftp, user: "u", host: "h", path: Array("/p q/".utf8))),
        ("h:", Location(scheme: .sftp, host: "h", path: [])),
        ("u@[::1]:a%20b", Location(scheme: .sftp, user: "u", host: "::1", path: Array("a%20b".utf8))),
        ("sftp://h:2222/a%20b", Location(scheme: .sftp, host: "h", port: 2222, path: Array("/a b".utf8))),
        ("FTP://u%40x@h/", Location(scheme: .ftp, user: "u@x", host: "h", path: Array("/".utf8))),
        ("https://[::1]:8/x%FF", Location(scheme: .https, host: "::1", port: 8, path: Array("/x".utf8) + [0xFF])),
        (
            "s3://b/p/?profile=x&endpoint=http%3A//e",
            Location(
                scheme: .s3, host: "b", path: Array("p/".utf8),
                settings: [
                    LocationSetting(name: "profile", value: "x"), LocationSetting(name: "endpoint", value: "http://e"),
                ])
        ),
        ("davs://h/a%3Fb", Location(scheme: .davs, host: "h", path: Array("/a?b".utf8))),
        ("file:///a%20b", Location(local: Array("/a b".utf8))),
    ])
    func places(_ text: String, _ location: Location) throws {
        #expect(try parse(text) == location)
    }

    @Test(arguments: [
        ("", LocationError.Reason.empty), ("rsync://h/m", .rsyncDaemon), ("h::m", .rsyncDaemon),
        ("gopher://h/", .unknownScheme("gopher")), ("sftp:///a", .missingHost), ("u@:p", .missingHost),
        ("s3://", .missingBucket), ("s3:///a", .missingBucket),
        ("http://[::1/", .invalidHost), ("ftp://a b/", .invalidHost), ("http://h%0a/", .invalidHost),
        ("ftp://u:secret@h/", .password), ("s3://b/?secret_access_key=x", .secretSetting("secret_access_key")),
        ("http://h:0/", .invalidPort), ("http://h:x/", .invalidPort), ("http://h/%4", .invalidEscape),
        ("http://h/%zz", .invalidEscape), ("http://h/?a", .invalidSetting), ("http://h/%00", .nul),
        ("file://h/x", .unknownScheme("file")),
    ])
    func refusals(_ text: String, _ reason: LocationError.Reason) {
        do {
            _ = try parse(text)
            Issue.record("accepted")
        } catch {
            #expect(error.reason == reason)
            #expect(!error.description.contains("secret@"))
        }
    }

    @Test func statuses() {
        #expect(LocationError(.rsyncDaemon, "").status == .notSupported)
        #expect(LocationError(.password, "").status == .usage)
    }

    @Test(arguments: ["sftp://u@h:22/a", "s3://b/p", "https://[::1]/"])
    func describedAsTyped(_ text: String) throws {
        #expect(try parse(text).description == text)
    }
}
