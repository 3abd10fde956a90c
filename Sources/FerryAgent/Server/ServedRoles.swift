internal import FerryEndpoints

/// The optional roles of an endpoint, as a set of bits. Digests and signatures are the agent's own: it reads the files.
struct ServedRoles: OptionSet {
    let rawValue: UInt8

    static let links = ServedRoles(rawValue: 1)
    static let specialFiles = ServedRoles(rawValue: 2)
    static let renaming = ServedRoles(rawValue: 4)
    static let durability = ServedRoles(rawValue: 8)
    static let leftovers = ServedRoles(rawValue: 16)
    static let accounts = ServedRoles(rawValue: 32)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(of endpoint: any Endpoint) {
        self = []
        if endpoint.links != nil { insert(.links) }
        if endpoint.specialFiles != nil { insert(.specialFiles) }
        if endpoint.renaming != nil { insert(.renaming) }
        if endpoint.durability != nil { insert(.durability) }
        if endpoint.leftovers != nil { insert(.leftovers) }
        if endpoint.accounts != nil { insert(.accounts) }
    }

    /// What a client is told of an endpoint that it opened.
    static func description(of endpoint: any Endpoint) -> [UInt8] {
        var writer = WireWriter()
        writer.put(byte: ServedRoles(of: endpoint).rawValue)
        writer.put(endpoint.capabilities)
        return writer.bytes
    }
}
