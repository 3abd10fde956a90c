internal import FerryCore

/// One line of LIST from a server that shows what `ls -l` does:
/// `-rw-r--r--   1 u   g   5 Jan  1  2020 NAME`. Its times are of an unknown zone and to the minute or the day, so none
/// is taken from it.
struct UnixListLine: Hashable, Sendable {
    let kind: EntryKind
    let size: Int64
    let permissions: UInt16?
    let name: [UInt8]
    /// Of a symlink.
    let target: [UInt8]?

    private static let months = Set(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])

    /// Nil for what is no such line.
    init?(_ line: some Collection<UInt8>) {
        let line = Array(line)
        guard let first = line.first, let kind = Self.kinds[first], let fields = Self.fields(of: line) else {
            return nil
        }
        self.kind = kind
        // Devices have two numbers there, and of directories nobody wants it.
        guard fields.size != nil || kind != .file else { return nil }
        size = fields.size ?? 0
        permissions = Self.permissions(line)
        let rest = line[fields.name...]
        if kind == .symlink, let arrow = Self.arrow(in: rest) {
            name = Array(rest[..<arrow])
            target = Array(rest[(arrow + 4)...])
        } else {
            (name, target) = (Array(rest), nil)
        }
    }

    private static let kinds: [UInt8: EntryKind] = [
        UInt8(ascii: "-"): .file, UInt8(ascii: "d"): .directory, UInt8(ascii: "l"): .symlink,
        UInt8(ascii: "p"): .fifo, UInt8(ascii: "s"): .socket, UInt8(ascii: "c"): .characterDevice,
        UInt8(ascii: "b"): .blockDevice,
    ]

    /// The size, and where the name begins: after `MONTH DAY TIME` and one space. Owners' names may hold spaces, so the
    /// month is looked for.
    private static func fields(of line: [UInt8]) -> (size: Int64?, name: Int)? {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true)
        guard words.count >= 6 else { return nil }
        for index in 2..<(words.count - 3) {
            let texts = words[(index - 1)...(index + 2)].map { String(decoding: $0, as: UTF8.self) }
            guard months.contains(texts[1].lowercased()), let day = Int(texts[2]), (1...31).contains(day),
                isTimeOrYear(texts[3])
            else { continue }
            let size = Int64(texts[0]).flatMap { $0 < 0 ? nil : $0 }
            return (size, words[index + 2].endIndex + 1)
        }
        return nil
    }

    private static func isTimeOrYear(_ text: String) -> Bool {
        text.count >= 4 && text.allSatisfy { $0.isNumber || $0 == ":" }
    }

    private static func permissions(_ line: [UInt8]) -> UInt16? {
        guard line.count > 10 else { return nil }
        var mode: UInt16 = 0
        for (index, byte) in line[1...9].enumerated() {
            let bit = UInt16(1) << (8 - index)
            switch (byte, index) {
            case (UInt8(ascii: "-"), _): break
            case (UInt8(ascii: "s"), 2), (UInt8(ascii: "s"), 5), (UInt8(ascii: "t"), 8): mode |= bit | special(index)
            case (UInt8(ascii: "S"), 2), (UInt8(ascii: "S"), 5), (UInt8(ascii: "T"), 8): mode |= special(index)
            case (UInt8(ascii: "r"), _), (UInt8(ascii: "w"), _), (UInt8(ascii: "x"), _): mode |= bit
            default: return nil
            }
        }
        return mode
    }

    /// Set-user-ID, set-group-ID and sticky.
    private static func special(_ index: Int) -> UInt16 { 0o4000 >> (index / 3) }

    private static func arrow(in rest: ArraySlice<UInt8>) -> Int? {
        let arrow = Array(" -> ".utf8)
        return rest.indices.first { rest[$0...].starts(with: arrow) }
    }
}
