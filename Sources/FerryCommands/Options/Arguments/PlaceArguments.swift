/// Options of `list`, `cat`, `put` and `remove`, which work at one place.
package struct PlaceArguments: Sendable {
    package var recursive = false
    /// `list -l`
    package var long = false
    /// `list -0`
    package var nulTerminated = false
    /// `list --versions`
    package var versions = false
    /// `cat --offset`, `cat --length`
    package var offset: OptionText?
    package var length: OptionText?
    /// `put --mkpath`
    package var makesPath = false
    /// `cat`, `put`, `list --presign`
    package var presign: OptionText?
    /// `remove -f`
    package var force = false
    /// `remove --incomplete`
    package var incomplete = false
}
