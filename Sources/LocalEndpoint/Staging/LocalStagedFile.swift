internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A file that is written where nobody looks, and then named.
final class LocalStagedFile: StagedFile {
    let tree: Tree
    let location: String
    let path: RelativePath
    /// Nil after the end, which closes the file at once: a discarded one gives its space back.
    private var openPlace: StagedPlace?
    var place: StagedPlace {
        _read { yield openPlace! }
        _modify { yield &openPlace! }
    }
    /// The first offset that nothing was written at or after.
    private(set) var end: Int64
    private var endsInHole = false
    let resumedLength: Int64
    /// The length that a file will have of which what is not written stays; nil elsewhere, and where nobody knows.
    private let keptLength: Int64?
    /// The file that ranges are copied from: instructions of a delta come by the thousand and name the same one.
    var source: LocalReader?
    var sourceEntry: Entry?
    private var outlives = false

    init(
        _ place: consuming StagedPlace, path: RelativePath, tree: Tree, location: String, resumedLength: Int64 = 0,
        keptLength: Int64? = nil
    ) {
        openPlace = .some(consume place)
        self.path = path
        self.tree = tree
        self.location = location
        self.resumedLength = resumedLength
        self.keptLength = keptLength
        end = resumedLength
    }

    deinit {
        if openPlace == nil { return }
        if outlives { place.unlock() } else { place.remove() }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        try during(.write) { () throws(Errno) in try place.file.write(bytes, at: offset) }
        wrote(to: offset + Int64(bytes.count))
    }

    /// Notes that there are bytes up to this offset.
    func wrote(to offset: Int64) {
        if offset < end { return }
        end = offset
        endsInHole = false
    }

    /// Where nothing was written yet, there is a hole already.
    func hole(_ range: ByteRange) throws(EndpointError) {
        try during(.write) { () throws(Errno) in
            if range.offset < end || place.isFinal || tree.options.reservesSpace { try place.file.punchHole(range) }
        }
        if range.end > end {
            end = range.end
            endsInHole = true
        }
    }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        if place.isFinal { throw Errno(EOPNOTSUPP).during(.write, path, at: location) }
        let name = try during(.write) { () throws(Errno) in
            if endsInHole { try check(ftruncate(place.file.rawValue, off_t(end))) }
            try place.closeToOthers()
            return try place.keepName(for: Name(path.name))
        }
        try synchronize()
        outlives = true
        return LocalResumeToken(name: name, durableLength: end).token
    }

    func synchronize() throws(EndpointError) {
        try during(.synchronize) { () throws(Errno) in try check(fdatasync(place.file.rawValue)) }
    }

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        try requireOpen(.replace)
        try checkContent(length: length)
        let (status, notSet) = try during(.replace) { () throws(Errno) in
            let notSet = try finish(metadata, length: length)
            return (try place.file.status(), notSet)
        }
        openPlace = nil
        return Committed(entry: status.entry(at: path), notSet: notSet)
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try during(.write) { () throws(Errno) in
            if place.isFinal { return }
            try place.closeToOthers()
            try tree.withParent(of: path) { (directory, name) throws(Errno) in
                try place.move(to: directory, name)
            }
        }
        openPlace = nil
    }

    func discard() {
        if openPlace == nil { return }
        place.remove()
        openPlace = nil
    }

    /// Where what is there ends that the commit leaves: an old file's bytes behind it are to be cut off. Nil where all of it
    /// stays, as far as anybody knows.
    var storedLength: Int64? { keptLength.map { max(end, $0) } }

    /// What was written must be as long as the source says, and what was copied must be what it was.
    private func checkContent(length: Int64) throws(EndpointError) {
        guard end == length || place.isFinal else {
            throw EndpointError(
                .corrupted, .replace, path: path, location: location,
                reason: "\(end) bytes were written instead of \(length)")
        }
        try source?.verifyUnchanged()
    }

    /// A file that ends in a hole gets its length, then all get their metadata and their name.
    private func finish(_ metadata: Metadata, length: Int64) throws(Errno) -> MetadataFields {
        if place.isFinal || endsInHole { try check(ftruncate(place.file.rawValue, off_t(length))) }
        var metadata = metadata
        if metadata.permissions == nil, !place.isFinal { metadata.permissions = FileCreation.permissions }
        let notSet = try place.file.set(metadata, current: place.initial)
        do {
            try tree.withParent(of: path) { (directory, name) throws(Errno) in try place.move(to: directory, name) }
            return notSet
        } catch {
            if error.rawValue != EXDEV { throw error }
        }
        return try moveAcross(metadata, length: length)
    }

    /// The file was staged on another file system: it is copied beside its final name first.
    private func moveAcross(_ metadata: Metadata, length: Int64) throws(Errno) -> MetadataFields {
        try tree.withParent(of: path) { (directory, name) throws(Errno) in
            var beside = try StagedPlace.make(for: name, in: directory, tree.features)
            do throws(Errno) {
                _ = try beside.file.copyThroughBuffer(from: place.file.rawValue, at: 0, length: length, to: 0)
                let notSet = try beside.file.set(metadata, current: beside.initial)
                try beside.move(to: directory, name)
                place.remove()
                place = beside
                return notSet
            } catch {
                beside.remove()
                throw error
            }
        }
    }

    /// What has its name already, or was given up, cannot be found any more.
    private func requireOpen(_ operation: EndpointError.Operation) throws(EndpointError) {
        if openPlace == nil { throw Errno(ENOENT).during(operation, path, at: location) }
    }

    func during<Result>(
        _ operation: EndpointError.Operation, _ body: () throws(Errno) -> Result
    ) throws(EndpointError) -> Result {
        try requireOpen(operation)
        do {
            return try body()
        } catch {
            throw error.during(operation, path, at: location)
        }
    }
}
