/// What every endpoint must do, clause by clause. An endpoint's own test supplies subjects and is done:
///
///     @Suite struct LocalConformanceTests {
///         @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
///             try clause.run { try freshSubject() }
///         }
///     }
package enum Conformance {
    package static let clauses: [Clause] = [
        lookingClauses, listingClauses, selectionClauses, nameClauses, readingClauses, stagingClauses, endingClauses,
        goingAheadClauses,
        resumingClauses, inPlaceClauses, compositionClauses, metadataClauses, directoryClauses, removalClauses,
        groupedCallClauses,
        symlinkClauses, linkPolicyClauses, confinementClauses, hardLinkClauses, specialFileClauses, renamingClauses,
        siblingClauses, durabilityClauses, digestClauses, concurrencyClauses, largeFileClauses,
    ].flatMap { $0 }

    /// What an endpoint must do that can only be read, see `PreparedEndpoint`.
    package static let clausesOfReading: [Clause] = [
        lookingClauses, listingClauses, selectionClauses, nameClauses, readingClauses, siblingClauses,
    ].flatMap { $0 }
}
