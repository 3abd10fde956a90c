import Glibc
import Harness
import Synchronization
import Testing

/// Other processes change the trees while the program works on them.
@Suite struct RaceTests {
    /// A directory of the destination is swapped for a symlink that leads out, and back, all the time.
    @Test(arguments: ["dst", "src"]) func aDirectoryBecomesASymlink(_ side: String) {
        let box = Sandbox()
        mkdir(box.path + "/outside", 0o755)
        for number in 0..<20 {
            box.write("precious \(number)", to: box.path + "/outside/\(number)")
            box.write("secret \(number)", to: box.path + "/outside/s\(number)")
        }
        for _ in 0..<RandomTests.iterations(default: 12) {
            for root in [box.source, box.destination] { _ = Program("rm").run(["-rf", root + "/sub", root + "/away"]) }
            for root in [box.source, box.destination] { mkdir(root + "/sub", 0o755) }
            for number in 0..<20 { box.write("new \(number)", to: box.source + "/sub/\(number)", modified: 2_000_000) }
            for number in 20..<40 { box.write("extra", to: box.destination + "/sub/\(number)") }
            let racer = Racer {
                [root = side == "dst" ? box.destination : box.source, outside = box.path + "/outside"] in
                rename(root + "/sub", root + "/away")
                symlink(outside, root + "/sub")
                sched_yield()
                unlink(root + "/sub")
                rename(root + "/away", root + "/sub")
            }
            _ = box.sync(["--delete", "--ignore-times"])
            racer.stop()
            #expect(box.names(in: box.path + "/outside").count == 40)
            for number in 0..<20 { #expect(box.read(box.path + "/outside/\(number)") == "precious \(number)") }
            let arrived = box.names(in: box.destination).compactMap { box.read(box.destination + "/" + $0) }
            #expect(!arrived.contains { $0.hasPrefix("secret") || $0.hasPrefix("precious") })
        }
    }

    /// What this run does to one name of a file is no change of the other names that somebody else made.
    @Test func namesOfOneFileAreComparedWhileOthersGetTheirTimes() {
        let box = Sandbox()
        let script = """
            for i in $(seq 300); do
                echo $i > src/a$i; echo $i > src/b$i; cp src/a$i dst/; ln dst/a$i dst/b$i; touch -d @$i dst/a$i
            done
            """
        #expect(Program("sh").run(["-ec", script], in: box.path).status == 0)
        let run = box.sync(["-c", "-t"], [box.source + "/", box.destination])
        #expect(run.status == 0, "\(run.errorText)")
    }

    @Test func aFileGrowsAllTheTime() {
        let box = Sandbox()
        box.write(String(repeating: "x", count: 3_000_000), to: box.source + "/growing")
        box.write("old", to: box.destination + "/growing")
        let racer = Racer { [path = box.source + "/growing"] in
            let file = open(path, O_WRONLY | O_APPEND)
            write(file, "y", 1)
            close(file)
        }
        let run = box.sync()
        racer.stop()
        #expect(box.litter() == [])
        let arrived = box.read(box.destination + "/growing") ?? ""
        if run.status == 0 {
            // It was read between two changes.
            #expect(arrived.hasPrefix(String(repeating: "x", count: 3_000_000)), "cut off")
        } else {
            expectOneLine(run, status: 23, containing: ["cannot read 'growing'", "changed while it was read"])
            #expect(arrived == "old")
        }
    }

    @Test func filesComeAndGoAndChangeTheirKind() {
        let box = Sandbox()
        for number in 0..<200 { box.write("\(number)", to: box.source + "/\(number)") }
        let racer = Racer { [root = box.source] in
            for number in stride(from: 0, to: 200, by: 7) {
                let path = root + "/\(number)"
                unlink(path)
                mkdir(path, 0o755)
                rmdir(path)
                writeFile(Array("\(number)".utf8), to: Array(path.utf8))
            }
        }
        for _ in 0..<RandomTests.iterations(default: 8) {
            let run = box.sync(["--ignore-times"])
            #expect([0, 23, 24].contains(run.status), "\(run.errorText)")
            for name in box.names(in: box.destination) {
                if let content = box.read(box.destination + "/" + name), !content.isEmpty {
                    #expect(content == name)
                }
            }
            #expect(box.litter() == [])
        }
        racer.stop()
        expectSuccess(box.sync(["--ignore-times", "--delete"]))
        for number in 0..<200 { #expect(box.read(box.destination + "/\(number)") == "\(number)") }
    }
}

/// Does something again and again on a thread of its own.
private final class Racer: Sendable {
    private let stopped = Atomic<Bool>(false)
    private let thread = Mutex<pthread_t>(pthread_t())
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
        thread.withLock { thread in
            let argument = Unmanaged.passRetained(self).toOpaque()
            pthread_create(
                &thread, nil,
                {
                    Unmanaged<Racer>.fromOpaque($0!).takeRetainedValue().run(); return nil
                }, argument)
        }
    }

    private func run() {
        while !stopped.load(ordering: .relaxed) { body() }
    }

    func stop() {
        stopped.store(true, ordering: .relaxed)
        thread.withLock { thread in _ = pthread_join(thread, nil) }
    }
}
