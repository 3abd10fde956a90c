/// The version of this program.
public enum ProgramVersion {
    public static let number = "0.1.0"

    /// `ferry 0.1.0`
    public static let line = "ferry " + number
}
