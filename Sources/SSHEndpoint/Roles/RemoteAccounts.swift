public import FerryCore
public import FerryEndpoints

/// The names that a server knows of numbers. Numbers of names cannot be asked for.
extension SSHEndpoint: AccountRole {
    public func name(of number: UInt32, _ kind: OwnershipMap.Kind) throws(EndpointError) -> String? {
        try during(.look, .root) { (connection) throws(SFTPError) in
            let names = try connection.accountNames(
                users: kind == .user ? [number] : [], groups: kind == .group ? [number] : []
            ).wait()
            // An empty name stands for none.
            let name = (kind == .user ? names.users : names.groups).first ?? []
            return name.isEmpty ? nil : String(validating: name, as: UTF8.self)
        }
    }

    public func number(of name: String, _ kind: OwnershipMap.Kind) -> UInt32? { nil }
}
