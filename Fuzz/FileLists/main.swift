internal import FerryCore
internal import FuzzDriver

// Any text is a list of files, or is refused: its paths never lead out, and what leads to them is selected.
// The input's first byte says how it is read: NUL-terminated, without paths, recursively.

Fuzzer.run { input in
    guard let flags = input.first else { return false }
    let text = Array(input.dropFirst())
    guard let list = try? FileList(parsing: text, nulSeparated: flags & 1 != 0, keepsPaths: flags & 2 == 0) else {
        return true
    }
    for entry in list.entries {
        for path in [entry.base, entry.path] {
            precondition((try? RelativePath(validating: path.bytes)) == path, "a path that is none: \(path)")
        }
    }
    for (_, selection) in list.selections(recursive: flags & 4 != 0) {
        for path in selection.namedPaths.prefix(8) { check(path, selection) }
    }
    return true
}

func check(_ path: RelativePath, _ selection: FileSelection) {
    precondition(selection.role(of: path) == (path.isRoot ? .implied : .named), "a name without its role: \(path)")
    var above = path.parent
    while let directory = above {
        precondition(selection.role(of: directory) != nil && selection.lists(directory), "nothing leads to \(path)")
        above = directory.parent
    }
}
