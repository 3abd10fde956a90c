internal import FerryCore

/// Values of options that only rsync needs: they have no effect here, but wrong ones are refused as rsync refuses them.
enum IgnoredValues {
    private static let checksums: Set = ["auto", "md4", "md5", "sha1", "xxh64", "xxhash", "xxh3", "xxh128", "none"]
    private static let protocols = 20...32
    /// In bytes; less would not do for rsync.
    private static let leastAllocation = 1 << 20

    @Sendable static func number(_: inout Arguments, _ text: OptionText) throws(UsageError) {
        _ = try text.integer()
    }

    /// One name, or two with a comma: for transfers and for files.
    @Sendable static func checksum(_: inout Arguments, _ text: OptionText) throws(UsageError) {
        let names = try text.text().lowercased().split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        for name in names where !checksums.contains(String(name)) {
            throw UsageError("\(text.option): there is no checksum '\(text.shown)'", status: .notSupported)
        }
    }

    @Sendable static func protocolVersion(_: inout Arguments, _ text: OptionText) throws(UsageError) {
        if !protocols.contains(try text.integer()) {
            throw UsageError(
                "\(text.option): a version from \(protocols.lowerBound) to \(protocols.upperBound), not \(text.shown)",
                status: .protocolIncompatibility)
        }
    }

    /// 0 is no limit.
    @Sendable static func allocation(_: inout Arguments, _ text: OptionText) throws(UsageError) {
        let size = try text.size()
        if size != 0 && size < leastAllocation { throw UsageError("\(text.option): at least 1M, or 0 for no limit") }
    }
}
