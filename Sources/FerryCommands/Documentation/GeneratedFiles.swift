/// The files of this repository that are made from the option table.
public enum GeneratedFiles {
    /// Paths below the root of the repository.
    public static var paths: [String] {
        ManualPage.names.map { "man/\($0).1" } + CompletionShell.allCases.map { "completions/\($0.fileName)" }
    }

    /// What the file at a path has to contain; nil for other paths.
    public static func content(of path: String) -> String? {
        if path.hasPrefix("man/"), path.hasSuffix(".1") {
            return ManualPage.text(named: String(path.dropFirst(4).dropLast(2)))
        }
        return CompletionShell.allCases.first { "completions/\($0.fileName)" == path }?.script
    }
}
