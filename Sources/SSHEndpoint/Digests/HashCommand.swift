internal import FerryCore

/// A program that prints the digest of its standard input, as hexadecimal at the beginning of a line.
struct HashCommand: Sendable, Hashable {
    let program: String
    let arguments: String
    let algorithm: DigestAlgorithm

    /// The fastest first: GNU's, xxHash's and OpenSSL's programs, and those of macOS and the BSDs.
    static let known = [
        HashCommand(program: "xxh128sum", arguments: "", algorithm: .xxh128),
        HashCommand(program: "openssl", arguments: "dgst -sha256 -r", algorithm: .sha256),
        HashCommand(program: "sha256sum", arguments: "", algorithm: .sha256),
        HashCommand(program: "shasum", arguments: "-a 256", algorithm: .sha256),
        HashCommand(program: "sha256", arguments: "-q", algorithm: .sha256),
    ]

    /// Prints the names of those that are there.
    static var search: [UInt8] {
        let names = known.map(\.program).joined(separator: " ")
        return Array("for name in \(names); do command -v $name >/dev/null && echo $name; done".utf8)
    }

    /// Those that the search printed.
    static func found(in output: [UInt8]) -> [HashCommand] {
        let names = Set(String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init))
        return known.filter { names.contains($0.program) }
    }

    /// The name is no argument: none that begins with a dash is an option, and none is printed.
    func script(hashing path: [UInt8]) -> [UInt8] {
        Array("\(program) \(arguments) <".utf8) + ShellWord.quoting(path)
    }

    /// Nil where it printed something else.
    func digest(in output: [UInt8]) -> Digest? {
        let digits = output.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        return Digest(algorithm: algorithm, hexadecimal: digits)
    }
}
