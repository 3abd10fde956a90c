/// What was given to `serve`.
public struct ServeArguments: Sendable {
    public var usesStandardStreams = false
    public var root: OptionText?
    public var isReadOnly = false
}
