internal import FerryCore
internal import FerryEndpoints
public import FerrySync

/// Problems in words, without the program's name in front.
public struct ProblemText: Sendable {
    let preset: Preset

    public init(_ preset: Preset) {
        self.preset = preset
    }

    public func sentence(_ problem: Problem) -> String {
        switch problem.kind {
        case .endpoint(let error): sentence(error, vanished: problem.severity == .vanished)
        case .skipped(let entry, let reason): "skipped '\(entry.path)': \(reason.words)"
        case .metadataNotKept(let fields, let count):
            "\(fields.words) could not be set on \(count == 1 ? "one entry" : "\(count) entries")"
        case .hardLinksNotKept(let count):
            "hard links cannot be kept there: \(count == 1 ? "one name has" : "\(count) names have") content of "
                + (count == 1 ? "its own" : "their own")
        case .timesUnknown(let count):
            "times of \(count == 1 ? "one file" : "\(count) files") could not be compared: one side tells none"
        case .kindNotKept(let kind, let count): "left out \(kind.words(count)), which cannot be kept there"
        case .incompleteDelivery(let path, let reason): "'\(path)' waits: \(reason)"
        case .directoryNotEmpty(let path):
            preset == .rsync
                ? "cannot delete non-empty directory: \(path)"
                : "cannot delete '\(path)': it contains files that are to stay"
        case .deletionSkipped:
            preset == .rsync
                ? "IO error encountered -- skipping file deletion"
                : "nothing was deleted, because of the errors before; --ignore-errors deletes all the same"
        case .emptySource: "nothing was deleted: the source is empty; --allow-empty-source permits that"
        case .deletionLimit(let wanted, let allowed):
            preset == .rsync
                ? "Deletions stopped due to --max-delete limit (\(wanted - allowed) skipped)"
                : "nothing was deleted: \(wanted) deletions are wanted, --max-delete permits \(allowed)"
        case .verificationFailed(let path): "'\(path)' did not arrive whole, twice; what was there before stays"
        case .filterRule(let error): error.description
        case .message(let text): text
        }
    }

    private func sentence(_ error: EndpointError, vanished: Bool) -> String {
        guard preset == .rsync, vanished, let path = error.path else { return error.description }
        return "file has vanished: \"\(error.location)/\(path)\""
    }
}

extension Reason {
    /// As the end of "skipped 'x': ...".
    fileprivate var words: String {
        switch self {
        case .newerAtDestination: "newer at the destination"
        case .existsAlready: "exists already"
        case .doesNotExist: "does not exist at the destination"
        case .tooSmall: "smaller than --min-size"
        case .tooLarge: "larger than --max-size"
        case .notRegular: "not a regular file, and no option asks for its kind"
        case .needsSuperUser: "a device, which only the super-user can make there"
        case .unsafeLink: "a symlink that leads out of the tree"
        case .notRecursive: "a directory, and neither -r nor -d is given"
        default: rawValue
        }
    }
}

extension MetadataFields {
    /// `times, owners`
    fileprivate var words: String {
        let names: [(MetadataFields, String)] = [
            (.modified, "times"), (.accessed, "access times"), (.permissions, "permissions"), (.user, "owners"),
            (.group, "groups"), (.tags, "tags"),
        ]
        return names.filter { contains($0.0) }.map { $0.1 }.joined(separator: ", ")
    }
}

extension EntryKind {
    fileprivate func words(_ count: Int) -> String {
        let (one, many) =
            switch self {
            case .file: ("file", "files")
            case .directory: ("directory", "directories")
            case .symlink: ("symlink", "symlinks")
            case .characterDevice, .blockDevice: ("device", "devices")
            case .fifo: ("FIFO", "FIFOs")
            case .socket: ("socket", "sockets")
            }
        return "\(count) \(count == 1 ? one : many)"
    }
}
