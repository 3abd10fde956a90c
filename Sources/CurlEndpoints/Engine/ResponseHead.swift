internal import FerryCore

/// Status and headers of a response.
public struct ResponseHead: Sendable {
    /// HTTP's status; 0 before there is one.
    public var status: Int
    /// The lines as they came, without their ends.
    public private(set) var lines: [[UInt8]]

    public init(status: Int, lines: [[UInt8]] = []) {
        self.status = status
        self.lines = lines
    }

    mutating func append(_ line: [UInt8]) { lines.append(line) }

    /// The value of the first header of this name, which is compared without case; nil when there is none or when it is
    /// not UTF-8.
    public subscript(_ name: String) -> String? {
        for line in lines {
            if let value = Self.value(of: line, named: name.utf8) { return String(validating: value, as: UTF8.self) }
        }
        return nil
    }

    /// Headers whose names begin with `prefix`, which is lower case: the rest of the name in lower case, and the value.
    public func headers(withPrefix prefix: String) -> [(name: String, value: String)] {
        lines.compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                let name = String(validating: line[..<colon], as: UTF8.self)?.lowercased(), name.hasPrefix(prefix),
                let value = String(validating: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)
            else { return nil }
            return (String(name.dropFirst(prefix.count)), value)
        }
    }

    private static func value(of line: [UInt8], named name: String.UTF8View) -> ArraySlice<UInt8>? {
        let count = name.count
        guard line.count > count, line[count] == UInt8(ascii: ":") else { return nil }
        for (byte, other) in zip(line, name) where lowercased(byte) != lowercased(other) { return nil }
        return trimmed(line[(count + 1)...])
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = bytes.drop(while: isBlank)
        return start.prefix(upTo: start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex)
    }
}
