/// The value of `--out-format` or `--log-file-format`, in parts (rsyncd.conf(5), "log format").
public struct OutputFormat: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case text([UInt8])
        case field(Field)
    }

    /// What an escape stands for, and how it is laid out.
    public struct Field: Hashable, Sendable {
        public let content: Content
        /// The fewest characters; filled up with spaces.
        public var width = 0
        public var isLeftAligned = false
        /// The number of apostrophes: how readable a number is made, as by `-h` so many times.
        public var readability = 0

        public init(_ content: Content) {
            self.content = content
        }
    }

    /// The escapes that have a meaning outside a daemon.
    public enum Content: Character, Hashable, Sendable, CaseIterable {
        case bytesTransferred = "b"
        case permissions = "B"
        case checksumBytes = "c"
        case checksum = "C"
        case fullName = "f"
        case group = "G"
        case itemizedChanges = "i"
        case length = "l"
        case linkTarget = "L"
        case module = "m"
        case modificationTime = "M"
        case name = "n"
        case operation = "o"
        case processID = "p"
        case currentTime = "t"
        case user = "U"
        case percentSign = "%"
    }

    public private(set) var parts: [Part] = []

    public init(parsing text: String) {
        self.init(parsing: Array(text.utf8))
    }

    /// Never fails: an escape without a meaning is text, as in rsync.
    public init(parsing text: [UInt8]) {
        var rest = text[...]
        let sign = UInt8(ascii: "%")
        while let percent = rest.firstIndex(of: sign) {
            append(rest[..<percent])
            rest = rest[percent...]
            if let field = Self.takeField(&rest) {
                parts.append(.field(field))
            } else {
                append([sign])
                rest = rest.dropFirst()
            }
        }
        append(rest)
    }

    /// Whether a field is asked for anywhere.
    public func contains(_ content: Content) -> Bool {
        parts.contains { if case .field(let field) = $0 { field.content == content } else { false } }
    }

    private mutating func append(_ text: ArraySlice<UInt8>) {
        if text.isEmpty { return }
        if case .text(let before) = parts.last {
            parts[parts.count - 1] = .text(before + text)
        } else {
            parts.append(.text(Array(text)))
        }
    }

    /// `%`, apostrophes, `-`, a width, apostrophes and a letter. Takes nothing when it is none.
    private static func takeField(_ text: inout ArraySlice<UInt8>) -> Field? {
        var rest = text.dropFirst()
        var readability = takeApostrophes(&rest)
        let isLeftAligned = rest.first == UInt8(ascii: "-")
        if isLeftAligned { rest = rest.dropFirst() }
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        readability += takeApostrophes(&rest)
        guard let letter = rest.first, let content = Content(rawValue: Character(UnicodeScalar(letter))) else {
            return nil
        }
        text = rest.dropFirst()
        var field = Field(content)
        field.width = min(Int(String(decoding: digits, as: UTF8.self)) ?? 0, 4096)
        field.isLeftAligned = isLeftAligned
        field.readability = readability
        return field
    }

    private static func takeApostrophes(_ text: inout ArraySlice<UInt8>) -> Int {
        let apostrophes = text.prefix { $0 == UInt8(ascii: "'") }
        text = text.dropFirst(apostrophes.count)
        return apostrophes.count
    }
}
