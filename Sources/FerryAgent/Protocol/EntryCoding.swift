internal import FerryCore
internal import FerryEndpoints

/// Entries, metadata and what they consist of. Which optional fields follow is a set of bits.
extension WireWriter {
    mutating func put(_ time: Timestamp) {
        put(time.seconds)
        put(UInt64(time.nanoseconds))
    }

    mutating func put(_ range: ByteRange) {
        put(UInt64(range.offset))
        put(UInt64(range.length))
    }

    mutating func put(_ device: DeviceNumber) {
        put(device.major)
        put(device.minor)
    }

    mutating func put(_ version: Version) {
        switch version {
        case .inode(let identity, let changed):
            put(byte: 0)
            put(identity.device)
            put(identity.inode)
            put(changed)
        case .tag(let tag):
            put(byte: 1)
            put(tag)
        }
    }

    mutating func put(_ metadata: Metadata) {
        put(byte: metadata.fields.rawValue)
        if let time = metadata.modified { put(time) }
        if let time = metadata.accessed { put(time) }
        if let permissions = metadata.permissions { put(UInt64(permissions)) }
        if let user = metadata.user { put(user) }
        if let group = metadata.group { put(group) }
    }

    /// Everything but the path.
    mutating func put(propertiesOf entry: Entry) {
        put(byte: entry.kind.rawValue)
        put(UInt64(entry.size))
        put(optional: entry.modified) { $0.put($1) }
        put(optional: entry.accessed) { $0.put($1) }
        put(optional: entry.permissions) { $0.put(UInt64($1)) }
        put(optional: entry.owner) {
            $0.put($1.user)
            $0.put($1.group)
        }
        put(optional: entry.device) { $0.put($1) }
        put(optional: entry.linkTarget) { $0.put($1) }
        put(optional: entry.version) { $0.put($1) }
        put(entry.linkCount)
    }

    mutating func put(_ entry: Entry) {
        put(entry.path)
        put(propertiesOf: entry)
    }
}

extension WireReader {
    mutating func timestamp() throws(ConnectionFailure) -> Timestamp {
        let seconds = try signed()
        let nanoseconds = try number(as: Int32.self)
        guard nanoseconds < 1_000_000_000 else { throw .violation("a time has too many nanoseconds") }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    mutating func range() throws(ConnectionFailure) -> ByteRange {
        let offset = try length()
        let length = try length()
        guard !offset.addingReportingOverflow(length).overflow else { throw .violation("a range has no end") }
        return ByteRange(offset: offset, length: length)
    }

    mutating func deviceNumber() throws(ConnectionFailure) -> DeviceNumber {
        let major = try number(as: UInt32.self)
        return DeviceNumber(major: major, minor: try number(as: UInt32.self))
    }

    mutating func kind() throws(ConnectionFailure) -> EntryKind {
        guard let kind = EntryKind(rawValue: try byte()) else { throw .violation("an entry of an unknown kind") }
        return kind
    }

    mutating func permissions() throws(ConnectionFailure) -> UInt16 {
        let permissions = try number(as: UInt16.self)
        guard permissions <= 0o7777 else { throw .violation("permissions of more than 12 bits") }
        return permissions
    }

    mutating func version() throws(ConnectionFailure) -> Version {
        switch try byte() {
        case 0:
            let identity = FileIdentity(device: try number(), inode: try number())
            return .inode(identity, changed: try timestamp())
        case 1: return .tag(try string())
        default: throw .violation("a version of an unknown kind")
        }
    }

    mutating func metadata() throws(ConnectionFailure) -> Metadata {
        let fields = MetadataFields(rawValue: try byte())
        var metadata = Metadata()
        if fields.contains(.modified) { metadata.modified = try timestamp() }
        if fields.contains(.accessed) { metadata.accessed = try timestamp() }
        if fields.contains(.permissions) { metadata.permissions = try permissions() }
        if fields.contains(.user) { metadata.user = try number(as: UInt32.self) }
        if fields.contains(.group) { metadata.group = try number(as: UInt32.self) }
        return metadata
    }

    /// The properties of the entry at `path`.
    mutating func entry(at path: RelativePath) throws(ConnectionFailure) -> Entry {
        Entry(
            path: path,
            kind: try kind(),
            size: try length(),
            modified: try optional { (reader) throws(ConnectionFailure) in try reader.timestamp() },
            accessed: try optional { (reader) throws(ConnectionFailure) in try reader.timestamp() },
            permissions: try optional { (reader) throws(ConnectionFailure) in try reader.permissions() },
            owner: try optional { (reader) throws(ConnectionFailure) in
                let user = try reader.number(as: UInt32.self)
                return Owner(user: user, group: try reader.number(as: UInt32.self))
            },
            device: try optional { (reader) throws(ConnectionFailure) in try reader.deviceNumber() },
            linkTarget: try optional { (reader) throws(ConnectionFailure) in Array(try reader.text()) },
            version: try optional { (reader) throws(ConnectionFailure) in try reader.version() },
            linkCount: try number(as: UInt32.self))
    }

    mutating func entry() throws(ConnectionFailure) -> Entry {
        let path = try path()
        return try entry(at: path)
    }
}
