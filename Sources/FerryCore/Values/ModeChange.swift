/// The value of `--chmod`: changes of permission bits as chmod(1) writes them, each for files, directories or both.
public struct ModeChange: Hashable, Sendable {
    private var clauses: [ModeClause]

    /// Reads clauses separated by commas: an octal number, or classes (`ugoa`, none meaning all that the umask leaves),
    /// `+`, `-` or `=`, and permissions (`rwxXst`) or one class (`ugo`) whose permissions are copied. `D` or `F` before a
    /// clause restricts it to directories or to everything else.
    public init(parsing text: String, umask: UInt16) throws(ValueError) {
        clauses = []
        for clause in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let parsed = ModeClause(clause.utf8, umask: umask) else {
                throw ValueError(clause, "is not a change of permissions such as u+rwX, Dg+s or 644")
            }
            clauses.append(parsed)
        }
    }

    /// First these changes, then those: `--chmod` given twice.
    public func followed(by other: ModeChange) -> ModeChange {
        var both = self
        both.clauses += other.clauses
        return both
    }

    /// The permission bits (0o7777) after the changes.
    public func callAsFunction(_ mode: UInt16, isDirectory: Bool) -> UInt16 {
        let isExecutable = isDirectory || mode & 0o111 != 0
        return clauses.reduce(mode) { mode, clause in
            clause.applies(toDirectory: isDirectory) ? clause.applied(to: mode, isExecutable: isExecutable) : mode
        }
    }
}
