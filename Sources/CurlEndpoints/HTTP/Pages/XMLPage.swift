internal import FerryCore

/// nginx's `autoindex_format xml`: sizes exact, times to the second.
enum XMLPage {
    static func items(_ bytes: [UInt8]) throws(PageRefused) -> [PageItem] {
        let reader = Reader()
        do throws(XMLParser.Malformed) {
            try XMLParser.parse(bytes, reader)
        } catch {
            throw PageRefused(reason: "the page is malformed: \(error.reason)")
        }
        if let refusal = reader.refusal { throw refusal }
        return reader.items
    }

    private final class Reader: XMLHandler {
        var items: [PageItem] = []
        var refusal: PageRefused?
        private var depth = 0
        private var size: Int64?
        private var modified: Timestamp?

        func begin(_ name: String) {}

        func begin(_ name: String, _ attributes: XMLAttributes) {
            if depth == 0, name != "list" { refusal = .notAListing }
            depth += 1
            size = attributes["size"].flatMap { Int64($0) }
            modified = attributes["mtime"].flatMap(ISODate.time)
        }

        func end(_ name: String, text: [UInt8]) {
            depth -= 1
            guard depth == 1, name == "file" || name == "directory" else { return }
            let isDirectory = name == "directory"
            if let size, size < 0 { refusal = refusal ?? .notAListing }
            // Readers of XML take all kinds of line breaks for one: the name may be another.
            let isAmbiguous = text.contains(UInt8(ascii: "\n"))
            if let item = PageItem(name: text, isDirectory: isDirectory, size: size, modified: modified), !isAmbiguous {
                items.append(item)
            } else {
                refusal = refusal ?? .hostileName(text)
            }
        }
    }
}
