internal import FerryCore
internal import FerrySync

extension WritingOptions {
    init(resolving typed: WritingArguments, preset: Preset, environment: Environment) throws(UsageError) {
        self.init()
        sparse = typed.sparse
        preallocates = typed.preallocates
        fsync = typed.fsync ?? (preset == .rsync ? .none : .batch)
        verification = typed.verification ?? .auto
        wholeFile = typed.wholeFile
        trustsRemoteUnchanged = typed.trustsRemoteUnchanged
        blockSize = try typed.blockSize.map { (text) throws(UsageError) in try Self.blockSize(text) } ?? nil
        temporaryDirectory = typed.temporaryDirectory?.bytes
        delaysUpdates = typed.delaysUpdates
        removesSourceFiles = typed.removesSourceFiles
        confirmsBeforeRemoval = preset == .sync
        backup = try Backup(resolving: typed)
        method = try Self.method(typed)
        partial = try Self.partial(typed, inPlace: method != .staged, environment)
    }

    /// 0 is the same as none. The limit is rsync's.
    private static func blockSize(_ text: OptionText) throws(UsageError) -> Int? {
        let size = try text.size()
        if size > 1 << 17 { throw UsageError("\(text.option): a block is at most 131072 bytes") }
        return size == 0 ? nil : Int(size)
    }

    private static func method(_ typed: WritingArguments) throws(UsageError) -> Method {
        if typed.append == .off { return typed.inPlace ? .inPlace : .staged }
        if typed.wholeFile == true { throw UsageError("--append cannot be used with --whole-file") }
        return .append(verify: typed.append == .verified)
    }

    private static func partial(
        _ typed: WritingArguments, inPlace: Bool, _ environment: Environment
    ) throws(UsageError) -> Partial {
        var directory = typed.partialDirectory?.bytes ?? (typed.delaysUpdates ? Array(".~tmp~".utf8) : nil)
        if inPlace {
            if directory == nil { return .discard }
            let method = typed.append == .off ? "--inplace" : "--append"
            throw UsageError(
                "\(method) cannot be used with \(typed.delaysUpdates ? "--delay-updates" : "--partial-dir")")
        }
        if typed.partial, directory == nil { directory = environment.value("RSYNC_PARTIAL_DIR").map { Array($0.utf8) } }
        guard let directory else { return typed.partial ? .keep : .discard }
        let path = PathText.cleaned(directory)
        if path.isEmpty { return .keep }
        do throws(PathError) {
            return .directory(try RelativePath(validating: path))
        } catch {
            let name = DisplayName.escaping(directory)
            throw UsageError("--partial-dir: '\(name)' is not a directory beside each file, as 'DIR' or 'DIR/DIR'")
        }
    }
}

extension WritingOptions.Backup {
    fileprivate init?(resolving typed: WritingArguments) throws(UsageError) {
        var directory = typed.backupDirectory.map { PathText.cleaned($0.bytes) }
        let suffix = typed.suffix?.bytes ?? (directory == nil ? Array("~".utf8) : [])
        if suffix.contains(RelativePath.separator) {
            throw UsageError("--suffix cannot contain slashes: \(DisplayName.escaping(suffix))")
        }
        let given = directory != nil
        if directory?.isEmpty == true { directory = nil }
        if directory == nil, suffix.isEmpty {
            let why = given ? "when --backup-dir is the same as the destination" : "without a --backup-dir"
            throw UsageError("--suffix cannot be empty \(why)")
        }
        guard typed.backup || given else { return nil }
        self.init(suffix: suffix, directory: directory)
    }
}
