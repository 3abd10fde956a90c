/// What is compared, and how closely.
package struct CheckOptions: Sendable {
    /// Size limits, file systems, symlinks: which entries take part.
    package var selection = SelectionOptions()
    /// `-c`: files are read. Otherwise size and time stand in for the content.
    package var content = false
    /// `--size-only`: the size alone does.
    package var sizeOnly = false
    /// `--modify-window`, as in `ComparisonOptions`.
    package var modifyWindow: Int64 = -1
    /// `-t`, `-p`, `-o`, `-g`: metadata that must be equal too, of all kinds of entries.
    package var times = false
    package var permissions = false
    package var owner = false
    package var group = false
    /// `--parallel`: threads that read.
    package var workers: Int?
    /// Whether entries without a difference are told of.
    package var reportsSame = false

    package init() {}
}
