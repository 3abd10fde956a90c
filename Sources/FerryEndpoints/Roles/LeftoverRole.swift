package import FerryCore

/// Clearing away what killed runs left behind.
package protocol LeftoverRole: Sendable {
    /// Removes staged files in a directory whose writer is dead. Returns how many there were. A directory that is not
    /// there has none.
    func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int
}
