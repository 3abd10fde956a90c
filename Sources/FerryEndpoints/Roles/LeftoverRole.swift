public import FerryCore

/// Clearing away what killed runs left behind.
public protocol LeftoverRole: Sendable {
    /// Whether nobody can tell whether a writer is dead: then age decides, one call clears all below the directory too, and
    /// only somebody who asks for it makes one.
    var clearsTreesByAge: Bool { get }

    /// Whether single ones can be spared. Elsewhere all that no living process holds go at once.
    var sparesByName: Bool { get }

    /// Whether listings show where such files are: then nobody need look at each directory.
    var isToldByListings: Bool { get }

    /// The directories in which listings have shown some since the last call.
    func toldDirectories() -> [RelativePath]

    /// Removes staged files in a directory whose writer is dead. Returns how many there were. A directory that is not
    /// there has none.
    func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int

    /// The same, except those by which a later run can go on: `spares` is asked with the name that the file was to get.
    func removeLeftovers(
        in directory: RelativePath, sparing spares: ([UInt8]) -> Bool
    ) throws(EndpointError) -> Int
}

extension LeftoverRole {
    public var clearsTreesByAge: Bool { false }
    public var sparesByName: Bool { true }
    public var isToldByListings: Bool { false }

    public func toldDirectories() -> [RelativePath] { [] }

    /// Where age decides, nothing is young enough to be gone on with.
    public func removeLeftovers(
        in directory: RelativePath, sparing spares: ([UInt8]) -> Bool
    ) throws(EndpointError) -> Int {
        try removeLeftovers(in: directory)
    }
}
