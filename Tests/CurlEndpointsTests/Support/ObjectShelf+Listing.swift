@testable import CurlEndpoints

extension ObjectShelf.Content {
    /// A page of keys, and of what they have in common before the delimiter, where one was asked for.
    mutating func page(_ request: LoopbackConnection.Request) -> StubStore.Answer {
        let limit = min(mostKeys, request[query: "max-keys"].flatMap { Int($0) } ?? 1000)
        let start = request[query: "continuation-token"] ?? (ignoresStart ? nil : request[query: "start-after"]) ?? ""
        let prefix = request[query: "prefix"] ?? ""
        let delimiter = request[query: "delimiter"]?.utf8.first
        var entries: [String] = []
        var last = start
        var isTruncated = false
        while let key = keys(after: last, prefix, atMost: 1).first {
            isTruncated = entries.count == limit
            if isTruncated { break }
            if let end = delimiter.flatMap({ key.utf8.dropFirst(prefix.utf8.count).firstIndex(of: $0) }) {
                let common = String(key[...end])
                entries.append("<CommonPrefixes><Prefix>\(common)</Prefix></CommonPrefixes>")
                last = common + "\u{10FFFF}"
            } else {
                let object = objects[key]!
                entries.append(
                    "<Contents><Key>\(key)</Key><Size>\(object.bytes.count)</Size><ETag>\"\(object.tag)\"</ETag></Contents>"
                )
                last = key
            }
        }
        let token = isTruncated ? "<NextContinuationToken>\(last)</NextContinuationToken>" : ""
        return .init(
            body: """
                <ListBucketResult><IsTruncated>\(isTruncated)</IsTruncated>\(token)\(entries.joined())</ListBucketResult>
                """)
    }

    private mutating func keys(after start: String, _ prefix: String, atMost count: Int) -> [String] {
        let order = self.order ?? objects.keys.sorted(by: Self.precedes)
        self.order = order
        var (first, end) = (0, order.count)
        while first < end {
            let middle = (first + end) / 2
            if Self.precedes(start, order[middle]), !Self.precedes(order[middle], prefix) {
                end = middle
            } else {
                first = middle + 1
            }
        }
        return Array(order[first...].prefix(count).prefix { $0.utf8.starts(with: prefix.utf8) })
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
