internal import FerryCore
internal import FerryEndpoints

/// Where a symlink points, from what a server says. proftpd puts the link's directory before a target that is relative; the
/// size of the link, which is that of its text, tells how much of the answer is the target's own.
enum ToldLink {
    /// The answer to READLINK; nil where the symlink has gone meanwhile. That the server finds nothing says so only if it does not
    /// find the link either: asyncssh says it of every relative link below a root of its own.
    ///
    /// - Parameter attributes: What is known of the symlink already.
    static func target(
        _ answer: Pending<[UInt8]>, at name: [UInt8], _ attributes: FileAttributes, on connection: Connection
    ) throws(SFTPError) -> [UInt8]? {
        do throws(SFTPError) {
            return try target(answer.wait(), of: attributes)
        } catch {
            guard error.isAbsence else { throw error }
        }
        do throws(SFTPError) {
            _ = try connection.lstat(name).wait()
        } catch {
            if error.isAbsence { return nil }
            throw error
        }
        throw .refused(.unsupported, "the server does not tell where the symlink points")
    }

    static func target(_ told: [UInt8], of attributes: FileAttributes) throws(SFTPError) -> [UInt8] {
        guard told.first == RelativePath.separator, let size = attributes.size.flatMap({ Int(exactly: $0) }),
            size > 0, size < told.count
        else { return told }
        // What was put before it ends in a slash. Where it does not, the server has made another path of it.
        guard told[told.count - size - 1] == RelativePath.separator else {
            throw .refused(.unsupported, "the server does not tell where the symlink points")
        }
        return Array(told.suffix(size))
    }
}
