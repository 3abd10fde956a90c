import Harness
import Testing

/// What a person gets to see of a failure: one line that says what, where and why, and the right status.
func expectOneLine(
    _ run: Program.Outcome, status: Int32, containing parts: [String], at place: SourceLocation = #_sourceLocation
) {
    let lines = run.errorText.split(separator: "\n")
    #expect(run.status == status, "\(run.errorText)", sourceLocation: place)
    #expect(lines.count == 1, "\(run.errorText)", sourceLocation: place)
    #expect(lines.first?.hasPrefix("ferry: ") ?? false, "\(run.errorText)", sourceLocation: place)
    for part in parts { #expect(run.errorText.contains(part), "\(run.errorText)", sourceLocation: place) }
}

/// A run without anything to complain about.
func expectSuccess(_ run: Program.Outcome, at place: SourceLocation = #_sourceLocation) {
    #expect(run.status == 0, "\(run.errorText)", sourceLocation: place)
    #expect(run.errorText == "", sourceLocation: place)
}
