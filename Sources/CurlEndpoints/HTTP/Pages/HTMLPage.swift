internal import FerryCore

/// Pages for people: of nginx, Apache, Python and others. What counts are the links to something in the directory
/// itself; sizes and times beside them are rounded, in formats of their own, and not read.
enum HTMLPage {
    static func items(_ bytes: [UInt8], from url: WebURL) throws(PageRefused) -> [PageItem] {
        guard isListing(bytes) else { throw .notAListing }
        guard isWhole(bytes) else { throw .cutOff }
        let page = url.directory
        guard let base = page.names else { throw .notAListing }
        var items: [PageItem] = []
        // Icons may link to what the names beside them do.
        var known: Set<PageItem> = []
        for reference in HTMLLinks.references(in: bytes) {
            guard let link = page.resolving(reference) else { continue }
            if let item = try item(link, in: page, base), known.insert(item).inserted { items.append(item) }
        }
        return items
    }

    /// What a link leads to, if that lies directly in the directory: not the directory itself, what is above it or
    /// elsewhere, and no other order of the same page.
    private static func item(_ link: WebURL, in page: WebURL, _ base: [[UInt8]]) throws(PageRefused) -> PageItem? {
        guard link.origin == page.origin, !link.hasQuery, let names = link.names else { return nil }
        guard names.count == base.count + 1, names.starts(with: base), let name = names.last else { return nil }
        guard let item = PageItem(name: name, isDirectory: link.isDirectory) else { throw .hostileName(name) }
        return item
    }

    /// A page that somebody wrote may link to a part of a directory only: taken for a listing, everything else would be
    /// deleted. The titles are those of nginx, Apache and lighttpd, and of Python.
    private static func isListing(_ bytes: [UInt8]) -> Bool {
        let start = String(decoding: bytes.prefix(2048), as: UTF8.self).lowercased()
        return ["<title>index of ", "<title>directory listing for "].contains { start.contains($0) }
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.suffix(256), as: UTF8.self).lowercased().contains("</html>")
    }
}
