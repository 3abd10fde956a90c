/// The value of `--out-format` or `--log-file-format`, in parts (rsyncd.conf(5), "log format").
package struct OutputFormat: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        case field(Field)
    }

    /// What an escape stands for, and how it is laid out.
    package struct Field: Hashable, Sendable {
        package let content: Content
        /// The fewest characters; filled up with spaces.
        package var width = 0
        package var isLeftAligned = false
        /// The number of apostrophes: how readable a number is made, as by `-h` so many times.
        package var readability = 0

        package init(_ content: Content) {
            self.content = content
        }
    }

    /// The escapes that have a meaning outside a daemon.
    package enum Content: Character, Hashable, Sendable, CaseIterable {
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

    package private(set) var parts: [Part] = []

    /// Never fails: an escape without a meaning is text, as in rsync.
    package init(parsing text: String) {
        var rest = Substring(text)
        while let percent = rest.firstIndex(of: "%") {
            append(rest[..<percent])
            rest = rest[percent...]
            if let field = Self.takeField(&rest) {
                parts.append(.field(field))
            } else {
                append("%")
                rest = rest.dropFirst()
            }
        }
        append(rest)
    }

    /// Whether a field is asked for anywhere.
    package func contains(_ content: Content) -> Bool {
        parts.contains { if case .field(let field) = $0 { field.content == content } else { false } }
    }

    private mutating func append(_ text: Substring) {
        if text.isEmpty { return }
        if case .text(let before) = parts.last {
            parts[parts.count - 1] = .text(before + text)
        } else {
            parts.append(.text(String(text)))
        }
    }

    /// `%`, apostrophes, `-`, a width, apostrophes and a letter. Takes nothing when it is none.
    private static func takeField(_ text: inout Substring) -> Field? {
        var rest = text.dropFirst()
        var readability = takeApostrophes(&rest)
        let isLeftAligned = rest.first == "-"
        if isLeftAligned { rest = rest.dropFirst() }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        readability += takeApostrophes(&rest)
        guard let content = rest.first.flatMap(Content.init(rawValue:)) else { return nil }
        text = rest.dropFirst()
        var field = Field(content)
        field.width = min(Int(digits) ?? 0, 4096)
        field.isLeftAligned = isLeftAligned
        field.readability = readability
        return field
    }

    private static func takeApostrophes(_ text: inout Substring) -> Int {
        let apostrophes = text.prefix { $0 == "'" }
        text = text.dropFirst(apostrophes.count)
        return apostrophes.count
    }
}
