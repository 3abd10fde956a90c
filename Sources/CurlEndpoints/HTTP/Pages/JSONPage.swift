internal import FerryCore

/// nginx's `autoindex_format json`: an array of flat objects, with exact sizes and times to the second.
///
/// Names that are not UTF-8 come as they are, which no general reader of JSON takes.
enum JSONPage {
    static func items(_ bytes: [UInt8]) throws(PageRefused) -> [PageItem] {
        var scanner = JSONScanner(bytes)
        guard scanner.take("[") else { throw .notAListing }
        var items: [PageItem] = []
        if scanner.take("]") { return items }
        repeat {
            guard let fields = scanner.object() else { throw scanner.isAtEnd ? .cutOff : .notAListing }
            if let item = try item(fields) { items.append(item) }
        } while scanner.take(",")
        guard scanner.take("]") else { throw .cutOff }
        return items
    }

    /// Nil for what is neither a file nor a directory.
    private static func item(_ fields: [String: [UInt8]]) throws(PageRefused) -> PageItem? {
        guard let name = fields["name"], let type = fields["type"] else { throw .notAListing }
        let isDirectory = type.elementsEqual("directory".utf8)
        if !isDirectory && !type.elementsEqual("file".utf8) { return nil }
        let modified = fields["mtime"].flatMap { HTTPDate.seconds(String(decoding: $0, as: UTF8.self)) }
        let size = fields["size"].flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
        if let size, size < 0 { throw .notAListing }
        guard
            let item = PageItem(
                name: name, isDirectory: isDirectory, size: size, modified: modified.map { Timestamp(seconds: $0) })
        else { throw .hostileName(name) }
        return item
    }
}
