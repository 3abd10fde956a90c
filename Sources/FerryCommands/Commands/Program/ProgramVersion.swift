/// The version of this program.
package enum ProgramVersion {
    package static let number = "0.1.0"

    /// `ferry 0.1.0`
    package static let line = "ferry " + number
}
