import FerryCore
import Glibc
import Harness
import Testing

@Suite struct ModeChangeTests {
    /// Random changes of random modes leave the modes that rsync does.
    @Test func agreesWithRsync() throws {
        for round in 0..<RandomTests.iterations(default: 12) {
            let seed = RandomTests.seed &+ UInt64(round)
            var random = SeededGenerator(seed: seed)
            let place = TemporaryDirectory()
            let source = modes(in: place.path + "/src", &random)
            let text = change(&random)
            let umask: UInt16 = random.pick([0o022, 0, 0o077, 0o027])
            let outcome = Program("sh").run(
                ["-c", "umask \(String(umask, radix: 8)); exec rsync -rp --chmod=\(text) src/ dst"], in: place.path)
            #expect(outcome.status == 0, "FERRY_TEST_SEED=\(seed) \(text): \(outcome.errorText)")
            let change = try ModeChange(parsing: text, umask: umask)
            for (name, mode) in source {
                let isDirectory = name.hasPrefix("d")
                let ours = String(change(mode, isDirectory: isDirectory), radix: 8)
                let theirs = String(fileMode(place.path + "/dst/" + name), radix: 8)
                #expect(
                    ours == theirs,
                    "FERRY_TEST_SEED=\(seed): \(text) on \(String(mode, radix: 8)) \(name) umask \(umask)")
            }
        }
    }

    private func modes(in directory: String, _ random: inout SeededGenerator) -> [(String, UInt16)] {
        mkdir(directory, 0o755)
        return (0..<24).map { index in
            let name = (index % 2 == 0 ? "d" : "f") + "\(index)"
            if index % 2 == 0 {
                mkdir(directory + "/" + name, 0o700)
            } else {
                writeFile("", to: directory + "/" + name)
            }
            let mode = UInt16.random(in: 0...0o7777, using: &random)
            chmod(directory + "/" + name, mode_t(mode))
            return (name, mode)
        }
    }

    private func change(_ random: inout SeededGenerator) -> String {
        (0..<random.pick([1, 1, 2, 3])).map { _ in clause(&random) }.joined(separator: ",")
    }

    private func clause(_ random: inout SeededGenerator) -> String {
        let scope = random.pick(["", "", "D", "F"])
        if random.chance(15) { return scope + random.pick(["755", "0644", "2775", "0", "7777", "1000"]) }
        let classes = ["u", "g", "o", "a"].filter { _ in random.chance(35) }.joined()
        let operation = random.pick(["+", "-", "="])
        if random.chance(25) { return scope + classes + operation + random.pick(["u", "g", "o"]) }
        return scope + classes + operation + ["r", "w", "x", "X", "s", "t"].filter { _ in random.chance(35) }.joined()
    }

    private func fileMode(_ path: String) -> UInt16 {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt16(status.st_mode & 0o7777) : .max
    }

    @Test(arguments: [
        "", "u+r-w", "a+r,,g+w", "u+r,", ",u+r", "D", "F", "DF+x", "77777", "8", "u755", "+755", "u+rq", "X=r", "u+gr",
    ])
    func refuses(_ text: String) {
        #expect(throws: ValueError.self) { try ModeChange(parsing: text, umask: 0) }
    }

    @Test func changesFollowEachOther() throws {
        let both = try ModeChange(parsing: "a=r", umask: 0).followed(by: ModeChange(parsing: "u+w", umask: 0))
        #expect(both(0o777, isDirectory: false) == 0o644)
    }
}
