internal import Harness

/// A temporary directory for as long as this value lives.
final class DirectoryKeeper: @unchecked Sendable {
    private let directory = TemporaryDirectory()

    var path: String { directory.path }
}
