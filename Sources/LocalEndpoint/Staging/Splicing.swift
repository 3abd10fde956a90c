internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Copying within this machine, by whatever the kernel can do best.
extension LocalStagedFile {
    /// A whole file is cloned where extents can be shared; else the kernel copies (copy_file_range), and where it cannot
    /// either, the bytes pass through a buffer of ours.
    func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        guard let descriptor = reader.descriptor else { return 0 }
        let copied = try during(.write) { () throws(Errno) in
            if offset == 0, try cloneWhole(descriptor, length: length) { return length }
            return try copy(from: descriptor, at: offset, length: length, to: offset)
        }
        wrote(to: offset + copied)
        return copied
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        let descriptor = try openSource(entry)
        let overlaps = descriptor == place.file.rawValue && abs(range.offset - offset) < range.length
        let copied = try during(.write) { () throws(Errno) in
            if overlaps { return try place.file.move(range.offset, length: range.length, to: offset) }
            if cloneRange(descriptor, range, at: offset) { return range.length }
            return try copy(from: descriptor, at: range.offset, length: range.length, to: offset)
        }
        guard copied == range.length else {
            throw EndpointError(.changedDuringTransfer, .read, path: entry.path, location: location)
        }
        wrote(to: offset + copied)
    }

    private func openSource(_ entry: Entry) throws(EndpointError) -> CInt {
        if place.isFinal, entry.version?.identity == place.initial.identity { return place.file.rawValue }
        if sourceEntry != entry {
            try source?.verifyUnchanged()
            source = try tree.reader(of: entry, range: nil, location: location)
            sourceEntry = entry
        }
        return source!.descriptor!
    }

    /// Only when nothing was written yet and the whole source is wanted.
    private func cloneWhole(_ descriptor: CInt, length: Int64) throws(Errno) -> Bool {
        guard end == 0, tree.features.hasClones else { return false }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int64(status.st_size) == length else { return false }
        if ferry_clone(place.file.rawValue, descriptor) == 0 { return true }
        noteCloneFailure()
        return false
    }

    private func cloneRange(_ descriptor: CInt, _ range: ByteRange, at offset: Int64) -> Bool {
        guard range.length > 0, tree.features.hasClones else { return false }
        let done = ferry_clone_range(
            place.file.rawValue, descriptor, UInt64(range.offset), UInt64(range.length), UInt64(offset))
        if done == 0 { return true }
        noteCloneFailure()
        return false
    }

    /// EINVAL only means that this range is not aligned, EXDEV that this source lies elsewhere.
    private func noteCloneFailure() {
        if errno == EOPNOTSUPP || errno == ENOTTY { tree.features.noteNoClones() }
    }

    /// Returns how much was there to be copied.
    private func copy(
        from descriptor: CInt, at sourceOffset: Int64, length: Int64, to offset: Int64
    ) throws(Errno) -> Int64 {
        var (from, to) = (sourceOffset, offset)
        while from - sourceOffset < length {
            // The kernel's limit for one call is a little below 2 GiB.
            let wanted = Int(min(length - (from - sourceOffset), 1 << 30))
            let count = ferry_copy_file_range(descriptor, &from, place.file.rawValue, &to, wanted)
            if count > 0 { continue }
            if count < 0, errno == EINTR { continue }
            if count < 0, ![EXDEV, EINVAL, EOPNOTSUPP, ENOSYS, EPERM].contains(errno) { throw Errno.last }
            // Some file systems answer 0 for files whose length they do not know beforehand.
            return (from - sourceOffset)
                + (try place.file.copyThroughBuffer(
                    from: descriptor, at: from, length: length - (from - sourceOffset), to: to))
        }
        return length
    }
}
