internal import FerryCore
internal import FerryEndpoints

/// What a served endpoint can do.
extension WireWriter {
    mutating func put(_ capabilities: Capabilities) {
        if case .tick(let tick) = capabilities.timePrecision { put(UInt64(tick)) } else { put(0 as UInt64) }
        put(byte: capabilities.metadataKept.rawValue)
        put(capabilities.directories == .real)
        put(capabilities.isCaseSensitive)
        put(capabilities.replacesAtomically)
        put(capabilities.rangedReads)
        put(capabilities.writeOrder == .any)
        put(capabilities.composition)
        put(capabilities.writesInPlace)
        put(capabilities.names)
        put(optional: capabilities.largestFile) { $0.put(UInt64($1)) }
        put(optional: capabilities.settableGroups?.all) { writer, groups in
            writer.put(UInt64(groups.count))
            for group in groups.sorted() { writer.put(UInt64(group)) }
        }
    }

    private mutating func put(_ composition: Capabilities.Composition) {
        switch composition {
        case .none: put(byte: 0)
        case .bytes: put(byte: 1)
        case .parts(let minimum, let maximum, let count):
            put(byte: 2)
            put(UInt64(minimum))
            put(UInt64(maximum))
            put(UInt64(count))
        case .unmoved: put(byte: 3)
        }
    }

    private mutating func put(_ names: NameRules) {
        put(UInt64(names.longestName))
        put(optional: names.longestPath) { $0.put(UInt64($1)) }
        put(names.mustBeUTF8)
        put(names.forbiddenBytes.sorted())
    }
}

extension WireReader {
    /// - Parameter version: Of the protocol that is spoken.
    mutating func capabilities(version: UInt8) throws(ConnectionFailure) -> Capabilities {
        var capabilities = try firstCapabilities()
        // Agents serve trees of their machine.
        capabilities.refusesOthersOnly = true
        if version >= Greeting.firstWithGroups {
            capabilities.settableGroups = try optional { (reader) throws(ConnectionFailure) in
                SettableGroups(try reader.groups())
            }
        }
        return capabilities
    }

    /// As many as a process may be in (NGROUPS_MAX of Linux).
    private static let mostGroups = 65_536

    private mutating func groups() throws(ConnectionFailure) -> Set<UInt32> {
        let count = try number(as: Int.self)
        guard count <= Self.mostGroups else { throw .violation("\(count) groups") }
        var groups: Set<UInt32> = []
        for _ in 0..<count { groups.insert(try number(as: UInt32.self)) }
        return groups
    }

    /// What there is in each version.
    private mutating func firstCapabilities() throws(ConnectionFailure) -> Capabilities {
        let tick = try number(as: Int64.self)
        return Capabilities(
            timePrecision: tick == 0 ? .none : .tick(tick),
            metadataKept: MetadataFields(rawValue: try byte()),
            directories: try flag() ? .real : .simulated,
            isCaseSensitive: try flag(),
            replacesAtomically: try flag(),
            rangedReads: try flag(),
            writeOrder: try flag() ? .any : .sequential,
            composition: try composition(),
            // The agent reads what was staged.
            digestsStaged: true,
            writesInPlace: try flag(),
            names: try names(),
            // Over a link, a listing is cheaper than any number of look-ups.
            cheapLookups: false,
            advisedConnections: AgentEndpoint.advisedConnections,
            largestFile: try optional { (reader) throws(ConnectionFailure) in try reader.length() })
    }

    private mutating func composition() throws(ConnectionFailure) -> Capabilities.Composition {
        switch try byte() {
        case 0: return .none
        case 1: return .bytes
        case 2:
            let (minimum, maximum) = (try length(), try length())
            guard 0 < minimum, minimum <= maximum else { throw .violation("parts of no size") }
            return .parts(minimum: minimum, maximum: maximum, count: try number(as: Int.self))
        case 3: return .unmoved
        default: throw .violation("a composition of an unknown kind")
        }
    }

    private mutating func names() throws(ConnectionFailure) -> NameRules {
        NameRules(
            longestName: try number(as: Int.self),
            longestPath: try optional { (reader) throws(ConnectionFailure) in try reader.number(as: Int.self) },
            mustBeUTF8: try flag(),
            forbiddenBytes: Set(try text()))
    }
}
