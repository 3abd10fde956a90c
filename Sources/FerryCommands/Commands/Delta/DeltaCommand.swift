internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints
internal import Glibc

/// `ferry delta`: makes signatures, deltas and new files, from files to files, as rdiff does.
struct DeltaCommand {
    let line: DeltaCommandLine
    let context: CommandContext

    func run() -> Int32 {
        do {
            switch line.step {
            case .signature(let format): try signature(format)
            case .delta: try delta()
            case .patch: try patch()
            }
            return DeltaStatus.done.rawValue
        } catch let failure as FileFailure {
            context.complain(failure.message)
            return DeltaStatus.inputOutput.rawValue
        } catch let error as EndpointError {
            context.complain(error)
            return DeltaStatus.inputOutput.rawValue
        } catch DeltaError.reading(is Interruption), DeltaError.writing(is Interruption) {
            return ExitStatus.signal.rawValue
        } catch is Interruption {
            return ExitStatus.signal.rawValue
        } catch let error as DeltaError {
            context.complain(error.message(of: describingInput))
            return DeltaStatus(error).rawValue
        } catch {
            context.complain("\(error)")
            return DeltaStatus.parameter.rawValue
        }
    }

    /// The file that was made by someone: a signature or a delta.
    private var describingInput: String {
        let number = if case .patch = line.step { 1 } else { 0 }
        return line.files[number].map { DisplayName.escaping($0) } ?? "standard input"
    }

    private var threads: Int { line.threads ?? context.processors }

    private func input(_ number: Int) throws -> InputFile {
        try InputFile(line.files[number], context.cancellation)
    }

    private func output(_ number: Int) throws -> OutputFile {
        try OutputFile(
            line.files[number], replaces: line.replacesFiles, context.registry, context.cancellation)
    }

    private func signature(_ format: DeltaCommandLine.SignatureFormat) throws {
        let old = try input(0)
        let output = try output(1)
        switch format {
        case .librsync(let kind): try librsyncSignature(kind, old, output)
        case .native(let hash): try nativeSignature(hash, old, output)
        }
        try output.finish()
    }

    private func librsyncSignature(_ kind: Librsync.SignatureKind, _ old: InputFile, _ output: OutputFile) throws {
        // As rdiff: of a file that is read from its middle the whole size counts.
        let size = old.size > 0 || old.isSeekable ? old.size : nil
        let blockSize = line.blockSize ?? size.map(Librsync.blockSize(forFileOf:)) ?? Librsync.defaultBlockSize
        let length =
            switch line.sumSize {
            case 0: kind.algorithm.digestLength
            case -1: Librsync.shortestHash(forFileOf: size, blockSize: blockSize)
            default: line.sumSize
            }
        guard blockSize <= Librsync.largestBlockSize else {
            throw ParameterError("blocks have at most \(Librsync.largestBlockSize >> 20) MiB")
        }
        guard (1...kind.algorithm.digestLength).contains(length) else {
            throw ParameterError("strong sums of this kind have 1 to \(kind.algorithm.digestLength) bytes")
        }
        var writer = LibrsyncSignatureWriter(kind: kind, blockSize: blockSize, hashLength: length)
        writer.threads = threads
        try writer.write(old.content, to: output)
        tellBlocks(of: old.isSeekable ? old.size : old.position, blockSize)
    }

    private func nativeSignature(_ hash: StrongHash, _ old: InputFile, _ output: OutputFile) throws {
        guard old.isSeekable else { throw ParameterError("a native signature needs a regular file, not a pipe") }
        let blockSize = line.blockSize ?? Signature.blockSize(forFileOf: old.size)
        let length = line.sumSize == -1 ? 12 : line.sumSize == 0 ? 16 : line.sumSize
        guard Signature.blockSizes.contains(blockSize), Signature.strongLengths.contains(length) else {
            throw ParameterError("native blocks have 128 bytes to 16 MiB, and sums 12 or 16 bytes")
        }
        let builder = SignatureBuilder(blockSize: blockSize, strongHash: hash, strongLength: length, threads: threads)
        try SignatureFile.write(try builder.signature(of: old), to: output)
        tellBlocks(of: old.size, blockSize)
    }

    private func delta() throws {
        let signature = try PrefixedStream(try input(0))
        let new = try input(1)
        let output = try output(2)
        let summary: DeltaSummary
        if signature.hasPrefix(SignatureFile.magic) {
            let scan = DeltaScan(threads: threads, makesHoles: true)
            summary = try NativeDelta.write(
                try SignatureFile.read(from: signature), new.content, to: output, scan: scan)
        } else {
            summary = try LibrsyncDelta.write(
                try LibrsyncSignature.read(from: signature), new.content, to: output, threads: threads,
                inputBufferSize: line.inputBufferSize)
        }
        try output.finish()
        tell(summary)
    }

    private func patch() throws {
        let old = try input(0)
        try old.requireRandomAccess()
        let delta = try PrefixedStream(try input(1))
        let file = try output(2)
        // A small delta may stand for any number of zeros.
        let output = InterruptibleSink(file, context.cancellation)
        let summary: DeltaSummary
        if delta.hasPrefix(DeltaFile.magic) {
            summary = try NativeDelta.patch(old, with: delta, to: output)
        } else {
            var reader = try LibrsyncDeltaReader(delta, oldSize: old.size)
            let patcher = Patcher(old: old, to: output)
            try reader.run(into: patcher)
            summary = patcher.summary
        }
        try file.finish()
        tell(summary)
    }

    // MARK: --statistics

    private func tellBlocks(of size: Int, _ blockSize: Int) {
        guard line.showsStatistics else { return }
        context.complain(
            "signature of \(size) bytes: \((size + blockSize - 1) / blockSize) blocks of \(blockSize) bytes")
    }

    private func tell(_ summary: DeltaSummary) {
        guard line.showsStatistics else { return }
        context.complain(
            "new file \(summary.newSize) bytes: \(summary.copied) copied, \(summary.literal) literal, \(summary.holes) zeros"
        )
    }
}

/// Values of options that do not fit the files they are for.
private struct ParameterError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
