internal import FerryCore

/// `Content-Range: bytes 0-99/1000` (RFC 9110, 14.4).
struct ContentRange: Hashable, Sendable {
    /// Nil where the server refused the range: `bytes */1000`.
    let range: ByteRange?
    /// Nil where it is not known.
    let total: Int64?

    init?(_ head: ResponseHead) {
        guard let text = head["Content-Range"], text.hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        total = Int64(parts[1])
        if total == nil && parts[1] != "*" { return nil }
        if parts[0] == "*" {
            range = nil
            return
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard ends.count == 2, ends[0] >= 0, ends[1] >= ends[0], ends[1] < Int64.max else { return nil }
        range = ByteRange(offset: ends[0], length: ends[1] - ends[0] + 1)
    }

    /// Why a response with this header, or without one, is no answer; nil where it is. Other bytes may be as many.
    static func fault(in content: ContentRange?, asked range: ByteRange) -> String? {
        guard let sent = content?.range else { return "the server does not say which range it sends" }
        return sent == range ? nil : "the server sends another range than it was asked for"
    }
}
