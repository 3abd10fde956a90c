/// Options of `list`, `cat`, `put` and `remove`, which work at one place.
package struct PlaceArguments: Sendable {
    /// `list -l`: kind, size and time beside each name.
    package var long = false
    /// `remove -r`, `list -r`
    package var recursive = false
    /// `cat --offset`, `--length`
    package var offset: OptionText?
    package var length: OptionText?
    /// `remove -f`: what is absent is no error.
    package var force = false
}
