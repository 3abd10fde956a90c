internal import FerryCore

/// `--failed-to`: a list that `--files-from` takes.
final class FailedNames {
    private let file: OutputFile
    private let isNul: Bool
    private var pending: [UInt8] = []
    private var failure: CommandError?

    init(_ path: [UInt8], nulTerminated: Bool, _ context: CommandContext) throws(CommandError) {
        do {
            file = try OutputFile(path, replaces: true, context.registry, context.cancellation)
        } catch {
            throw CommandError(writing: error)
        }
        isNul = nulTerminated
    }

    func add(_ path: RelativePath) {
        let breaks = path.bytes.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        if breaks && !isNul {
            failure = CommandError("'\(path)' cannot stand in a list with one name a line; -0 ends names with NUL")
            return
        }
        // Names that a list would take for comments.
        if path.bytes.first == UInt8(ascii: "#") || path.bytes.first == UInt8(ascii: ";") { pending += "./".utf8 }
        pending += path.bytes
        pending.append(isNul ? 0 : UInt8(ascii: "\n"))
        if pending.count > 64 << 10 { flush() }
    }

    private func flush() {
        do {
            try pending.withUnsafeBytes { try file.write($0) }
        } catch {
            failure = CommandError(writing: error)
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Gives the list its name; it is not there if anything is missing from it.
    func finish() throws(CommandError) {
        flush()
        if let failure { throw failure }
        do {
            try file.finish()
        } catch {
            throw CommandError(writing: error)
        }
    }
}
