public import FerryCore

/// The names of the accounts that own files, where numbers mean nothing to another machine.
public protocol AccountRole: Sendable {
    /// The name of a number; nil where it has none, or nobody tells.
    func name(of number: UInt32, _ kind: OwnershipMap.Kind) throws(EndpointError) -> String?

    /// The number of a name; nil where it has none, or nobody tells.
    func number(of name: String, _ kind: OwnershipMap.Kind) throws(EndpointError) -> UInt32?
}
