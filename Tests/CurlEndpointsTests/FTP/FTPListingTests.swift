import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

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
            "-rw-r--r-- 1 u g 5 Jan 99 2020 x",
        ]
        for text in refused { #expect(line(text) == nil, "'\(text)'") }
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

    @Test func repliesEndWithTheirCodeAndASpace() {
        let lines = ["220-hello", "220 here", "250-Start", " type=file; a", "250 End", "550 no"].map { Array($0.utf8) }
        let replies = FTPReply.replies(in: lines)
        #expect(replies.map(\.code) == [220, 250, 550])
        #expect(replies.map(\.lines.count) == [2, 3, 1])
        #expect(Array(replies[2].text) == Array("no".utf8))
    }

    @Test(
        arguments: [
            (421, .throttled(retryAfter: nil)), (425, .unreachable), (426, .unreachable), (450, .serverFailure),
            (451, .serverFailure), (452, .noSpace), (500, .unsupported), (501, .nameNotAllowed), (502, .unsupported),
            (503, .protocolViolation), (521, .alreadyExists), (530, .authenticationFailed), (534, .untrustedHost),
            (550, .permissionDenied), (552, .noSpace), (553, .nameNotAllowed), (0, .protocolViolation),
        ] as [(Int, EndpointError.Code)])
    func repliesThatRefuseHaveCodes(_ reply: Int, _ code: EndpointError.Code) {
        #expect(FTPFailure.code(of: reply) == code)
    }
}
