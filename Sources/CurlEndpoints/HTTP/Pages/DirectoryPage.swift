/// The pages by which web servers show directories.
enum DirectoryPage {
    /// What a page lists, in its order.
    static func items(_ reply: Reply, from url: WebURL) throws(PageRefused) -> [PageItem] {
        switch mediaType(reply.head) {
        case "application/json": try JSONPage.items(reply.body)
        case "text/xml", "application/xml": try XMLPage.items(reply.body)
        case "text/html", "application/xhtml+xml": try HTMLPage.items(reply.body, from: url)
        default: throw .notAListing
        }
    }

    private static func mediaType(_ head: ResponseHead) -> String {
        let value = head["Content-Type"] ?? ""
        return value.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    }
}
