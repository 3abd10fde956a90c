internal import FerryCore
internal import Glibc

/// SIGINT, SIGTERM and SIGHUP ask a command to stop in good order; the second one ends it at once.
enum Signals {
    /// Read by the handler, and set before that is installed.
    nonisolated(unsafe) private static var cancellation: Cancellation?

    /// Lets signals cancel what goes by `token`. A signal that whoever started this program has it ignore, as nohup does
    /// with SIGHUP, stays ignored.
    static func cancel(_ token: Cancellation) {
        cancellation = token
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
            signal(number) { _ in Signals.stop() }
        }
        // A reader that has gone away shows as EPIPE where it is written to.
        signal(SIGPIPE, SIG_IGN)
        // Writing beyond the largest file allowed (setrlimit(2), RLIMIT_FSIZE) fails with EFBIG then, for that file only.
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Async-signal-safe: an atomic store, and calls of signal(2), see signal-safety(7).
    private static func stop() {
        cancellation?.cancel()
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
        signal(SIGHUP, SIG_DFL)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Ends the program as SIGPIPE ends a filter whose reader has seen enough.
    static func endByBrokenPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        _exit(128 + SIGPIPE)
    }
}
