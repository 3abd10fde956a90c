internal import Glibc

/// A fresh directory, removed with all it holds when the value goes.
package struct TemporaryDirectory: ~Copyable {
    package let path: String

    package init() {
        let parent = RandomTests.variable("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/ferry-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("no temporary directory in \(parent)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        // A test may have made directories unreadable.
        _ = Program("chmod").run(["-R", "u+rwx", path])
        _ = Program("rm").run(["-rf", path])
    }
}
