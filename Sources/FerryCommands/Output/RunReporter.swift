internal import FerryCore
public import FerrySync

/// Tells the user about one run: what is done, what fails, how it gets on, and what it came to.
public protocol RunReporter: SyncObserver {
    /// Before the first event.
    func begin()
    /// The destination directory did not exist, as typed. `count` directories were made on the way, it included; nil where
    /// only it can have been.
    func madeDestination(_ path: [UInt8], count: Int?)
    /// After the last event.
    func finish(_ result: SyncResult)
}

/// What reporters know of a run besides its events.
public struct RunDescription: Sendable {
    public let output: OutputOptions
    public let options: SyncOptions
    /// Where the tree of each source begins, as typed. With a list of files rsync begins in it.
    public let roots: [[UInt8]]
    public let direction: Direction

    /// As rsync sees a run: what it sends to another host, and what it gets from one.
    public enum Direction: Sendable {
        case within, sending, receiving
    }

    public init(_ line: SyncCommandLine) {
        output = line.output
        options = line.options
        let isFar = { (operand: [UInt8]?) in operand.flatMap { try? LocationParser.parse($0) }?.isLocal == false }
        direction = isFar(line.destination) ? .sending : isFar(line.sources.first) ? .receiving : .within
        roots = line.sources.map { operand in
            line.filesFrom != nil ? [] : (try? SourceRoot(operand, isRelative: line.relative))?.root ?? []
        }
    }
}

extension RunDescription {
    /// The reporter that the options ask for.
    public func reporter(on console: Console) throws(UsageError) -> any RunReporter {
        if let buffering = output.buffering { console.setBuffering(buffering) }
        if output.isJSON { return JSONReporter(self, console: console) }
        return try TextReporter(self, console: console)
    }
}
