internal import FerryCore
internal import FerryDelta
internal import Glibc

/// `ferry zsync make`
struct ZsyncMaking {
    let line: ZsyncCommandLine.Making
    let context: CommandContext

    func run() throws {
        let file = try InputFile(line.file, context.cancellation)
        guard file.isSeekable else {
            throw UsageError(
                "cannot make a control file of '\(file.name)': it is no regular file", status: .fileSelection)
        }
        guard let (_, name) = line.file.parentAndName else {
            throw UsageError("cannot make a control file of '\(file.name)': a file has to be named")
        }
        let output = try OutputFile(
            self.output(name.bytes), replaces: true, context.registry, context.cancellation)
        if let identity = output.identity, identity == file.identity {
            throw UsageError("cannot write the control file to '\(output.name)': it is the file that is described")
        }
        var maker = ZsyncMaker(blockSize: line.blockSize ?? ZsyncControl.blockSize(forFileOf: file.size))
        maker.threads = context.processors
        var control = try maker.control(of: file)
        control.filename = ZsyncNames.header(name.bytes)
        control.modified = ZsyncTime.text(of: file.modified)
        control.urls = line.urls.isEmpty ? [ZsyncNames.relativeURL(name.bytes)] : line.urls
        try control.write(to: output)
        try output.finish()
    }

    /// Nil for standard output. Beside the file, whose URL is relative, unless another name was given.
    private func output(_ name: [UInt8]) -> [UInt8]? {
        guard let given = line.output else { return line.file + ZsyncNames.suffix }
        return given.elementsEqual("-".utf8) ? nil : given
    }
}
