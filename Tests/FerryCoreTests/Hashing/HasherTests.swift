import FerryCore
import Testing

@Suite("Hasher")
struct HasherTests {
    /// The digests of "abc": RFC 1320, 1321, 7693, FIPS 180-4, and what `b2sum -l 256` and `xxhsum -H2 -H3` print.
    static let abc: [(DigestAlgorithm, String)] = [
        (.md4, "a448017aaf21d8525fc10ae87aa6729d"),
        (.md5, "900150983cd24fb0d6963f7d28e17f72"),
        (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
        (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            .sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            .blake2b,
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        ),
        (.blake2b256, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
        (.xxh3, "78af5f94892f3950"),
        (.xxh128, "06b05ab6733a618578af5f94892f3950"),
        (.crc32, "352441c2"),
        (.crc32c, "364b3fb7"),
        (.crc64nvme, "05e5cabb3fc1faeb"),
    ]

    @Test("known digests", arguments: abc)
    func known(algorithm: DigestAlgorithm, hexadecimal: String) {
        #expect(Hasher.digest(Array("abc".utf8), algorithm).hexadecimal == hexadecimal)
        #expect(Digest(algorithm: algorithm, hexadecimal: hexadecimal.utf8)?.hexadecimal == hexadecimal)
    }

    /// The check values of the "Catalogue of parametrised CRC algorithms" for CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME.
    @Test func cyclicRedundancyChecks() {
        let digits = Array("123456789".utf8)
        #expect(Hasher.digest(digits, .crc32).hexadecimal == "cbf43926")
        #expect(Hasher.digest(digits, .crc32c).hexadecimal == "e3069283")
        #expect(Hasher.digest(digits, .crc64nvme).hexadecimal == "ae8b14860a799888")
    }

    /// RFC 1320's longest vectors and the RFC 7693 case of an empty message, which end at other block borders.
    @Test func otherLengths() {
        let digits = String(repeating: "1234567890", count: 8)
        #expect(Hasher.digest(Array(digits.utf8), .md4).hexadecimal == "e33b4ddc9c38f2199c3e7b164fcc0536")
        #expect(Hasher.digest([], .md4).hexadecimal == "31d6cfe0d16ae931b73c59d7e0c089c0")
        #expect(
            Hasher.digest([], .blake2b256).hexadecimal
                == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
    }

    @Test("pieces of any size give the digest of the whole", arguments: DigestAlgorithm.allCases)
    func pieces(algorithm: DigestAlgorithm) {
        let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hasher = Hasher(algorithm)
        for length in [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000] {
            let whole = Array(content[..<length])
            for step in [1, 7, 64, 128, 200] {
                for start in stride(from: 0, to: length, by: step) {
                    hasher.update(Array(whole[start..<min(start + step, length)]))
                }
                #expect(hasher.finish() == Hasher.digest(whole, algorithm), "\(length) bytes by \(step)")
            }
        }
    }

    @Test func hexadecimalRefusesOtherText() {
        #expect(Hexadecimal.decode("00fF".utf8) == [0, 255])
        #expect(Hexadecimal.decode("0".utf8) == nil)
        #expect(Hexadecimal.decode("0g".utf8) == nil)
        #expect(Digest(algorithm: .md5, hexadecimal: "00".utf8) == nil)
    }
}
