internal import FerryCore
public import FerryEndpoints

/// What the function `contents` prints of a directory: lines of its entries, of what its symlinks lead to where that was asked
/// for, and names and targets of symlinks that NUL bytes end.
public struct DirectoryOutput {
    let lines: [StatLine]
    let destinations: [ArraySlice<UInt8>: Attributes]
    let targets: [ArraySlice<UInt8>: [UInt8]]

    private static let here = Array("./".utf8)
    private static let mark = Array("=\n".utf8)

    public init(_ output: [UInt8]) throws(ConnectionFailure) {
        var rest = output[...]
        lines = try Self.lines(&rest)
        destinations = Dictionary(try Self.lines(&rest).map { ($0.name, $0.attributes) }) { first, _ in first }
        targets = try Self.targets(rest)
        guard lines.allSatisfy({ Self.isName($0.name) }) else {
            throw .violation("a name that cannot be one in a directory")
        }
    }

    private static func lines(_ rest: inout ArraySlice<UInt8>) throws(ConnectionFailure) -> [StatLine] {
        var lines: [StatLine] = []
        while !rest.starts(with: mark) { lines.append(try StatLine(taking: &rest, below: here)) }
        rest = rest.dropFirst(mark.count)
        return lines
    }

    private static func targets(_ text: ArraySlice<UInt8>) throws(ConnectionFailure) -> [ArraySlice<UInt8>: [UInt8]] {
        var parts = text.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.popLast()?.isEmpty == true, parts.count.isMultiple(of: 2) else {
            throw .violation("what readlink prints there is not understood")
        }
        var targets: [ArraySlice<UInt8>: [UInt8]] = [:]
        for index in stride(from: 0, to: parts.count, by: 2) where parts[index].starts(with: here) {
            // A symlink that has gone has no target.
            if !parts[index + 1].isEmpty { targets[parts[index].dropFirst(here.count)] = Array(parts[index + 1]) }
        }
        return targets
    }

    private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        !name.isEmpty && !name.contains(0) && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
    }
}
