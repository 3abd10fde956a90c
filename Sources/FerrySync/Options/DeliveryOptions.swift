public import FerryCore

/// Check files that come with data files, and such that are made for them.
public struct DeliveryOptions: Sendable {
    /// `--require-check-file`: the endings of names of check files, without dots; empty where none is needed.
    public var required: [String] = []
    /// `--require-complete`: data that waits for its check file is an error.
    public var isCompleteRequired = false
    /// `--write-check-files`: of which digest.
    public var written: DigestAlgorithm?

    public init() {}

    /// What `--require-check-file` looks for by itself.
    public static let usualEndings = ["sha256", "sha512", "sha1", "md5", "ok", "chk", "sfv"]

    /// What check files can be written of.
    public static let writtenAlgorithms: [DigestAlgorithm] = [.sha256, .sha512, .sha1, .md5, .blake2b]

    var isOn: Bool { !required.isEmpty || written != nil }
}

extension DigestAlgorithm {
    /// What the name of a check file of this digest ends in, without the dot.
    public var checkFileEnding: String { self == .blake2b ? "b2" : rawValue }
}
