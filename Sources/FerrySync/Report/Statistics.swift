package import FerryCore

/// The totals of a run, for the closing report.
package struct Statistics: Sendable {
    /// Entries of the sources that take part, by kind.
    package var entries = KindCounts()
    package var created = KindCounts()
    package var deleted = KindCounts()
    package var filesTransferred = 0
    /// Bytes: of all files that take part, of those that were transferred.
    package var totalSize: Int64 = 0
    package var transferredSize: Int64 = 0
    package var literalBytes: Int64 = 0
    package var matchedBytes: Int64 = 0
    /// Files that were to be composed from old ones and had to be sent whole after all.
    package var composedInVain = 0
    /// Files that were sent whole at once, because nobody would tell whether what is composed of old ones is right.
    package var unconfirmable = 0
    /// Files that were replaced in more than one step, because the destination cannot do it in one.
    package var replacedInSteps = 0
    /// How strongly each transferred file is known to have arrived.
    package var verified: [VerificationLevel: Int] = [:]
    /// Files whose content was held against a manifest of the source, and agreed.
    package var agreed = 0
    /// Unchanged files that were read only for the manifest that the run makes, and the bytes of them.
    package var described = 0
    package var describedBytes: Int64 = 0
    /// Files that are not sent before a check file, or the data that it is of, is there.
    package var waiting = 0
    /// Requests that object stores were sent, by operation.
    package var requests: [String: Int] = [:]
    package var metadataChanged = 0
    package var errors = 0
    package var vanished = 0
    /// Seconds: the scan, the whole run.
    package var scanSeconds = 0.0
    package var totalSeconds = 0.0

    package init() {}

    /// In the order of their names.
    package var requestsByName: [(name: String, count: Int)] {
        requests.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

package struct KindCounts: Sendable, Hashable {
    package var files = 0
    package var directories = 0
    package var symlinks = 0
    package var devices = 0
    package var specials = 0

    package init() {}

    package var total: Int { files + directories + symlinks + devices + specials }

    package mutating func count(_ kind: EntryKind, _ number: Int = 1) {
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
package enum VerificationLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    /// A digest that the far side computed.
    case storeDigest = "store digest"
    case readBack = "read back"
    /// A digest that somebody recorded: a claim.
    case recordedDigest = "recorded digest"
    case sizeAndTime = "size and time"
    case unconfirmed

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}
