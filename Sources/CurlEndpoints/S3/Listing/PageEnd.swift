internal import FerryEndpoints

/// Whether more follows a page of a list.
enum PageEnd {
    /// Nil where it says neither: it may have been cut short, and what it lacks is not known to be gone.
    static func isTruncated(_ text: some Collection<UInt8>) -> Bool? {
        switch String(decoding: text, as: UTF8.self).lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// - Parameter list: What the page is one of, for messages.
    static func isTruncated(_ page: XMLElement, of list: String) throws(S3Failure) -> Bool {
        guard let isTruncated = page["IsTruncated"].flatMap({ isTruncated($0.utf8) }) else {
            throw S3Failure(.protocolViolation, "a page of the list of \(list) does not say whether it is the last one")
        }
        return isTruncated
    }
}
