import Glibc
import Harness
import Testing

/// A directory that becomes a bag in place, ended from outside at every step: every file is there, and the next run goes on.
@Suite struct BagTests {
    private static let files = ["a", "data/b", "data/c/d", "sub/e"]

    @Test(arguments: [
        "openat2", "getdents64", "mkdirat", "renameat", "renameat2", "linkat", "fdatasync", "fsync", "syncfs",
    ])
    func killedAtEachStep(_ call: String) {
        for nth in 1...12 {
            let box = Sandbox()
            for directory in ["data", "data/c", "sub"] { mkdir("\(box.source)/\(directory)", 0o755) }
            for name in Self.files { box.write(name, to: "\(box.source)/\(name)") }
            let arguments = ["manifest", "create", "--format=bagit", box.source]
            let run = Tampering(call: call, effect: "signal=KILL", nth: nth).run(arguments)
            if run.status == 0 { break }
            #expect(run.status == 128 + SIGKILL, "\(call) \(nth): \(run.errorText)")
            let names = box.names(in: box.source)
            for name in Self.files {
                // Before the moves, while they are made, and when the payload has its name.
                let places = [name, "data.unfinished-bag/\(name)", "data/\(name)"].filter(names.contains)
                #expect(places.contains { box.read("\(box.source)/\($0)") == name }, "\(call) \(nth): \(names)")
            }
            let isBag = names.contains("bagit.txt") && names.contains("data/data/b")
            if !isBag { expectSuccess(Program.ferry.run(arguments)) }
            expectSuccess(Program.ferry.run(["manifest", "verify", box.source]))
            for name in Self.files { #expect(box.read("\(box.source)/data/\(name)") == name, "\(call) \(nth)") }
        }
    }

    /// As above, of a bag in a directory of its own: the tree is not touched, and the same call goes on.
    @Test(arguments: ["openat2", "mkdirat", "linkat", "renameat", "renameat2", "fdatasync", "fsync", "syncfs"])
    func copyKilledAtEachStep(_ call: String) {
        for nth in 1...14 {
            let box = Sandbox()
            mkdir("\(box.source)/data", 0o755)
            mkdir("\(box.source)/sub", 0o755)
            for name in ["a", "data/b", "sub/e"] { box.write(name, to: "\(box.source)/\(name)") }
            let arguments = [
                "manifest", "create", "--format=bagit", "--hash=sha256,md5", box.source, "-o", box.destination,
            ]
            let run = Tampering(call: call, effect: "signal=KILL", nth: nth).run(arguments)
            if run.status == 0 { break }
            #expect(run.status == 128 + SIGKILL, "\(call) \(nth): \(run.errorText)")
            if !box.names(in: box.destination).contains("bagit.txt") { expectSuccess(Program.ferry.run(arguments)) }
            expectSuccess(Program.ferry.run(["manifest", "verify", box.destination]))
            for name in ["a", "data/b", "sub/e"] { #expect(box.read("\(box.destination)/data/\(name)") == name) }
        }
    }
}
