public import FerryCore

/// Reading many ranges of a file with fewer ways there and back than one for each.
public protocol RangeReadRole: Sendable {
    /// What one more range costs, as the bytes that could be fetched instead.
    var rangeCost: Int64 { get }

    /// The bytes of ranges of one version, one after the other; pinned as by `Endpoint.read`. The ranges ascend, do not
    /// overlap, are not empty and lie within the file. A reader that failed goes on where it was when it is asked again.
    func read(_ entry: Entry, ranges: [ByteRange]) throws(EndpointError) -> any ByteReader
}
