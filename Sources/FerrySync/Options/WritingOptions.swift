public import FerryCore

/// How files are written at the destination.
public struct WritingOptions: Sendable {
    public var method = Method.staged
    /// `-S`
    public var sparse = false
    /// `--preallocate`
    public var preallocates = false
    public var fsync = FsyncPolicy.batch
    /// `-T`
    public var temporaryDirectory: [UInt8]?
    public var partial = Partial.discard
    /// `--delay-updates`
    public var delaysUpdates = false
    public var backup: Backup?
    /// `--remove-source-files`
    public var removesSourceFiles = false
    /// Whether a source file is removed only after its content was compared with the destination's.
    public var confirmsBeforeRemoval = true
    public var verification = VerificationPolicy.auto
    /// `-W`: nil leaves the choice to the planner.
    public var wholeFile: Bool?
    /// `--trust-remote-unchanged`: an old file far away is taken for the one that is remembered or described, also where
    /// nothing can confirm what was composed of it.
    public var trustsRemoteUnchanged = false
    /// `-B`, in bytes.
    public var blockSize: Int?
    /// After how many bytes, and after how many seconds at the soonest, a transfer is made durable so that it can be gone on
    /// with: waiting for the far side's disk must not be what a fast network does.
    public var checkpointInterval: Int64 = 16 << 20
    public var checkpointPause: Int64 = 10
    /// From how many bytes on the far side is asked for a digest of a file that was sent whole: a small one is sent in the
    /// time that the question takes.
    public var digestMinimum: Int64 = 4 << 20

    public init() {}

    public enum Method: Sendable, Hashable {
        case staged
        /// `--inplace`
        case inPlace
        /// `--append`, `--append-verify`: only what is missing at the end is sent.
        case append(verify: Bool)
    }

    public var isAppending: Bool {
        if case .append = method { true } else { false }
    }

    /// When written data is made durable.
    public enum FsyncPolicy: String, Sendable, CaseIterable {
        /// A group of files together, before their names appear.
        case batch
        /// Each file by itself.
        case file
        /// Left to the kernel.
        case none
    }

    /// What becomes of a file whose transfer was cut off.
    public enum Partial: Sendable, Hashable {
        case discard
        /// `--partial`: it takes the final name.
        case keep
        /// `--partial-dir`: it waits there, below its own directory.
        case directory(RelativePath)
    }

    /// Whether an old file must not lose its name to a part of the new one: nobody has made a backup of it yet.
    public var keepsOldFile: Bool {
        if case .keep = partial { backup != nil } else { false }
    }

    /// `--backup`
    public struct Backup: Sendable, Hashable {
        public var suffix: [UInt8]
        /// As given: absolute, or relative to the destination; nil keeps backups beside the files.
        public var directory: [UInt8]?

        public init(suffix: [UInt8] = Array("~".utf8), directory: [UInt8]? = nil) {
            self.suffix = suffix
            self.directory = directory
        }
    }

    /// `--verify`
    public enum VerificationPolicy: String, Sendable, CaseIterable {
        /// The strongest confirmation that costs no second transfer.
        case auto
        case none
        case readback
        /// Only a digest of the far side or reading back count.
        case strict
    }
}
