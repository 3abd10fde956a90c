import FerryCore
import Testing

@Suite struct ByteSizeTests {
    /// The examples of rsync(1), and edges.
    @Test(
        arguments: [
            ("0", 0), ("7", 7), ("1.5", 1), (".5k", 512), ("5.", 5), ("5b", 5), ("5B", 5), ("5k", 5120), ("5K", 5120),
            ("5KiB", 5120),
            ("5kb", 5000), ("5KB+1", 5001), ("5kib-1", 5119), ("1.5mb-1", 1_499_999), ("2g+1", 2_147_483_649),
            ("1T", 1 << 40),
            ("3tb", 3_000_000_000_000), ("1P", 1 << 50), ("8191P", 8191 << 50), ("8192P-1", Int64.max),
            ("9223372036854775807", Int64.max),
        ] as [(String, Int64)])
    func reads(_ text: String, _ bytes: Int64) throws {
        #expect(try ByteSize.parse(text) == bytes)
    }

    @Test(arguments: [
        ("", "'' is not a size"), ("k", "'k' is not a size"), (".", "'.' is not a size"), ("-5", "'-5' is not a size"),
        ("0-1", "'0-1' is less than nothing"), ("8192P", "'8192P' is too large"),
        ("99999999999999999999", "'99999999999999999999' is too large"),
        ("9223372036854775807+1", "'9223372036854775807+1' is too large"),
        ("5x", "'5x' is not a size: expected a number and K, M, G, T or P"),
        ("1,5k", "'1,5k' is not a size: expected a number and K, M, G, T or P"),
        ("5k+2", "'5k+2' is not a size: expected a number and K, M, G, T or P"),
        ("5 k", "'5 k' is not a size: expected a number and K, M, G, T or P"),
        ("1e3", "'1e3' is not a size: expected a number and K, M, G, T or P"),
        ("0x10", "'0x10' is not a size: expected a number and K, M, G, T or P"),
    ])
    func refuses(_ text: String, _ message: String) {
        let error = #expect(throws: ValueError.self) { try ByteSize.parse(text) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            ("0", nil), ("1", 1024), ("512b", 1024), ("0.5", 1024), ("1535b", 1024), ("1536b", 2048),
            ("1.5m", 1_572_864), ("1mb", 1_000_448),
        ] as [(String, Int64?)])
    func rates(_ text: String, _ bytes: Int64?) throws {
        #expect(try BandwidthLimit.parse(text) == bytes)
    }

    @Test func slowRatesAreRefused() {
        let error = #expect(throws: ValueError.self) { try BandwidthLimit.parse("511b") }
        #expect(error?.description == "'511b' is too slow: the least is 512 bytes a second, 0 is no limit")
    }

    @Test func deletionLimits() throws {
        #expect(try DeletionLimit(parsing: "10") == .count(10))
        #expect(try DeletionLimit(parsing: "-1") == .count(0))
        #expect(try DeletionLimit(parsing: "12.5%") == .percent(12.5))
        for text in ["", "%", "101%", "-1%", "ten", "1 %"] {
            #expect(throws: ValueError.self) { try DeletionLimit(parsing: text) }
        }
    }

    @Test func wholeNumbers() throws {
        #expect(try WholeNumber.parse("-1", in: -1...10) == -1)
        for (text, message) in [
            ("11", "'11' is more than 10"), ("-2", "'-2' is less than -1"), ("1s", "'1s' is not a whole number"),
        ] {
            let error = #expect(throws: ValueError.self) { try WholeNumber.parse(text, in: -1...10) }
            #expect(error?.description == message)
        }
    }
}
