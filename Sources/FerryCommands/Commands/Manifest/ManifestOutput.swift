internal import FerryCore
internal import FerryManifest

/// A manifest that is being written to a file, or to standard output, compressed where the name says so.
final class ManifestOutput {
    let file: OutputFile
    private let gzip: GzipWriter?
    private let name: [UInt8]

    init(_ path: [UInt8]?, _ registry: EndpointRegistry, _ cancellation: Cancellation) throws(CommandError) {
        if let path { try ManifestCommand.requireLocal(path, registry, ManifestCommand.writingRule) }
        name = path ?? Array("standard output".utf8)
        do {
            file = try OutputFile(path, replaces: true, registry, cancellation)
        } catch {
            throw CommandError(writing: error)
        }
        gzip = name.suffix(3).elementsEqual(".gz".utf8) ? GzipWriter(file) : nil
    }

    var sink: any ByteSink { gzip ?? file }

    /// Writes the manifest; the file gets its name only if all of it could be written.
    /// - Parameter source: The name of the file that the body could not read, if that was it.
    func write(
        reading source: () -> [UInt8]? = { nil }, _ body: (any ByteSink) throws(ManifestError) -> Void
    ) throws(CommandError) {
        do throws(ManifestError) {
            try body(sink)
        } catch {
            throw ManifestCommand.failure(error, name: source() ?? name)
        }
        do {
            try gzip?.finish()
            try file.finish()
        } catch {
            throw CommandError(writing: error)
        }
    }
}

extension CommandError {
    /// What an `OutputFile` failed with.
    init(writing failure: any Error) {
        switch failure {
        case let failure as FileFailure: self.init(failure.message)
        case let failure as UsageError: self.init(failure.message)
        default: self.init("\(failure)")
        }
    }
}
