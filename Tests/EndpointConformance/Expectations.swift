import FerryEndpoints
import Testing

/// Expects one of these codes. What `clause` says is what was violated.
func expectError(
    _ codes: EndpointError.Code..., clause: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
) {
    do {
        try body()
        Issue.record("\(clause): no error was thrown", sourceLocation: sourceLocation)
    } catch let error as EndpointError {
        #expect(codes.contains(error.code), "\(clause): \(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(clause): \(error)", sourceLocation: sourceLocation)
    }
}
