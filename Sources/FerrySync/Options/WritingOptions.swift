/// How files are written at the destination.
package struct WritingOptions: Sendable {
    package var method = Method.staged
    /// `-S`
    package var sparse = false
    /// `--preallocate`
    package var preallocates = false
    package var fsync = FsyncPolicy.batch
    /// `-T`
    package var temporaryDirectory: [UInt8]?
    package var partial = Partial.discard
    /// `--delay-updates`
    package var delaysUpdates = false
    package var backup: Backup?
    /// `--remove-source-files`
    package var removesSourceFiles = false
    /// Whether a source file is removed only after its content was compared with the destination's.
    package var confirmsBeforeRemoval = true
    package var verification = VerificationPolicy.auto
    /// `-W`: nil leaves the choice to the planner.
    package var wholeFile: Bool?
    /// `--trust-remote-unchanged`: an old file far away is taken for the one that is remembered or described, also where
    /// nothing can confirm what was composed of it.
    package var trustsRemoteUnchanged = false
    /// `-B`, in bytes.
    package var blockSize: Int?
    /// After how many bytes, and after how many seconds at the soonest, a transfer is made durable so that it can be gone on
    /// with: waiting for the far side's disk must not be what a fast network does.
    package var checkpointInterval: Int64 = 16 << 20
    package var checkpointPause: Int64 = 10
    /// From how many bytes on the far side is asked for a digest of a file that was sent whole: a small one is sent in the
    /// time that the question takes.
    package var digestMinimum: Int64 = 4 << 20

    package init() {}

    package enum Method: Sendable, Hashable {
        case staged
        /// `--inplace`
        case inPlace
        /// `--append`, `--append-verify`: only what is missing at the end is sent.
        case append(verify: Bool)
    }

    package var isAppending: Bool {
        if case .append = method { true } else { false }
    }

    /// When written data is made durable.
    package enum FsyncPolicy: String, Sendable, CaseIterable {
        /// A group of files together, before their names appear.
        case batch
        /// Each file by itself.
        case file
        /// Left to the kernel.
        case none
    }

    /// What becomes of a file whose transfer was cut off.
    package enum Partial: Sendable, Hashable {
        case discard
        /// `--partial`: it takes the final name.
        case keep
        /// `--partial-dir`: it waits there, relative to its own directory or absolute.
        case directory([UInt8])
    }

    /// Whether an old file must not lose its name to a part of the new one: nobody has made a backup of it yet.
    package var keepsOldFile: Bool {
        if case .keep = partial { backup != nil } else { false }
    }

    /// `--backup`
    package struct Backup: Sendable, Hashable {
        package var suffix: [UInt8]
        /// As given: absolute, or relative to the destination; nil keeps backups beside the files.
        package var directory: [UInt8]?

        package init(suffix: [UInt8] = Array("~".utf8), directory: [UInt8]? = nil) {
            self.suffix = suffix
            self.directory = directory
        }
    }

    /// `--verify`
    package enum VerificationPolicy: String, Sendable, CaseIterable {
        /// The strongest confirmation that costs no second transfer.
        case auto
        case none
        case readback
        /// Only a digest of the far side or reading back count.
        case strict
    }
}
