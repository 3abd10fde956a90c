internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Where the ranges come from that no seed has.
protocol RangeSource {
    /// The bytes of a range, in order.
    func read(_ range: ByteRange) throws(EndpointError) -> any ByteReader
}

/// The file that a control file describes, at one of the URLs that it gives.
struct PublishedFile: RangeSource {
    private let place: NamedPlace

    /// `url` may be relative: beside the control file. Throws where there is no file of that length.
    init(_ url: String, length: Int, beside control: Location, _ registry: EndpointRegistry) throws(UsageError) {
        place = try Self.open(url, beside: control, registry)
        do throws(UsageError) {
            try Self.require(place, toHave: length)
        } catch {
            place.endpoint.close()
            throw error
        }
    }

    func close() {
        place.endpoint.close()
    }

    func read(_ range: ByteRange) throws(EndpointError) -> any ByteReader {
        try place.endpoint.read(place.entry, range: range)
    }

    private static func open(
        _ url: String, beside control: Location, _ registry: EndpointRegistry
    ) throws(UsageError) -> NamedPlace {
        if url.contains("://") { return try registry.place(at: remote(url, registry), links: .followAll) }
        guard !url.isEmpty, !control.isLocal || !url.hasPrefix("/"), let path = url.percentDecoded else {
            throw UsageError(
                "'\(DisplayName.escaping(url.utf8))' is no URL beside a control file", status: .fileSelection)
        }
        // Makers of control files write names as they are, or escaped.
        let written = control.beside(Array(url.utf8))
        if control.isLocal, try registry.entry(at: written.path, of: written) != nil {
            return try registry.place(at: written, links: .followAll)
        }
        return try registry.place(at: control.beside(path), links: .followAll)
    }

    /// Whoever wrote a control file must not choose where the user's keys and passwords are tried.
    private static func remote(_ url: String, _ registry: EndpointRegistry) throws(UsageError) -> Location {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw UsageError(
                "'\(DisplayName.escaping(url.utf8))' is no URL of a published file", status: .notSupported)
        }
        return try registry.location(Array(url.utf8))
    }

    private static func require(_ place: NamedPlace, toHave length: Int) throws(UsageError) {
        if place.entry.kind == .file, place.entry.size == Int64(length) { return }
        throw UsageError(
            "'\(place.entry.path)' on \(place.endpoint.location) is not the file that the control file describes: "
                + "it has \(place.entry.size) bytes instead of \(length)", status: .partial)
    }
}

extension Location {
    /// Where a relative path leads from here (RFC 3986, section 5.2, without `..` being worked out).
    fileprivate func beside(_ path: [UInt8]) -> Location {
        let isAbsolute = path.first == RelativePath.separator
        let directory = isAbsolute ? [] : self.path.parentAndName?.parent ?? []
        return Location(scheme: scheme, user: user, host: host, port: port, path: directory, settings: settings)
            .appending(name: path)
    }
}

extension String {
    /// The bytes that `%XX` stand for; nil where an escape is broken.
    fileprivate var percentDecoded: [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let decoded = Hexadecimal.decode(rest.prefix(2)), decoded.count == 1 else { return nil }
            bytes += decoded
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
