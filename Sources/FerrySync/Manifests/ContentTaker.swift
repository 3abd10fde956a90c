public import FerryCore
public import FerryEndpoints

/// Something that a manifest's creation does with the content of each file beside hashing it, in the same read. Used by
/// several threads.
public protocol ContentTaker: Sendable {
    /// Called before a file is read. Nil where nothing is to be done with it.
    func begin(_ entry: Entry) throws(EndpointError) -> (any ContentTaking)?
}

/// One file being taken. Dropped without `finish` it leaves nothing.
public protocol ContentTaking: AnyObject {
    /// The next bytes.
    func take(_ bytes: UnsafeRawBufferPointer) throws(EndpointError)

    /// All bytes were there, and are those of the entry.
    func finish(_ summary: ContentSummary) throws(EndpointError)
}
