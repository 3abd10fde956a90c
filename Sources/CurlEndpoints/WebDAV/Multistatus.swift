internal import FerryCore

/// The answer to PROPFIND (RFC 4918, 14.16): what a server tells of some resources.
struct Multistatus: Sendable {
    private(set) var resources: [Resource] = []

    /// One resource.
    struct Resource: Hashable, Sendable {
        /// Where it is, as the server writes it: a path or a URL.
        var reference = ""
        /// Why the server tells nothing of it; nil where it does.
        var status: Int?
        var isCollection = false
        var size: Int64?
        var modified: Timestamp?
        var entityTag: String?
        /// How much may still be stored there, in bytes.
        var available: Int64?
        /// Of the content, as ownCloud and its kin tell them.
        var checksums: [Digest] = []
    }

    struct Malformed: Error {
        let reason: String
    }

    /// The properties that `Resource` holds, as the body of a request.
    static let request = Array(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <D:propfind xmlns:D="DAV:" xmlns:o="http://owncloud.org/ns"><D:prop><D:resourcetype/><D:getcontentlength/>\
        <D:getlastmodified/><D:getetag/><o:checksums/></D:prop></D:propfind>
        """.utf8)

    /// The same for a directory that something is to be written to (RFC 4331).
    static let requestOfRoom = Array(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/><D:quota-available-bytes/></D:prop></D:propfind>
        """.utf8)

    init(_ document: [UInt8]) throws(Malformed) {
        let reader = Reader()
        do throws(XMLParser.Malformed) {
            try XMLParser.parse(document, reader, namespaces: true)
        } catch {
            throw Malformed(reason: error.reason)
        }
        guard reader.isMultistatus else { throw Malformed(reason: "it is no multistatus") }
        resources = reader.resources
    }

    private final class Reader: XMLHandler {
        var isMultistatus = false
        var resources: [Resource] = []
        private var open: [String] = []
        private var resource = Resource()
        /// Properties count once their status is known to be a success: it may come before or after them.
        private var properties = Resource()
        private var isFound = true

        func begin(_ name: String) {
            if open.isEmpty { isMultistatus = name == "DAV: multistatus" }
            open.append(name)
            switch name {
            case "DAV: response": resource = Resource()
            case "DAV: propstat": (properties, isFound) = (Resource(), true)
            case "DAV: collection" where open.dropLast().last == "DAV: resourcetype": properties.isCollection = true
            default: break
            }
        }

        func end(_ name: String, text: [UInt8]) {
            open.removeLast()
            let text = String(decoding: text, as: UTF8.self).trimmingBlanks
            switch (name, open.last) {
            case ("DAV: href", "DAV: response"): resource.reference = text
            case ("DAV: getcontentlength", "DAV: prop"): properties.size = Int64(text).flatMap { $0 < 0 ? nil : $0 }
            case ("DAV: getlastmodified", "DAV: prop"):
                properties.modified = HTTPDate.seconds(text).map { Timestamp(seconds: $0) }
            case ("DAV: getetag", "DAV: prop"): properties.entityTag = Self.tag(text)
            // Below zero means unlimited or unknown.
            case ("DAV: quota-available-bytes", "DAV: prop"):
                properties.available = Int64(text).flatMap { $0 < 0 ? nil : $0 }
            case ("http://owncloud.org/ns checksum", _): properties.checksums += Self.checksums(text)
            case ("DAV: status", "DAV: propstat"): isFound = text.split(separator: " ").dropFirst().first == "200"
            // Of the whole resource, where there are no properties of it (RFC 4918, 14.24).
            case ("DAV: status", "DAV: response"):
                let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                resource.status = status.flatMap { $0 >= 300 ? $0 : nil }
            case ("DAV: propstat", _) where isFound: take()
            case ("DAV: response", _): resources.append(resource)
            default: break
            }
        }

        /// Some servers leave the quotes out.
        private static func tag(_ text: String) -> String? {
            if text.isEmpty { return nil }
            return text.hasSuffix("\"") ? text : "\"\(text)\""
        }

        /// `SHA1:... MD5:... ADLER32:...`
        private static func checksums(_ text: String) -> [Digest] {
            text.split(separator: " ").compactMap { word in
                let pair = word.split(separator: ":")
                guard pair.count == 2, let algorithm = DigestAlgorithm(rawValue: pair[0].lowercased()) else {
                    return nil
                }
                return Digest(algorithm: algorithm, hexadecimal: Array(pair[1].utf8))
            }
        }

        private func take() {
            resource.available = properties.available ?? resource.available
            resource.checksums += properties.checksums
            resource.isCollection = resource.isCollection || properties.isCollection
            resource.size = properties.size ?? resource.size
            resource.modified = properties.modified ?? resource.modified
            resource.entityTag = properties.entityTag ?? resource.entityTag
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let start = drop(while: isBlank)
        return String(start[..<(start.lastIndex { !isBlank($0) }.map(start.index(after:)) ?? start.startIndex)])
    }
}
