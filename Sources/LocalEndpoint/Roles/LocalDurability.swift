internal import CSystem
public import FerryCore
public import FerryEndpoints
internal import Glibc

/// One `syncfs` instead of many `fdatasync`: 64 files of 4 KiB on ext4 took 6 to 12 ms instead of 165 to 325 ms (and 143
/// to 211 ms with writing back started for all of them first), because each of the many waits for the disk's cache. It
/// also writes back what other programs have just written to that file system, which is why one or two files are
/// synchronized by themselves. Since Linux 5.8 it reports errors of writing back.
extension LocalEndpoint: DurabilityRole {
    private static let manyFiles = 4

    public func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        let ours = files.compactMap { $0.undecorated as? LocalStagedFile }
        guard ours.count == files.count, files.count >= Self.manyFiles else {
            for file in files { try file.synchronize() }
            return
        }
        var devices = Set<UInt64>()
        for file in ours where devices.insert(file.place.initial.identity.device).inserted {
            try file.synchronizeFileSystem()
        }
    }

    public func synchronize(directories: [RelativePath]) throws(EndpointError) {
        var devices = Set<UInt64>()
        for path in directories {
            try during(.synchronize, path) { () throws(Errno) in
                guard let directory = try existing(path) else { return }
                if directories.count < Self.manyFiles {
                    try check(fsync(directory.descriptor.rawValue))
                } else if devices.insert(try directory.descriptor.status().identity.device).inserted {
                    try check(ferry_syncfs(directory.descriptor.rawValue))
                }
            }
        }
    }

    /// A directory that is gone again has no names that could be lost.
    private func existing(_ path: RelativePath) throws(Errno) -> Directory? {
        do throws(Errno) {
            return try tree.directory(path).directory(.itself, flags: Directory.listing)
        } catch {
            if error.meansAbsent { return nil }
            throw error
        }
    }
}

extension LocalStagedFile {
    /// An error may be that of any file there.
    fileprivate func synchronizeFileSystem() throws(EndpointError) {
        do throws(EndpointError) {
            try during(.synchronize) { () throws(Errno) in try check(ferry_syncfs(place.file.rawValue)) }
        } catch {
            throw EndpointError(error.code, error.operation, path: nil, location: error.location, reason: error.reason)
        }
    }
}
