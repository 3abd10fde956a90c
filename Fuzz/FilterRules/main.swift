internal import FerryCore
internal import FuzzDriver

// Any text is taken as a merge file, any text as a path: rules are refused with an error or can be matched.
// The input's first line is the modifiers of the merge rule (such as `,w` or `,-C`), its second a path, the rest the file.

Fuzzer.run { input in
    let lines = Array(input).split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3 else { return false }
    do throws(FilterParseError) {
        try match(Array(lines[1]), modifiers: Array(lines[0]), file: Array(lines[2]))
    } catch {
        precondition(!error.description.utf8.contains { $0 < 0x20 }, "a control character in a message")
    }
    return true
}

func match(_ path: [UInt8], modifiers: [UInt8], file: [UInt8]) throws(FilterParseError) {
    guard let path = try? RelativePath(validating: path) else { return }
    var list = FilterList()
    let name = Array(" f".utf8)
    // Merge files that merge others reach the bound soon: only the outermost has content.
    try list.add(Array("merge".utf8) + modifiers + name) { (name) in name == Array("f".utf8) ? file : [] }
    try list.add(Array("dir-merge".utf8) + modifiers + name) { (_) in [] }
    for side in [FilterSide.sender, .receiver] {
        var isFirst = true
        let outer = FilterScope(list, side: side, base: Array("/base".utf8))
        let scope = try outer.entering(path.parent ?? .root) { (_) in
            defer { isFirst = false }
            return isFirst ? file : nil
        }
        for isDirectory in [false, true] {
            _ = scope.excludes(path, isDirectory: isDirectory)
            _ = scope.excludes(path, isDirectory: isDirectory, parentIsDeleted: true)
        }
        _ = scope.excludes(attribute: path.bytes)
    }
}
