public import FerryCore

/// Compares two entries by what a listing says of them. A pure function; content is somebody else's to read.
public struct EntryComparison: Sendable {
    private let options: CheckOptions
    private let times: TimeComparison

    /// `precision` is the coarser one of the two sides.
    public init(options: CheckOptions, precision: TimePrecision) {
        self.options = options
        times = TimeComparison(window: options.modifyWindow, precision: precision)
    }

    /// Whether metadata decides that not all listings tell.
    public var needsMetadata: Bool {
        options.times || options.permissions || options.owner || options.group
    }

    public enum Outcome: Sendable, Hashable {
        case aspects([Finding.Aspect])
        /// Equal in size; only the content can tell the rest. What else differs is known already.
        case needsContent([Finding.Aspect])
    }

    public func compare(_ first: Entry, _ second: Entry) -> Outcome {
        if first.kind != second.kind { return .aspects([.kind]) }
        let metadata = metadataAspects(first, second)
        switch first.kind {
        case .file: return compareFiles(first, second, metadata)
        case .symlink: return .aspects((first.linkTarget == second.linkTarget ? [] : [.target]) + metadata)
        case .characterDevice, .blockDevice:
            return .aspects((first.device == second.device ? [] : [.device]) + metadata)
        case .directory, .fifo, .socket: return .aspects(metadata)
        }
    }

    private func compareFiles(_ first: Entry, _ second: Entry, _ metadata: [Finding.Aspect]) -> Outcome {
        if first.size != second.size { return .aspects([.size] + metadata) }
        if options.content || (!options.sizeOnly && !canCompareTimes(first, second)) {
            return first.size == 0 ? .aspects(metadata) : .needsContent(metadata)
        }
        if options.sizeOnly || metadata.contains(.time) { return .aspects(metadata) }
        return .aspects((areTimesEqual(first, second) ? [] : [.time]) + metadata)
    }

    /// A side that keeps no times says nothing about the content by them: it has to be read.
    private func canCompareTimes(_ first: Entry, _ second: Entry) -> Bool {
        times.precision != .none && first.modified != nil && second.modified != nil
    }

    private func areTimesEqual(_ first: Entry, _ second: Entry) -> Bool {
        times.areEqual(first.attributes, second.attributes)
    }

    /// Whether the options ask for times, and one side tells none.
    func lacksTimes(_ first: Entry, _ second: Entry) -> Bool {
        options.times && first.kind == second.kind && first.kind == .file && !canCompareTimes(first, second)
    }

    /// Only what an option asks for, and only where both sides keep it.
    func metadataAspects(_ first: Entry, _ second: Entry) -> [Finding.Aspect] {
        var aspects: [Finding.Aspect] = []
        if options.times, canCompareTimes(first, second), !areTimesEqual(first, second) { aspects.append(.time) }
        if options.permissions, first.kind != .symlink, differ(first.permissions, second.permissions) {
            aspects.append(.permissions)
        }
        if options.owner, differ(first.owner?.user, second.owner?.user) { aspects.append(.owner) }
        if options.group, differ(first.owner?.group, second.owner?.group) { aspects.append(.group) }
        return aspects
    }

    private func differ<Value: Equatable>(_ first: Value?, _ second: Value?) -> Bool {
        guard let first, let second else { return false }
        return first != second
    }
}
