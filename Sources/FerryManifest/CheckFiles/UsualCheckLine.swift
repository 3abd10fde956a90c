internal import FerryCore

/// Reads lines of `sha256sum` and its kin as nearly all of them are: a digest, two characters, a plain path.
///
/// Nothing is refused here. Whatever is not of this form, right or wrong, is left to `CheckLine`.
struct UsualCheckLine {
    /// That of the file's first line: digests of as many digits are of the same algorithm.
    let algorithm: DigestAlgorithm

    /// The record, or nil where the line is to be read by `CheckLine`.
    func record(_ text: UnsafeRawBufferPointer) -> Record? {
        let digits = 2 * algorithm.digestLength
        guard text.count > digits + 2, text[digits] == UInt8(ascii: " "),
            text[digits + 1] == UInt8(ascii: " ") || text[digits + 1] == UInt8(ascii: "*"),
            let digest = Digest(algorithm: algorithm, hexadecimal: text.slice(0..<digits))
        else { return nil }
        let start = digits + 2
        let name = text.slice((text.starts(with: "./", at: start) ? start + 2 : start)..<text.count)
        guard name.isUsualPath else { return nil }
        return Record(path: RelativePath(unchecked: Array(name)), digests: [digest])
    }
}
