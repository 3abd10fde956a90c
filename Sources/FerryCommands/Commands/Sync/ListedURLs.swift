internal import FerryCore

/// A list of files that has whole URLs among its names.
struct ListedURLs {
    let source: Location
    let isNulSeparated: Bool

    /// The list with each URL replaced by the path below the source that it leads to. What is no URL stays as it is.
    func names(in text: [UInt8]) throws(UsageError) -> [UInt8] {
        let end = isNulSeparated ? 0 : UInt8(ascii: "\n")
        var lines: [[UInt8]] = []
        for line in text.split(separator: end, omittingEmptySubsequences: false) { lines.append(try name(line)) }
        return Array(lines.joined(separator: [end]))
    }

    private func name(_ line: ArraySlice<UInt8>) throws(UsageError) -> [UInt8] {
        let line = line.last == UInt8(ascii: "\r") && !isNulSeparated ? line.dropLast() : line
        if source.isLocal || !isURL(line) { return Array(line) }
        let url = try? LocationParser.parse(Array(line))
        try url?.requireKeyThatIsAPath(isRelative: false)
        guard let path = url.flatMap(self.path) else {
            throw UsageError(
                "the list of files names '\(DisplayName.escaping(line))', which is not below '\(source)'",
                status: .usage)
        }
        return path
    }

    /// In a plain name two slashes are one: a directory `http:` is not what is meant.
    private func isURL(_ line: ArraySlice<UInt8>) -> Bool {
        ["http://", "https://", "\(source.scheme.rawValue)://"].contains { line.starts(with: $0.utf8) }
    }

    /// Below the source; nil for what lies elsewhere.
    private func path(of url: Location) -> [UInt8]? {
        let isSameServer = (url.scheme, url.host, url.port) == (source.scheme, source.host, source.port)
        guard isSameServer, url.settings.isEmpty else { return nil }
        let base = source.hasTrailingSlash || source.path.isEmpty ? source.path : source.path + [RelativePath.separator]
        guard url.path.starts(with: base) else { return nil }
        let rest = url.path.dropFirst(base.count)
        // A name with a line break would be two names.
        return rest.contains(isNulSeparated ? 0 : UInt8(ascii: "\n")) ? nil : Array(rest)
    }
}
