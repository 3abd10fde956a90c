/// rsync's wildcards on bytes (rsync(1), "PATTERN MATCHING RULES").
///
/// `?` and `[class]` match one byte that is not a slash, `*` any number of those, `**` any bytes; a backslash takes the
/// next byte literally. A class that does not end, or names an unknown `[:class:]`, matches nothing.
enum Wildcard {
    /// Whether the text from `start` to its end matches the whole pattern.
    ///
    /// Backtracks to the last `*`, and from there to the last `**`, and no further: what precedes a `**` may always
    /// match as early as it can, and between two `*` neither can move past a slash. So the cost is bounded by
    /// pattern x text^2 and nothing is allocated.
    static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: FilterSubject, from start: Int) -> Bool {
        var patternIndex = 0
        var textIndex = start
        var star = Resumption.none
        var doubleStar = Resumption.none
        while true {
            if patternIndex == pattern.count {
                if textIndex == text.count { return true }
            } else if pattern[patternIndex] == asterisk {
                let first = patternIndex
                while patternIndex < pattern.count, pattern[patternIndex] == asterisk { patternIndex += 1 }
                let resumption = Resumption(patternIndex: patternIndex, textIndex: textIndex)
                if patternIndex - first == 1 {
                    star = resumption
                } else {
                    doubleStar = resumption
                    star = .none
                }
                continue
            } else if textIndex < text.count {
                let next = matchOne(pattern, at: patternIndex, text[textIndex])
                if next > 0 {
                    patternIndex = next
                    textIndex += 1
                    continue
                }
            }
            if star.advance(in: text, acrossSlashes: false) {
                (patternIndex, textIndex) = (star.patternIndex, star.textIndex)
            } else if doubleStar.advance(in: text, acrossSlashes: true) {
                star = .none
                (patternIndex, textIndex) = (doubleStar.patternIndex, doubleStar.textIndex)
            } else {
                return false
            }
        }
    }

    /// Where to go on when what follows a run of stars did not match.
    private struct Resumption {
        var patternIndex: Int
        var textIndex: Int

        static let none = Resumption(patternIndex: -1, textIndex: 0)

        /// Lets the stars take one byte more.
        mutating func advance(in text: FilterSubject, acrossSlashes: Bool) -> Bool {
            guard patternIndex >= 0, textIndex < text.count else { return false }
            if !acrossSlashes, text[textIndex] == RelativePath.separator { return false }
            textIndex += 1
            return true
        }
    }

    private static let asterisk = UInt8(ascii: "*")
    private static let backslash = UInt8(ascii: "\\")

    /// The index after the pattern's element if it matches the byte, else -1.
    private static func matchOne(_ pattern: UnsafeBufferPointer<UInt8>, at index: Int, _ byte: UInt8) -> Int {
        switch pattern[index] {
        case UInt8(ascii: "?"): byte == RelativePath.separator ? -1 : index + 1
        case UInt8(ascii: "["): matchClass(pattern, at: index, byte)
        case backslash: index + 1 < pattern.count && pattern[index + 1] == byte ? index + 2 : -1
        default: pattern[index] == byte ? index + 1 : -1
        }
    }

    /// A class: `!` or `^` negates, a first `]` is literal, `a-z` is a range, a backslash quotes.
    private static func matchClass(_ pattern: UnsafeBufferPointer<UInt8>, at open: Int, _ byte: UInt8) -> Int {
        var index = open + 1
        guard index < pattern.count, byte != RelativePath.separator else { return -1 }
        let isNegated = pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^")
        if isNegated { index += 1 }
        let first = index
        var rangeStart: UInt8?
        var isMember = false
        while true {
            guard index < pattern.count else { return -1 }
            if pattern[index] == UInt8(ascii: "]"), index > first { break }
            if pattern[index] == UInt8(ascii: "["), let name = NamedByteClass.Reference(pattern, at: index) {
                guard let named = name.byteClass else { return -1 }
                isMember = isMember || named.contains(byte)
                rangeStart = nil
                index = name.end
            } else if pattern[index] == UInt8(ascii: "-"), let low = rangeStart, index + 1 < pattern.count,
                pattern[index + 1] != UInt8(ascii: "]")
            {
                index = unquoted(pattern, index + 1)
                guard index < pattern.count else { return -1 }
                isMember = isMember || (low <= byte && byte <= pattern[index])
                rangeStart = nil
                index += 1
            } else {
                index = unquoted(pattern, index)
                guard index < pattern.count else { return -1 }
                isMember = isMember || pattern[index] == byte
                rangeStart = pattern[index]
                index += 1
            }
        }
        return isMember == isNegated ? -1 : index + 1
    }

    /// The index of the byte itself where a backslash may stand before it.
    private static func unquoted(_ pattern: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        pattern[index] == backslash ? index + 1 : index
    }
}

extension Wildcard {
    /// Whether a name that is no path matches.
    static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        pattern.withUnsafeBufferPointer { pattern in
            name.withUnsafeBufferPointer { name in matches(pattern, FilterSubject(name), from: 0) }
        }
    }
}
