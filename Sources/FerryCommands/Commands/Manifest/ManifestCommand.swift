internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerrySync
internal import Glibc

/// `ferry manifest`: makes, verifies, compares, converts and shows manifests and check files.
struct ManifestCommand {
    let line: ManifestCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        do throws(CommandError) {
            switch line.step {
            case .create: return try create()
            case .verify: return try verify()
            case .diff: return try diff()
            case .convert: return try convert()
            case .show: return try show()
            }
        } catch {
            if context.cancellation.isCancelled { return ExitStatus.signal.rawValue }
            context.complain(error)
            return line.step.failure(error.status)
        }
    }

    func open(_ operand: [UInt8]) throws(CommandError) -> any RecordReader {
        try Self.requireLocal(operand, context.registry, Self.readingRule)
        return try Self.open(operand, context.cancellation, algorithm: namelessAlgorithm)
    }

    static let readingRule = "is read from a local file or, named '-', standard input ('ferry cat' fetches it)"
    static let writingRule = "is written to a local file ('ferry put' sends it on)"

    /// Refuses a manifest that is named as if it were on another machine: what happens to it is said by `rule`.
    static func requireLocal(
        _ name: [UInt8], _ registry: EndpointRegistry, _ rule: String
    ) throws(CommandError) {
        // A file of this machine may have any name.
        guard status(name) == nil, (try? registry.location(name))?.isLocal == false else { return }
        throw CommandError("\(DisplayName.escaping(name)): a manifest \(rule)")
    }

    /// What digests without a name are of; nil leaves that to the name of the file, or their length.
    private var namelessAlgorithm: DigestAlgorithm? {
        line.step == .create || line.step == .convert ? nil : line.algorithms?.first
    }

    /// How the manifest is opened once more; nil where that cannot be.
    func opening(_ operand: [UInt8]) -> ManifestOpening.Again? {
        if operand.elementsEqual("-".utf8) || Self.status(operand).map({ $0.st_mode & S_IFMT != S_IFREG }) ?? true {
            return nil
        }
        return { [context] () throws(ManifestError) in
            try Self.reader(operand, context.cancellation, algorithm: namelessAlgorithm)
        }
    }

    /// Opens a manifest, of whatever kind, that an operand names; `-` is standard input.
    /// - Parameter algorithm: What digests without a name are of; nil concludes it from the name of the file, or their
    ///   length.
    static func open(
        _ operand: [UInt8], _ cancellation: Cancellation, algorithm: DigestAlgorithm? = nil
    ) throws(CommandError) -> any RecordReader {
        try about(operand) { () throws(ManifestError) in
            try reader(operand, cancellation, algorithm: algorithm)
        }
    }

    private static func reader(
        _ operand: [UInt8], _ cancellation: Cancellation, algorithm: DigestAlgorithm?
    ) throws(ManifestError) -> any RecordReader {
        let file: InputFile
        do throws(FileFailure) {
            file = try InputFile(operand.elementsEqual("-".utf8) ? nil : operand, cancellation)
        } catch {
            throw .reading(error)
        }
        return try ManifestOpening.open(file, algorithm: algorithm ?? CheckFileName.algorithm(of: operand))
    }

    /// Does something with a manifest; what is wrong with it is told with its name.
    static func about<Value>(
        _ operand: [UInt8], _ body: () throws(ManifestError) -> Value
    ) throws(CommandError) -> Value {
        do throws(ManifestError) {
            return try body()
        } catch {
            throw Self.failure(error, name: operand)
        }
    }

    static func failure(_ error: ManifestError, name: [UInt8]) -> CommandError {
        switch error {
        case .reading(let failure as FileFailure), .writing(let failure as FileFailure): CommandError(failure.message)
        case .reading(is Interruption): CommandError("interrupted")
        default: CommandError("\(DisplayName.escaping(name)): \(error)")
        }
    }

    /// The tree that an operand names, with what takes part of it.
    func job(_ operand: [UInt8], leavingOut files: Set<FileIdentity>) throws(CommandError) -> (ManifestJob, NamedPlace)
    {
        do throws(UsageError) {
            let filters = try FilterList(
                line.filterSteps, nulSeparated: line.nulTerminated, environment: context.environment)
            let place = try context.registry.place(at: try context.registry.location(operand), links: .followAll)
            let side = CheckSide(endpoint: place.endpoint, path: place.entry.path, base: context.absolute(place.root))
            let able = place.endpoint.capabilities
            var job = ManifestJob(
                place: side, selection: line.selection, filters: filters, leftOut: files,
                workers: line.workers ?? (able.cheapReads ? 2 : able.advisedConnections),
                cancellation: context.cancellation)
            if line.usesState { job.memory = context.contentMemory }
            return (job, place)
        } catch {
            throw CommandError(error)
        }
    }

    /// The file of this name, so that it can be left out of a tree that holds it.
    static func identity(_ path: [UInt8]) -> FileIdentity? {
        status(path).map { FileIdentity(device: UInt64($0.st_dev), inode: UInt64($0.st_ino)) }
    }

    /// Of what a name leads to, if that is there.
    static func status(_ path: [UInt8]) -> stat? {
        var status = stat()
        let found = (path + [0]).withUnsafeBytes { stat($0.bindMemory(to: CChar.self).baseAddress!, &status) } == 0
        return found ? status : nil
    }
}

extension ManifestCommandLine.Step {
    /// How the command ends when a manifest cannot be used: as comparisons do, or as copies.
    fileprivate func failure(_ status: ExitStatus) -> Int32 {
        switch self {
        case .verify, .diff: CheckCommand.Status.undecided.rawValue
        case .create where [.startOfProtocol, .socket, .timeout, .connectTimeout].contains(status): status.rawValue
        case .create, .convert, .show: ExitStatus.fileIO.rawValue
        }
    }
}
