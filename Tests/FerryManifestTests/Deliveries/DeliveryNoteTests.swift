import FerryCore
import FerryManifest
import Testing

/// What the small files say that come with data files.
@Suite("Delivery notes")
struct DeliveryNoteTests {
    private static let sha256 = Hasher.digest(Array("x".utf8), .sha256)
    private static let md5 = Hasher.digest(Array("x".utf8), .md5)
    private static let crc32 = Hasher.digest(Array("x".utf8), .crc32)

    private func record(_ text: String, _ algorithm: DigestAlgorithm? = nil) throws(ManifestError) -> Record {
        try DeliveryNote.record(of: Array("x.csv".utf8), in: Array(text.utf8), algorithm: algorithm)
    }

    @Test(arguments: [
        "\(sha256.hexadecimal)  x.csv\n", "\(sha256.hexadecimal) *x.csv\r\n", "SHA256 (x.csv) = \(sha256.hexadecimal)",
        "\(sha256.hexadecimal)  /data/out/x.csv\n", "\(sha256.hexadecimal.uppercased())\n",
        "# made today\n\(md5.hexadecimal)0\(md5.hexadecimal.dropLast())  other\n\(sha256.hexadecimal)  x.csv\n",
        "sha256: \(sha256.hexadecimal)\n",
    ])
    func digests(_ text: String) throws {
        #expect(try record(text, .sha256).digests == [Self.sha256])
    }

    @Test func sfv() throws {
        #expect(try record("; comment\nx.csv \(Self.crc32.hexadecimal)\n", .crc32).digests == [Self.crc32])
    }

    @Test func words() throws {
        let found = try record("status: done\nSize: 120\nrecords = 7\nmd5=\(Self.md5.hexadecimal)\n")
        #expect(found.size == 120 && found.lineCount == 7 && found.digests == [Self.md5])
    }

    @Test(arguments: ["Records:\t5\n", "rows 5", "lines=5 \r\n"]) func rows(_ text: String) throws {
        #expect(try record(text).lineCount == 5)
    }

    /// What cannot be read might contradict the data.
    @Test(arguments: ["records: many", "records: 1,000", "records: 5 size: 1", "size:", "size: -1", "sha256: ab"])
    func statementsThatCannotBeRead(_ text: String) {
        #expect(throws: ManifestError.self) { try record(text) }
    }

    @Test(arguments: [
        "ready, thanks\n", "created 20261130\n", "Delivered on 20261130\n", "file delivered by night job\n",
        "Line 3 was skipped\n",
    ])
    func saysNothing(_ text: String) throws {
        let found = try record(text)
        #expect(found.size == nil && found.lineCount == nil && found.digests.isEmpty)
    }

    /// A check file of another file, or of nothing, must not pass for one of this.
    @Test(arguments: ["", "\(sha256.hexadecimal)  y.csv\n", "hello\n", "\(md5.hexadecimal)\n"])
    func noDigest(_ text: String) {
        #expect(throws: ManifestError.self) { try record(text, .sha256) }
    }

    @Test func contradiction() {
        let other = Hasher.digest(Array("y".utf8), .sha256)
        #expect(throws: ManifestError.self) {
            try record("\(Self.sha256.hexadecimal)\n\(other.hexadecimal)\n", .sha256)
        }
    }

    @Test(arguments: [
        "record_count=5", "Record-Count: 5", "record count: 5", "COUNT 5", "5 lines: no\nrows: 5 rows",
        "{\"records\":5}", " {\n\"status\": {\"a\": [1, {}, null]}, \"rowCount\": \"5\",\n\"ratio\": 1.5e3}\n",
    ])
    func spellingsOfRows(_ text: String) throws {
        let found = try record(text)
        #expect(found.lineCount == 5 && found.size == nil)
    }

    @Test(arguments: [
        "filesize: 293", "file_size=293", "Bytes: 293", "size: 293 bytes", "{\"size\":293}",
        "{\"file\":\"x.csv\",\"fileSize\":293}",
    ])
    func spellingsOfSize(_ text: String) throws {
        #expect(try record(text).size == 293)
    }

    @Test func digestsInObjects() throws {
        #expect(try record("{\"SHA-256\":\"\(Self.sha256.hexadecimal)\"}").digests == [Self.sha256])
    }

    @Test(
        "notes that speak of other files, or of nothing that can be read, are refused",
        arguments: [
            "\(String(repeating: "0", count: 64))  OTHER.csv\n", "file: OTHER.csv", "{\"file\":\"y.csv\"}",
            "{\"size\":", "{size: 3}", "file: OTHER.csv\nsize: 5", "{\"file\":\"y.csv\",\"size\":293}",
            "{\"size\":1.5}", "size: 5\nfilesize: 6", "{\"size\":{}}",
        ])
    func otherFiles(_ text: String) {
        #expect(throws: ManifestError.self) { try record(text) }
    }
}
