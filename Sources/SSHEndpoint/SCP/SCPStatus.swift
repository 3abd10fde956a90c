internal import FerryEndpoints

/// What the statuses of `RemoteCommands` stand for. The only place that knows.
enum SCPStatus {
    static func code(_ status: Int) -> EndpointError.Code {
        switch status {
        case 40: .notFound
        case 41: .permissionDenied
        case 42: .alreadyExists
        case 43: .notEmpty
        case 44: .changedDuringTransfer
        case 45: .unsupported
        case 46: .corrupted
        default: .serverFailure
        }
    }

    /// In words, where the cause's usual ones would mislead.
    static func reason(_ status: Int) -> String? {
        switch status {
        case 40...44: nil
        case 45: "the account's shell does not find scp, find, readlink and a stat that it knows"
        case 46: "the server holds another number of bytes than were sent"
        default: "a command there failed with status \(status)"
        }
    }

    /// scp itself ended with it, without a word.
    static func ended(_ status: Int) -> SCPError {
        if status == tooLarge { return .refused(.noSpace, "the server lets no file be that large") }
        return .refused(.serverFailure, "scp there ended with status \(status)")
    }

    /// As shells tell of SIGXFSZ (setrlimit(2), RLIMIT_FSIZE), which is 25 on Linux and the BSDs.
    private static let tooLarge = 128 + 25
}
