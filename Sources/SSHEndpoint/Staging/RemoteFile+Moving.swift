internal import FerryCore
internal import FerryEndpoints

extension RemoteFile {
    /// Moves a range within this file, as memmove does where it overlaps its target. The bytes pass through here: servers
    /// refuse to copy a file onto itself.
    func move(_ range: ByteRange, to offset: Int64) throws(SFTPError) {
        let step = Int64(min(connection.features.readLength, connection.features.writeLength))
        var starts = Array(stride(from: 0, to: range.length, by: Int(step)))
        // What would be overwritten before its turn goes first.
        if offset > range.offset { starts.reverse() }
        for start in starts {
            let piece = try read(Int(min(step, range.length - start)), at: range.offset + start)
            try piece.withBytes { (bytes) throws(SFTPError) in
                try connection.write(handle, bytes, at: offset + start)
            }.wait()
        }
    }

    /// So many bytes, however they come.
    private func read(_ count: Int, at offset: Int64) throws(SFTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let answer = try connection.read(handle, at: offset + Int64(bytes.count), length: count - bytes.count)
            guard let more = try answer.wait(), !more.isEmpty else { throw .refused(.changedDuringTransfer) }
            bytes += more.prefix(count - bytes.count)
        }
        return bytes
    }
}
