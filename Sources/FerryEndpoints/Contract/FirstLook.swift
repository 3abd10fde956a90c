public import FerryCore

/// What will be asked for first: far away, questions that go out together cost one round trip.
public struct FirstLook: Hashable, Sendable {
    /// Of the endpoint that will be asked, as a location has it.
    public let directory: [UInt8]
    /// Below it; the root where the directory itself is meant.
    public let path: RelativePath

    public init(_ directory: [UInt8], _ path: RelativePath = .root) {
        self.directory = directory
        self.path = path
    }
}
