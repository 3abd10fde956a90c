public import FerryCore

/// What `bagit.txt` declares (RFC 8493, section 2.1.1).
public struct BagDeclaration: Hashable, Sendable {
    public static let fileName = "bagit.txt"

    public var version: BagVersion
    /// Of all tag files but this one, which is UTF-8.
    public var encoding: TagEncoding

    public init(version: BagVersion = .current, encoding: TagEncoding = .utf8) {
        self.version = version
        self.encoding = encoding
    }

    /// Reads the file: two lines, in this order, without a byte order mark. What is odd about them is told.
    public init(_ source: any SequentialBytes, tell: (ManifestWarning) -> Void = { _ in }) throws(ManifestError) {
        let tags = try BagTag.read(TagText(source, .utf8, dropsMark: false))
        guard tags.count == 2, tags[0].label == "BagIt-Version", tags[1].label == "Tag-File-Character-Encoding" else {
            let wrong = tags.count < 2 ? tags.count + 1 : tags[0].label == "BagIt-Version" ? 2 : 1
            throw .damaged(
                line: tags.count > 2 && wrong == 2 ? tags[2].line : wrong,
                .malformed("not the two lines 'BagIt-Version' and 'Tag-File-Character-Encoding'"))
        }
        guard let version = BagVersion(tags[0].value), version.isKnown else {
            throw .damaged(line: tags[0].line, .malformed("version '\(tags[0].shown)' of BagIt is not known here"))
        }
        guard let encoding = TagEncoding(name: tags[1].value) else {
            throw .damaged(line: tags[1].line, .malformed("the encoding '\(tags[1].shown)' is not known here"))
        }
        for tag in tags where !tag.isPlain {
            tell(ManifestWarning(line: tag.line, text: "not written '\(tag.label): \(tag.shown)'"))
        }
        self.init(version: version, encoding: encoding)
    }

    public var text: String { "BagIt-Version: \(version)\nTag-File-Character-Encoding: \(encoding.rawValue)\n" }
}
