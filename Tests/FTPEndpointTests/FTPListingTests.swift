import FerryCore
import FerryEndpoints
import Testing

@testable import FTPEndpoint

@Suite struct FTPListingTests {
    @Test func factsAreRead() throws {
        let line = "type=file;Size=5;modify=20200101000001.5;UNIX.mode=0640;unique=1U2; a b; c"
        let facts = try #require(FTPFacts(Array(line.utf8)))
        #expect(facts.kind == .file && facts.size == 5 && facts.permissions == 0o640 && facts.unique == "1U2")
        #expect(facts.modified == Timestamp(seconds: 1_577_836_801))
        #expect(facts.name == Array("a b; c".utf8))
        #expect(try #require(FTPFacts(Array("type=cdir; /".utf8))).isOfListedDirectory)
        #expect(try #require(FTPFacts(Array("type=OS.unix=slink:/etc; l".utf8))).kind == .symlink)
        #expect(try #require(FTPFacts(Array("type=OS.unix=symlink; l".utf8))).kind == .symlink)
        #expect(FTPFacts(Array("-rw-r--r-- 1 u g 5 Jan 1 2020 a".utf8)) == nil)
        #expect(FTPFacts(Array("nothing".utf8)) == nil)
    }

    @Test func linesOfListAreRead() throws {
        func line(_ text: String) -> UnixListLine? { UnixListLine(Array(text.utf8)) }
        let file = try #require(line("-rwsr-x--T   1 u        domain users    5 Nov 20 17:15  a  b "))
        #expect(file.kind == .file && file.size == 5 && file.permissions == 0o5750 && file.name == Array(" a  b ".utf8))
        let directory = try #require(line("drwxr-xr-x 3 u 4096 Jan  1  2020 ."))
        #expect(directory.kind == .directory && directory.name == [UInt8(ascii: ".")])
        let link = try #require(line("lrwxrwxrwx   1 0 0 3 Jan  1 2020 a -> b -> c"))
        #expect(link.kind == .symlink && link.name == [UInt8(ascii: "a")] && link.target == Array("b -> c".utf8))
        let device = try #require(line("crw-rw-rw-   1 0 0 1, 3 Jan  1 2020 null"))
        #expect(device.kind == .characterDevice && device.name == Array("null".utf8))
        let refused = [
            "", "total 5", "01-01-20  12:00AM  <DIR>  name", "-rw-r--r-- 1 u g 5 Jan 1 2020", "-", "d Jan 1 2020 x",
            "-rw-r--r-- 1 u g 5 Jan 99 2020 x", "-rw-r--r-- 1 u g 3.0K Jan  1 2020 x",
            "-rw-r--r-- 1 u g - Jan  1 2020 x",
            "-rw-r--r-- 1 u g -5 Jan  1 2020 x", "-rw-r--r-- 1 u g 100000000000000000000000 Jan  1 2020 x",
        ]
        for text in refused { #expect(line(text) == nil, "'\(text)'") }
    }

    private func features(_ lines: String...) -> FTPFeatures {
        let text = ["211-Features"] + lines.map { " " + $0 } + ["211 End"]
        return FTPFeatures(FTPReply(code: 211, lines: text.map { Array($0.utf8) }))
    }

    @Test func digestsAreAskedForByHashOrTheirOwnCommands() throws {
        let hex = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"
        func replies(_ last: String) -> [FTPReply] {
            [FTPReply(code: 213, lines: [Array("213-Wait".utf8), Array(last.utf8)])]
        }
        let hash = FTPDigests(features("HASH CRC32;MD5;SHA-1*;SHA-256", "XMD5"))
        #expect(hash.algorithms == [.sha256, .sha1, .md5, .crc32])
        #expect(hash.commands(for: Array("/a b".utf8), .sha256).last == Array("HASH /a b".utf8))
        let digest = try #require(hash.digest(in: replies("213 SHA-256 0-10 \(hex) /a b"), .sha256))
        #expect(digest == Hasher.digest(Array("0123456789".utf8), .sha256))
        let own = FTPDigests(features("XSHA256", "XCRC"))
        #expect(own.algorithms == [.sha256, .crc32])
        #expect(own.commands(for: Array("/a b".utf8), .crc32) == [Array("XCRC \"/a b\"".utf8)])
        #expect(own.commands(for: Array("/a \"b".utf8), .crc32) == [])
        #expect(own.digest(in: replies("250 \(hex.uppercased())"), .sha256) == digest)
        #expect(own.digest(in: replies("250 \(hex.dropLast())"), .sha256) == nil)
        #expect(FTPDigests(features("SIZE")).preferred == nil)
    }

    @Test func factsAreSetWhereTheServerSaysSo() {
        #expect(features("MFF modify;UNIX.group;UNIX.mode;").setsFacts(["modify", "unix.mode"]))
        #expect(!features("MFF create;").setsFacts(["modify"]))
        #expect(features("MLST type*;size*;modify*;UNIX.mode*;").showsPermissions)
        #expect(!features("MLST type*;size*;modify*;unix.mode;").showsPermissions)
    }

    @Test func timesAreThoseOfRFC3659() {
        for seconds: Int64 in [0, 1, 951_782_400, 1_577_836_799, 4_102_444_800] {
            let time = Timestamp(seconds: seconds)
            #expect(FTPTime.text(time).flatMap { FTPTime.timestamp($0.utf8) } == time)
        }
        #expect(FTPTime.text(Timestamp(seconds: 951_782_399)) == "20000228235959")
        for text in ["", "2020", "20201301000000", "2020010100000x", "202001010000000"] {
            #expect(FTPTime.timestamp(text.utf8) == nil)
        }
        #expect(FTPTime.text(Timestamp(seconds: 999_999_999_999)) == nil)
    }

    private func replies(_ text: String) throws -> [FTPReply] {
        var parser = ReplyParser()
        // In pieces of any length.
        for byte in text.utf8 { try withUnsafeBytes(of: byte) { try parser.append($0) } }
        var replies: [FTPReply] = []
        while let reply = parser.next() { replies.append(reply) }
        return replies
    }

    @Test func repliesEndWithTheirCodeAndASpace() throws {
        let text = "220-hello\r\n220 here\r\n250-Start\r\n type=file; a\r\n200 in between\r\n250 End\r\n550 no\r\n"
        let replies = try replies(text)
        #expect(replies.map { $0.code } == [220, 250, 550])
        #expect(replies.map { $0.lines.count } == [2, 4, 1])
        #expect(Array(replies[2].text) == Array("no".utf8))
    }

    @Test(arguments: ["hello\r\n", "99 x\r\n", "999 x\r\n", "2a0 x\r\n", "\r\n"])
    func whatIsNoReplyIsRefused(_ text: String) {
        #expect(throws: FTPFailure.self) { try replies(text) }
    }

    @Test func portsForFilesAreRead() {
        func reply(_ text: String) -> FTPReply { FTPReply(code: Int(text.prefix(3)) ?? 0, lines: [Array(text.utf8)]) }
        #expect(DataPort.extended(reply("229 Entering Extended Passive Mode (|||6446|)")) == 6446)
        #expect(DataPort.extended(reply("229 go (!!!65535!)")) == 65535)
        #expect(DataPort.plain(reply("227 Entering Passive Mode (192,168,0,1,25,46).")) == 6446)
        #expect(DataPort.plain(reply("227 =10,0,0,1,4,1")) == 1025)
        for text in ["229 go", "229 go (|||0|)", "229 go (|||70000|)", "229 (", "227 (1,2,3,4,5,6)"] {
            #expect(DataPort.extended(reply(text)) == nil, "'\(text)'")
        }
        for text in ["227 go", "227 (1,2,3,4,5)", "227 (1,2,3,4,0,0)", "227 (1,2,3,4,256,1)", "229 (|||6446|)"] {
            #expect(DataPort.plain(reply(text)) == nil, "'\(text)'")
        }
    }

    @Test(
        arguments: [
            (421, .throttled(retryAfter: nil)), (425, .unreachable), (426, .serverFailure), (450, .serverFailure),
            (451, .serverFailure), (452, .noSpace), (500, .unsupported), (501, .nameNotAllowed), (502, .unsupported),
            (503, .protocolViolation), (521, .alreadyExists), (530, .authenticationFailed), (534, .untrustedHost),
            (550, .permissionDenied), (552, .noSpace), (553, .permissionDenied), (0, .protocolViolation),
        ] as [(Int, EndpointError.Code)])
    func repliesThatRefuseHaveCodes(_ reply: Int, _ code: EndpointError.Code) {
        #expect(FTPFailure.code(of: reply) == code)
    }
}
