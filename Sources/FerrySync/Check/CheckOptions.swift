/// What is compared, and how closely.
public struct CheckOptions: Sendable {
    /// Size limits, file systems, symlinks: which entries take part.
    public var selection = SelectionOptions()
    /// `-c`: files are read. Otherwise size and time stand in for the content.
    public var content = false
    /// `--size-only`: the size alone does.
    public var sizeOnly = false
    /// `--modify-window`, as in `ComparisonOptions`.
    public var modifyWindow: Int64 = -1
    /// `-t`, `-p`, `-o`, `-g`: metadata that must be equal too, of all kinds of entries.
    public var times = false
    public var permissions = false
    public var owner = false
    public var group = false
    /// `--parallel`: threads that read.
    public var workers: Int?
    /// Whether entries without a difference are told of.
    public var reportsSame = false

    public init() {}
}
