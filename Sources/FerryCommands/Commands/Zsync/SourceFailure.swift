internal import FerryEndpoints

/// Why one place cannot give what is missing; another may.
enum SourceFailure: Error {
    case unreadable(EndpointError)
    /// A block has another checksum than the control file says.
    case otherBlock
    /// The whole file has another digest than the control file says.
    case otherDigest
}
