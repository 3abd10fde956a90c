public import FerryCore

/// A file that nobody sees yet. Written by three instructions: these bytes, a copy of that range, a hole.
///
/// Used by one thread at a time. Ended by exactly one of `commit`, `keep` and `discard`; one that threw has not ended
/// it. One that is dropped without an end stays only where it was checkpointed.
public protocol StagedFile: AnyObject {
    /// The file below all decorators: how an endpoint recognises a file of its own in an argument.
    var undecorated: any StagedFile { get }

    /// How many bytes from the start on were already there when an earlier staged file was resumed; 0 for a new one, and
    /// where everything is to be written again because the endpoint itself compares it with what it has and sends the rest.
    var resumedLength: Int64 { get }

    /// How many of the bytes that were written again after that the endpoint had already, and did not send.
    var unsentLength: Int64 { get }

    /// How many bytes the place takes of another file of its own, by `splice`, so that nothing was sent for them.
    var copiedLength: Int64 { get }

    /// Whether the connection that it was written over is gone, and the file with it: no call about it can succeed any
    /// more, while another one may be staged.
    var isLost: Bool { get }

    /// Where writes must be in order, each starts where the last instruction ended. Every instruction may be repeated
    /// at once as it was, after an error that left open whether it took effect.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError)

    /// Takes over what belongs to a reader's file besides content and metadata, where both sides know such things: an object
    /// has headers. To be said before the first instruction; what options say comes first.
    func inherit(from reader: any ByteReader)

    /// Copies a range of a file that is already on this endpoint, pinned to that version. A range of the very file that is
    /// written in place is read as it is by now, and moved as by memmove where it overlaps its target.
    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError)

    /// Makes a range read as zeros without storing it where the endpoint can.
    func hole(_ range: ByteRange) throws(EndpointError)

    /// Takes the next `length` bytes of a reader without passing them through this process, starting at `offset` in
    /// both. Returns how many were taken: fewer at the reader's end, 0 when this pair of endpoints cannot do it.
    func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64

    /// Reads what was written, as it is stored, before anybody else sees it: of a file that is written in place no more than
    /// the commit leaves of it, if its length was told when it was staged. Nil where that is not possible.
    func readBack() throws(EndpointError) -> (any ByteReader)?

    /// What the far side says it holds, so that nothing need be read back: digests that it computed of the bytes of this
    /// file as they are by now. Together their ranges cover at least everything that was copied; what was written outside
    /// of them was confirmed as it arrived (as an object store does that is sent each part's digest).
    ///
    /// `algorithm` is preferred for a digest of the whole file, whose own the caller has at hand by it; others, and those of
    /// ranges, cost the caller a second read of the source. Nil where the far side tells none; `digestsStaged` of the
    /// capabilities says so beforehand.
    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]?

    /// Makes what was written so far durable and says how to go on from there, see `StageRequest.resuming`.
    func checkpoint() throws(EndpointError) -> ResumeToken

    /// Makes the content durable: after this and a commit, a loss of power leaves the old file or the new one.
    func synchronize() throws(EndpointError)

    /// Goes a step ahead of a `commit` with the same arguments, which is to follow at once and tells what came of it. What
    /// was sent by the step before is waited for; what this one sends is not. Files of which each takes a step in turn wait for
    /// the answers to all of them together. There are `commitSteps` of them (`Capabilities`).
    func advance(toCommit metadata: Metadata, length: Int64)

    /// Waits for the answers to what was sent so far: to be called of the last file of several, so that its thread is woken
    /// once and not by each of the others.
    func awaitAnswers()

    /// Checks the length, sets the metadata and gives the file its name, atomically replacing what was there (unless
    /// that is a directory: `alreadyExists`). Another length than was written is `corrupted`; a file written in place
    /// is cut off at `length` instead. Made again because the reply got lost, it
    /// succeeds again or is `notFound`.
    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed

    /// Gives up, but keeps what was written under a name of its own (`--partial`, `--partial-dir`). Made again,
    /// it succeeds again or is `notFound`.
    func keep(at path: RelativePath) throws(EndpointError)

    /// Gives up; nothing is left.
    func discard()
}

extension StagedFile {
    public var undecorated: any StagedFile { self }
    public var resumedLength: Int64 { 0 }
    public var unsentLength: Int64 { 0 }
    public var copiedLength: Int64 { 0 }
    public var isLost: Bool { false }

    public func inherit(from reader: any ByteReader) {}

    public func splice(
        from reader: any ByteReader, length: Int64, at offset: Int64
    ) throws(EndpointError) -> Int64 { 0 }

    public func readBack() throws(EndpointError) -> (any ByteReader)? { nil }

    public func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? { nil }

    public func advance(toCommit metadata: Metadata, length: Int64) {}

    public func awaitAnswers() {}
}

/// What a commit did.
public struct Committed: Sendable {
    public var entry: Entry
    /// Metadata that is not permitted or not kept here; everything else was set.
    public var notSet: MetadataFields
    /// Whether the endpoint told a digest of what it has stored, computed there, and it is that of what was written.
    public var isConfirmed: Bool
    /// Whether what `storedDigests` told is still known of it: false where the commit put stored parts together, and what the
    /// endpoint says of the whole does not follow from them.
    public var keepsStoredDigests = true

    public init(entry: Entry, notSet: MetadataFields = [], isConfirmed: Bool = false) {
        self.entry = entry
        self.notSet = notSet
        self.isConfirmed = isConfirmed
    }
}
