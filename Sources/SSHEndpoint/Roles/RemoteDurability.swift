public import FerryCore
public import FerryEndpoints

/// All files of a group are asked for before the first answer is waited for.
extension SSHEndpoint: DurabilityRole {
    public func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        var started: [RemoteStagedFile] = []
        for file in files {
            guard let ours = file.undecorated as? RemoteStagedFile else {
                try file.synchronize()
                continue
            }
            try ours.beginSynchronizing()
            started.append(ours)
        }
        for file in started { try file.finishWriting(.synchronize) }
    }

    /// SFTP has no request for a directory. Journalling file systems write names down within seconds by themselves.
    public func synchronize(directories: [RelativePath]) {}
}
