public import FerryCore

/// The totals of a run, for the closing report.
public struct Statistics: Sendable {
    /// Entries of the sources that take part, by kind.
    public var entries = KindCounts()
    public var created = KindCounts()
    public var deleted = KindCounts()
    public var filesTransferred = 0
    /// Bytes: of all files that take part, of those that were transferred.
    public var totalSize: Int64 = 0
    public var transferredSize: Int64 = 0
    public var literalBytes: Int64 = 0
    public var matchedBytes: Int64 = 0
    /// Files that were to be composed from old ones and had to be sent whole after all.
    public var composedInVain = 0
    /// Files that were sent whole at once, because nobody would tell whether what is composed of old ones is right.
    public var unconfirmable = 0
    /// Files that were replaced in more than one step, because the destination cannot do it in one.
    public var replacedInSteps = 0
    /// How strongly each transferred file is known to have arrived.
    public var verified: [VerificationLevel: Int] = [:]
    /// Files whose content was held against a manifest of the source, and agreed.
    public var agreed = 0
    /// Unchanged files that were read only for the manifest that the run makes, and the bytes of them.
    public var described = 0
    public var describedBytes: Int64 = 0
    /// Files that are not sent before a check file, or the data that it is of, is there.
    public var waiting = 0
    /// Requests that object stores were sent, by operation.
    public var requests: [String: Int] = [:]
    public var metadataChanged = 0
    public var errors = 0
    public var vanished = 0
    /// Seconds: the scan, the whole run.
    public var scanSeconds = 0.0
    public var totalSeconds = 0.0

    public init() {}

    /// In the order of their names.
    public var requestsByName: [(name: String, count: Int)] {
        requests.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

public struct KindCounts: Sendable, Hashable {
    public var files = 0
    public var directories = 0
    public var symlinks = 0
    public var devices = 0
    public var specials = 0

    public init() {}

    public var total: Int { files + directories + symlinks + devices + specials }

    public mutating func count(_ kind: EntryKind, _ number: Int = 1) {
        switch kind {
        case .file: files += number
        case .directory: directories += number
        case .symlink: symlinks += number
        case .characterDevice, .blockDevice: devices += number
        case .fifo, .socket: specials += number
        }
    }
}

/// How strongly it is known that what arrived is what was sent, strongest first.
public enum VerificationLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    /// A digest that the far side computed.
    case storeDigest = "store digest"
    case readBack = "read back"
    /// A digest that somebody recorded: a claim.
    case recordedDigest = "recorded digest"
    case sizeAndTime = "size and time"
    case unconfirmed

    public static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}
