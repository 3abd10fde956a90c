/// What was given to `serve`.
package struct ServeArguments: Sendable {
    package var usesStandardStreams = false
    package var root: OptionText?
    package var isReadOnly = false
}
