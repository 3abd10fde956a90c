import FerryCore
import Glibc
import Testing

@testable import FerryCommands

/// A console that writes into pipes.
private struct PipedConsole {
    let console: Console
    private let output: Pipe
    private let errors: Pipe

    init(buffering: Console.Buffering = .block) {
        output = Pipe()
        errors = Pipe()
        console = Console(output: output.end, errors: errors.end, buffering: buffering)
    }

    func closeReader() { close(output.start) }

    /// What arrived so far.
    func printed() -> String { output.content }

    /// Reads until `count` bytes have arrived, or nothing more comes for ten seconds.
    func printed(awaiting count: Int) -> String { output.content(awaiting: count) }

    func complained() -> String { errors.content }
}

/// A pipe that does not wait when it is read.
private struct Pipe {
    let start: Int32
    let end: Int32

    init() {
        var ends: [Int32] = [0, 0]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        (start, end) = (ends[0], ends[1])
    }

    func content(awaiting wanted: Int) -> String {
        var text = ""
        var poller = pollfd(fd: start, events: Int16(POLLIN), revents: 0)
        while text.utf8.count < wanted, poll(&poller, 1, 10_000) > 0 { text += content }
        return text
    }

    var content: String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(start, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count <= 0 { return String(decoding: text, as: UTF8.self) }
            text += buffer[..<count]
        }
    }
}

@Suite struct ConsoleTests {
    @Test func blocksWaitForTheFlush() {
        let piped = PipedConsole()
        piped.console.print("one")
        #expect(piped.printed() == "")
        piped.console.flush()
        #expect(piped.printed() == "one\n")
    }

    @Test func complaintsComeAfterWhatWasPrinted() {
        let piped = PipedConsole()
        piped.console.print("one")
        piped.console.printError("two")
        #expect(piped.printed() == "one\n")
        #expect(piped.complained() == "two\n")
    }

    @Test func linesAreNotBuffered() {
        let piped = PipedConsole(buffering: .line)
        piped.console.print("one")
        #expect(piped.printed() == "one\n")
    }

    @Test func liveLineIsErasedBeforeOtherOutput() {
        let piped = PipedConsole()
        piped.console.showLive("50%")
        piped.console.showLive("50%")
        #expect(piped.complained() == "\r50%\u{1B}[K")
        piped.console.print("one")
        #expect(piped.complained() == "\r\u{1B}[K")
        piped.console.showLive("60%")
        piped.console.showLive(nil)
        #expect(piped.complained() == "\r60%\u{1B}[K\r\u{1B}[K")
    }

    @Test func readerThatWentAwayIsNoError() {
        signal(SIGPIPE, SIG_IGN)
        let piped = PipedConsole(buffering: .line)
        piped.closeReader()
        piped.console.print("one")
        piped.console.print("two")
        #expect(piped.console.outputFailure == EPIPE)
    }

    /// More than the socket holds, so that writers wait for the reader, who reads all the while.
    @Test func linesOfManyThreadsStayWhole() {
        let piped = PipedConsole(buffering: .line)
        let cancellation = Cancellation()
        let (writers, each, width) = (4, 400, 500)
        let threads = (0..<writers).map { number in
            let line = String(repeating: "\(number)", count: width)
            return WorkerThread { for _ in 0..<each where !cancellation.isCancelled { piped.console.print(line) } }
        }
        let lines = piped.printed(awaiting: writers * each * (width + 1)).split(separator: "\n")
        cancellation.cancel()
        piped.closeReader()
        for thread in threads { thread.join() }
        #expect(lines.count == writers * each)
        #expect(lines.allSatisfy { $0.utf8.count == width && Set($0.utf8).count == 1 })
    }
}
