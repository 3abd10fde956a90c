/// What the store holds, for `ferry state show`.
package struct StateSummary: Sendable {
    package var pairs = 0
    package var directories = 0
    package var digests = 0
    package var signatures = 0
    package var checkFiles = 0
    package var unfinished = 0
    /// In bytes: of the database.
    package var size: Int64 = 0
    /// The latest first: the locations of a pair, and when a run was last between them (seconds since 1970).
    package var latest: [(locations: String, seen: Int64)] = []
}
