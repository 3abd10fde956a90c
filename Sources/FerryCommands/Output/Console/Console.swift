internal import CTerminal
public import FerryCore
internal import Glibc
internal import Synchronization

/// Standard output and standard error, shared by all threads: whole lines only, in the order they were given, with one
/// live line below them on a terminal.
public final class Console: Sendable {
    fileprivate struct State {
        var output: Descriptor
        var errors: Descriptor
        /// What the live line shows; empty when there is none.
        var live: [UInt8] = []
    }

    private let state: Mutex<State>
    private let errorNumber: Int32

    /// - Parameters:
    ///   - mode: How standard output is buffered; nil: by line on a terminal, else by block.
    ///   - cancellation: Ends the wait for a reader who takes nothing.
    public init(
        output: Int32 = 1, errors: Int32 = 2, buffering mode: Buffering? = nil,
        cancellation: Cancellation = Cancellation()
    ) {
        let outputMode = mode?.mode ?? (isatty(output) == 1 ? .lines : .blocks)
        errorNumber = errors
        state = Mutex(

            State(
                output: Descriptor(output, mode: outputMode, cancellation),
                errors: Descriptor(errors, mode: .unbuffered, cancellation)))
    }

    /// `--outbuf`
    public enum Buffering: Sendable {
        case none, line, block

        fileprivate var mode: Descriptor.Mode {
            switch self {
            case .none: .unbuffered
            case .line: .lines
            case .block: .blocks
            }
        }
    }

    public func setBuffering(_ buffering: Buffering) {
        state.withLock { $0.output.mode = buffering.mode }
    }

    /// What is to be done at once when nobody takes what is printed any more. Others who print wait for it.
    public func whenReaderLeaves(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.output.whenReaderLeaves = action }
    }

    /// Whether a live line can be shown.
    public var isInteractive: Bool { isatty(errorNumber) == 1 && getenv("TERM").map { strcmp($0, "dumb") } != 0 }

    /// The columns of the terminal, asked for each time, so a change of size needs no signal.
    public var columns: Int {
        let columns = Int(ferry_terminal_columns(errorNumber))
        return columns > 0 ? columns : 80
    }

    public func print(_ line: String) {
        print(Array(line.utf8))
    }

    /// One line to standard output, without its newline.
    public func print(_ line: [UInt8]) {
        state.withLock { state in
            state.eraseLive()
            state.output.append(line: line)
        }
    }

    /// Bytes to standard output as they are.
    public func write(_ bytes: some Collection<UInt8>) {
        state.withLock { state in
            state.eraseLive()
            state.output.append(bytes)
        }
    }

    /// One line to standard error. What was printed before appears before it.
    public func printError(_ line: String) {
        printError(Array(line.utf8))
    }

    public func printError(_ line: [UInt8]) {
        state.withLock { state in
            state.output.flush()
            state.eraseLive()
            state.errors.append(line + [UInt8(ascii: "\n")])
        }
    }

    /// Shows or replaces the live line, which must fit into the terminal; nil takes it away.
    public func showLive(_ line: String?) {
        let line = Array((line ?? "").utf8)
        state.withLock { state in
            if line == state.live { return }
            state.output.flush()
            state.errors.append(Array("\r".utf8) + line + Array("\u{1B}[K".utf8))
            state.live = line
        }
    }

    public func flush() {
        state.withLock { $0.output.flush() }
    }

    /// The errno of the first failed write to standard output.
    public var outputFailure: Int32? { state.withLock { $0.output.failure } }
}

extension Console.State {
    fileprivate mutating func eraseLive() {
        if live.isEmpty { return }
        errors.append(Array("\r\u{1B}[K".utf8))
        live = []
    }
}
