internal import FerryCommands
internal import FuzzDriver

// Any words are a command line, or are refused with one line. The input's first byte chooses the preset; NUL bytes
// separate the words.

Fuzzer.run { input in
    guard let first = input.first else { return false }
    let words = input.dropFirst().split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    do throws(UsageError) {
        _ = try SyncCommandLine(words, preset: first & 1 == 0 ? .sync : .rsync, environment: Environment())
    } catch {
        precondition(!error.message.utf8.contains { $0 < 0x20 }, "not one line: \(error.message)")
        precondition(!error.message.isEmpty, "refused without a word")
    }
    return true
}
