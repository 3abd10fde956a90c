import FerryEndpoints

/// One thing that the contract demands. Clauses about what an endpoint does not claim to do pass at once.
package struct Clause: Sendable {
    /// The demand, as a sentence.
    package let name: String
    private let body: @Sendable (Subject) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (Subject) throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Runs against a fresh, empty endpoint, which is closed and cleaned up after it.
    package func run(_ makeSubject: () throws -> Subject) throws {
        let subject = try makeSubject()
        defer {
            subject.endpoint.close()
            subject.cleanUp()
        }
        try body(subject)
    }
}

extension Clause: CustomStringConvertible {
    package var description: String { name }
}
