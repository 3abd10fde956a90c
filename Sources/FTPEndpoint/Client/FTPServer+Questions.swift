internal import FerryCore

extension FTPServer {
    /// The commands that tell of one file what a reader or writer has to know, whatever else they follow.
    func questions(about path: [UInt8]) -> [[UInt8]] {
        if features.listsFacts { return [FTPCommand.line("MLST", path)] }
        // The size that counts is that of the bytes as they are.
        return [FTPCommand.line("TYPE I"), FTPCommand.line("SIZE", path), FTPCommand.line("MDTM", path)]
    }

    /// A file by its path, whatever its name; nil where there is none.
    func file(at place: [UInt8], as path: RelativePath) throws(FTPFailure) -> Entry? {
        try answer(try client.run(questions(about: place)), about: path)
    }

    /// The file as the replies to `questions` tell it; nil where the server refuses to.
    func answer(_ replies: [FTPReply], about path: RelativePath) throws(FTPFailure) -> Entry? {
        if features.listsFacts { return try FTPEndpoint.facts(in: replies[0])?.entry(at: path) }
        return replies[1].size.map { Entry(path: path, kind: .file, size: $0, modified: replies[2].time) }
    }
}
