internal import FerryCore
internal import FerryDelta
internal import FerrySync

/// What a `zsync` command line asks for.
public struct ZsyncCommandLine: Sendable {
    public enum Step: Sendable {
        case make(Making)
        case get(Getting)
    }

    public struct Making: Sendable {
        public let file: [UInt8]
        /// Nil for the usual place.
        public let output: [UInt8]?
        public let urls: [String]
        /// Nil for the usual size.
        public let blockSize: Int?
    }

    public struct Getting: Sendable {
        public let control: [UInt8]
        public let seeds: [[UInt8]]
        public let output: [UInt8]?
        public let showsStatistics: Bool
        /// Whether the file is made durable before it gets its name.
        public let isDurable: Bool
        /// In bytes a second; nil is no limit.
        public let bandwidth: Int64?
    }

    public let step: Step

    public init(_ arguments: Arguments) throws(UsageError) {
        let options = arguments.zsync
        guard let word = arguments.operands.first.map({ String(decoding: $0, as: UTF8.self) }) else {
            throw UsageError("'make' or 'get' has to be named; see --help")
        }
        let operands = arguments.operands.dropFirst()
        switch word {
        case "make":
            if arguments.writing.fsync != nil { throw UsageError("'--fsync' is for 'get'") }
            if let other = options.seeds.first ?? arguments.optionsOfOtherHosts.first {
                throw UsageError("'\(other.option)' is for 'get'")
            }
            let file = try Self.only(operands, "a file to describe")
            step = .make(
                Making(
                    file: file, output: options.output?.bytes, urls: try Self.urls(options.urls),
                    blockSize: try options.blockSize.map { (text) throws(UsageError) in try Self.blockSize(text) }))
        case "get":
            if let other = options.urls.first ?? options.blockSize {
                throw UsageError("'\(other.option)' is for 'make'")
            }
            let control = try Self.only(operands, "a control file")
            step = .get(
                Getting(
                    control: control, seeds: options.seeds.map(\.bytes), output: options.output?.bytes,
                    showsStatistics: arguments.deltas.statistics,
                    isDurable: arguments.writing.fsync != WritingOptions.FsyncPolicy.none,
                    bandwidth: try arguments.running.bandwidthLimit()))
        default: throw UsageError("'\(word)' is not 'make' or 'get'")
        }
    }

    private static func only(_ operands: ArraySlice<[UInt8]>, _ wanted: String) throws(UsageError) -> [UInt8] {
        guard let operand = operands.first else { throw UsageError("\(wanted) has to be named; see --help") }
        if operands.count > 1 { throw UsageError("only one file may be given") }
        return operand
    }

    /// A URL must fit a header line.
    private static func urls(_ texts: [OptionText]) throws(UsageError) -> [String] {
        var urls: [String] = []
        for text in texts {
            let url = try text.text()
            if url.isEmpty || url.utf8.contains(where: { $0 <= 0x20 }) {
                throw UsageError("the value of '\(text.option)' is no URL: '\(text.shown)'")
            }
            urls.append(url)
        }
        return urls
    }

    private static func blockSize(_ text: OptionText) throws(UsageError) -> Int {
        let size = Int(try text.size())
        guard size.nonzeroBitCount == 1, ZsyncControl.blockSizes.contains(size) else {
            throw UsageError("\(text.option): a block's length is a power of two up to 256 MiB")
        }
        return size
    }
}

extension Arguments {
    /// Values of options about how other hosts are reached.
    fileprivate var optionsOfOtherHosts: [OptionText] {
        let single = [
            web.certificates, web.clientCertificate, web.clientKey, web.ftpSecurity, running.bandwidth,
            running.timeout, remote.remoteShell, remote.sshTransport, remote.agent, remote.hostKeys,
            remote.connectTimeout, objectStores.profile, objectStores.endpoint, objectStores.region,
            objectStores.customerKey,
        ]
        return web.headers + remote.identities + single.compactMap { $0 }
    }
}
