internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Where the ranges come from that no seed has.
protocol RangeSource {
    /// The bytes of ranges, one after the other. The ranges ascend and are not empty.
    func read(_ ranges: [ByteRange]) throws(EndpointError) -> any ByteReader
}

/// The file that a control file describes, at one of the URLs that it gives.
struct PublishedFile: RangeSource {
    private let place: NamedPlace
    /// The place's, held to a rate where there is one.
    private let endpoint: any Endpoint

    /// `url` may be relative: beside the control file. Throws where there is no file of that length.
    init(
        _ url: String, length: Int, beside control: Location, _ registry: EndpointRegistry, _ bandwidth: TokenBucket?
    ) throws(UsageError) {
        place = try Self.open(url, beside: control, registry)
        do throws(UsageError) {
            try Self.require(place, toHave: length)
        } catch {
            place.endpoint.close()
            throw error
        }
        endpoint = if let bandwidth { ThrottledEndpoint(place.endpoint, bandwidth) } else { place.endpoint }
    }

    func close() {
        place.endpoint.close()
    }

    /// Several by few requests where the place can do that.
    func read(_ ranges: [ByteRange]) throws(EndpointError) -> any ByteReader {
        if ranges.count > 1, let reads = endpoint.rangeReads { return try reads.read(place.entry, ranges: ranges) }
        return JoinedRanges(ranges) { [endpoint, place] (range) throws(EndpointError) in
            try endpoint.read(place.entry, range: range)
        }
    }

    private static func open(
        _ url: String, beside control: Location, _ registry: EndpointRegistry
    ) throws(UsageError) -> NamedPlace {
        if url.contains("://") {
            let location = try remote(url, registry)
            let isNamed = location.isSameServer(as: control)
            return try (isNamed ? registry : registry.withoutSecrets).place(at: location, links: .followAll)
        }
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
    /// Whether what the user said of one server is meant for the other one.
    fileprivate func isSameServer(as other: Location) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

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
