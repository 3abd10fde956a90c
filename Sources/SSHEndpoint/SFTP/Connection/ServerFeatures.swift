internal import FerryEndpoints

/// What a server says of itself: version 3 and its extensions, OpenSSH's PROTOCOL section 4.
struct ServerFeatures: Sendable {
    private(set) var extensions: Set<String> = []
    /// Bytes of one READ and of one WRITE.
    private(set) var readLength = usualLength
    private(set) var writeLength = usualLength
    /// Files and directories that may be open at a time; nil where the server does not say.
    private(set) var handles: Int?

    /// What every server takes, draft-ietf-secsh-filexfer-02 section 3.
    private static let usualLength = 32 * 1024
    /// OpenSSH takes 255 KiB; more gains nothing.
    private static let longestLength = 256 * 1024

    enum Extension: String {
        case posixRename = "posix-rename@openssh.com"
        case fsync = "fsync@openssh.com"
        case hardlink = "hardlink@openssh.com"
        case lsetstat = "lsetstat@openssh.com"
        case statvfs = "statvfs@openssh.com"
        case limits = "limits@openssh.com"
        case copyData = "copy-data"
        case expandPath = "expand-path@openssh.com"
        case checkFile = "check-file"
        case versions = "versions"
        case accountNames = "users-groups-by-id@openssh.com"
    }

    init() {}

    /// Reads the answer to the initial message.
    init(version bytes: [UInt8]) throws(ConnectionFailure) {
        var reader = MessageReader(bytes)
        guard try reader.byte() == MessageType.version.rawValue else {
            throw .violation("it does not begin with a version")
        }
        guard try reader.uint32() >= 3 else {
            throw ConnectionFailure(.unsupported, "the server speaks a version of SFTP before 3", whileConnecting: true)
        }
        while !reader.isAtEnd {
            extensions.insert(String(decoding: try reader.string(), as: UTF8.self))
            _ = try reader.string()
        }
    }

    func offers(_ name: Extension) -> Bool { extensions.contains(name.rawValue) }

    /// Whether LSTAT and posix-rename take what a symlink leads to for the link, as proftpd 1.3.8 does, which names its
    /// versions and has none of OpenSSH's limits.
    var resolvesLinks: Bool { offers(.versions) && !offers(.limits) }

    /// Takes the answer to `limits@openssh.com`: lengths of packets, reads and writes, and open handles; 0 is unknown.
    mutating func setLimits(_ reader: MessageReader) throws(ConnectionFailure) {
        var reader = reader
        let packet = try reader.uint64()
        let room = packet > 2048 ? packet - 1024 : 0
        readLength = Self.length(try reader.uint64(), room)
        writeLength = Self.length(try reader.uint64(), room)
        let count = try reader.uint64()
        handles = count > 0 ? Int(clamping: count) : nil
    }

    private static func length(_ said: UInt64, _ room: UInt64) -> Int {
        let length = said > 0 ? said : room
        return length > 0 ? min(Int(clamping: length), longestLength) : usualLength
    }
}
