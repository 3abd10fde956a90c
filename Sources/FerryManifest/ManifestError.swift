public import FerryCore

/// Why a manifest cannot be read or written.
public enum ManifestError: Error, Sendable {
    /// The source failed; the cause is its own error.
    case reading(any Error)
    /// The sink failed; the cause is its own error.
    case writing(any Error)
    /// A line, counted from 1, is not what it has to be.
    case damaged(line: Int, Damage)
    /// The dialect has no way to write this.
    case notExpressible(RelativePath, Reason, Dialect)
    /// One of several files that belong together: its name, and what is wrong with it.
    indirect case file(String, ManifestError)
    /// There is no such file.
    case missing
    /// There is no record of the one file that is asked for.
    case saysNothing(RelativePath)

    public enum Damage: Hashable, Sendable {
        /// The file ends before its trailer.
        case truncated
        /// Lines follow the trailer.
        case afterEnd
        /// The running check of a native manifest does not hold for this line.
        case changed
        /// The digest over all lines, or a count of the trailer, does not agree.
        case wrongTotal(String)
        /// Not a line of this dialect.
        case malformed(String)
        case unsupportedVersion(Int)
        /// The path is absolute, leads through `..` or is no path at all.
        case unsafePath([UInt8])
        case duplicate(RelativePath)
        case outOfOrder(RelativePath)
        /// Two lines say different things of one file; the number of the earlier one where it is known.
        case contradiction(RelativePath, earlier: Int?)
        /// The line is longer than any that a manifest needs.
        case tooLong
        /// No line of a dialect that is known.
        case unrecognised
        /// The compressed file is not whole, and ends here.
        case compressed(GzipError)
    }

    public enum Reason: Hashable, Sendable {
        case name
        case missingDigest(DigestAlgorithm)
        case missingSize
        case kind(EntryKind)
    }
}

extension ManifestError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .reading(let cause), .writing(let cause): "\(cause)"
        case .damaged(let line, let damage): "line \(line): \(damage)"
        case .notExpressible(let path, let reason, let dialect): "'\(path)': \(reason.text(dialect))"
        case .file(let name, let error): "\(name): \(error)"
        case .missing: "there is no such file"
        case .saysNothing(let path): "it says nothing of '\(path)'"
        }
    }
}

extension ManifestError.Damage: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated: "the manifest ends here, without its last line"
        case .afterEnd: "there are lines after the manifest's last one"
        case .changed: "the line, or one before it, was changed after the manifest was written"
        case .wrongTotal(let what): "the \(what) does not agree with the lines before"
        case .malformed(let what): what
        case .unsupportedVersion(let version): "version \(version) of the format is not known here"
        case .unsafePath(let path): "the path '\(DisplayName.escaping(path))' leads out of the tree"
        case .duplicate(let path): "the path '\(path)' was named before"
        case .outOfOrder(let path): "the path '\(path)' is not in order"
        case .contradiction(let path, let earlier):
            "says something else of '\(path)' than \(earlier.map { "line \($0)" } ?? "a line before")"
        case .tooLong: "the line is too long"
        case .compressed(let error): "\(error)"
        case .unrecognised: "not a manifest or check file of a known kind"
        }
    }
}

extension ManifestError.Reason {
    fileprivate func text(_ dialect: Dialect) -> String {
        switch self {
        case .name: "the name cannot be written in a file of the kind '\(dialect)'"
        case .missingDigest(let algorithm): "there is no \(algorithm.rawValue) digest of it"
        case .missingSize: "a file of the kind '\(dialect)' needs its size"
        case .kind(let kind): "a \(kind.name) has no place in a file of the kind '\(dialect)'"
        }
    }
}
