internal import FerryCore

extension FTPServer {
    /// A command that sets metadata, and what it sets.
    struct Setting {
        let line: [UInt8]
        let fields: MetadataFields
    }

    /// What can be set. MFMT and MFF are made for setting times. Some servers without them take a time in MDTM, which shows
    /// when it was tried.
    var metadataKept: MetadataFields {
        var fields: MetadataFields = []
        if features.showsPermissions, setsPermissions || features.setsFacts(["unix.mode"]) {
            fields.insert(.permissions)
        }
        if keepsTimes ?? (features.hasMFMT || features.hasMDTM || features.setsFacts(["modify"])) {
            fields.insert(.modified)
        }
        return fields
    }

    /// The commands that set what can be set: both at a time where the server can do that (draft-somers-ftp-mfxx).
    func commands(setting metadata: Metadata, of path: [UInt8]) -> [Setting] {
        let kept = metadataKept
        let time = kept.contains(.modified) ? metadata.modified.flatMap(FTPTime.text) : nil
        let mode = kept.contains(.permissions) ? metadata.permissions.map { String($0 & 0o7777, radix: 8) } : nil
        if let time, let mode, features.setsFacts(["modify", "unix.mode"]) {
            let line = FTPCommand.line("MFF Modify=\(time);UNIX.mode=0\(mode);", path)
            return [Setting(line: line, fields: [.modified, .permissions])]
        }
        return [time.map { setting(time: $0, of: path) }, mode.map { setting(mode: $0, of: path) }].compactMap { $0 }
    }

    private func setting(time: String, of path: [UInt8]) -> Setting {
        let isFact = !features.hasMFMT && features.setsFacts(["modify"])
        let verb = isFact ? "MFF Modify=\(time);" : "\(features.hasMFMT ? "MFMT" : "MDTM") \(time)"
        return Setting(line: FTPCommand.line(verb, path), fields: .modified)
    }

    private func setting(mode: String, of path: [UInt8]) -> Setting {
        let verb = setsPermissions ? "SITE CHMOD \(mode)" : "MFF UNIX.mode=0\(mode);"
        return Setting(line: FTPCommand.line(verb, path), fields: .permissions)
    }
}
