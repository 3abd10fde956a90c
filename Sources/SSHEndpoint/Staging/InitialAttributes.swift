internal import FerryEndpoints

/// What a staged file was when it was made: whose it is decides whether its owner must be set at all.
enum InitialAttributes {
    case asked(Pending<FileAttributes>)
    /// As other new files of late, which spares a request for each. What it came to is looked at in the end.
    case likely(FileAttributes)

    var isLikely: Bool { if case .likely = self { true } else { false } }

    func known(of file: RemoteFile, _ newFiles: NewFiles) throws(SFTPError) -> FileAttributes {
        switch self {
        case .likely(let attributes): return attributes
        case .asked(let answer):
            let attributes = try told(answer, of: file)
            newFiles.note(attributes)
            return attributes
        }
    }

    /// A server that does not keep the order of requests may have looked for it before it was made.
    private func told(
        _ answer: Pending<FileAttributes>, of file: RemoteFile
    ) throws(SFTPError) -> FileAttributes {
        do throws(SFTPError) {
            return try answer.wait()
        } catch {
            guard error.isAbsence else { throw error }
            return try file.connection.fstat(file.handle).wait()
        }
    }
}
