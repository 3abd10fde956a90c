internal import CSystem
package import FerryCore
package import FerryEndpoints
internal import Glibc

extension LocalEndpoint: DurabilityRole {
    /// Writing back is started for all of them before the first one is waited for.
    package func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        for case let file as LocalStagedFile in files { file.startWriteback() }
        for file in files { try file.synchronize() }
    }

    package func synchronize(directories: [RelativePath]) throws(EndpointError) {
        for path in directories {
            try during(.synchronize, path) { () throws(Errno) in
                let directory = try tree.directory(path).directory(.itself, flags: Directory.listing)
                try check(fsync(directory.descriptor.rawValue))
            }
        }
    }
}

extension LocalStagedFile {
    /// Only a head start: what goes wrong shows when the file is synchronized.
    func startWriteback() {
        _ = ferry_sync_file_range(place.file.rawValue, 0, 0, ferry_sync_start)
    }
}
