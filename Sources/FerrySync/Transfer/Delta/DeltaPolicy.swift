internal import FerryCore
internal import FerryEndpoints

/// Which way a changed file goes: whole, or as what its old version lacks. A function of options and capabilities.
enum DeltaPolicy {
    case whole
    /// The old file at the destination is read, which is cheap there.
    case reading
    /// The old file is far away: what is known of it comes from others, and copies are made where it is.
    case remote
    /// The new file is far away and the old one is at hand: only what that lacks is fetched.
    case fetching

    /// - Parameters:
    ///   - source: What the place of the new file can do.
    ///   - destination: What the place of the old file can do.
    ///   - size: Of the new file, in bytes.
    init(_ options: WritingOptions, from source: Capabilities, to destination: Capabilities, size: Int64) {
        let isWanted = options.wholeFile.map { !$0 } ?? Self.isDefault(options, source, destination)
        self = isWanted && size > 0 ? Self.way(options, from: source, to: destination, size: size) : .whole
    }

    /// Between places whose old files are read as cheaply as they are written, whole files are the default: finding what
    /// can be kept reads the old file and the new one, copying reads only the new one. `--append-verify` asks for it, too.
    private static func isDefault(
        _ options: WritingOptions, _ source: Capabilities, _ destination: Capabilities
    ) -> Bool {
        !(source.cheapReads && destination.cheapReads) || options.isAppending
    }

    private static func way(
        _ options: WritingOptions, from source: Capabilities, to destination: Capabilities, size: Int64
    ) -> DeltaPolicy {
        if destination.cheapReads {
            guard destination.composition == .bytes else { return .whole }
            if source.cheapReads { return .reading }
            return source.rangedReads && size >= smallestRemote ? .fetching : .whole
        }
        switch destination.composition {
        case .none: return .whole
        case .unmoved: return options.method == .inPlace && size >= smallestRemote ? .remote : .whole
        case .bytes: return size >= smallestRemote ? .remote : .whole
        // One part must be worth a copy.
        case .parts(let minimum, _, _): return size >= max(smallestRemote, minimum) ? .remote : .whole
        }
    }

    /// Smaller files are sent in less time than it takes to ask for a signature and a digest: two round trips of 10 ms at 50
    /// Mbit/s are 125 KB.
    static let smallestRemote: Int64 = 64 << 10
}

extension RunContext {
    /// Which way the content of this action goes.
    func deltaPolicy(for action: Action) -> DeltaPolicy {
        DeltaPolicy(
            options.writing, from: origin(of: action.item).endpoint.capabilities, to: destination.capabilities,
            size: action.item.entry.size)
    }
}
