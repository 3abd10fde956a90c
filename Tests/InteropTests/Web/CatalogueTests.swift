import Glibc
import Harness
import Servers
import Testing

/// Trees of web servers that a manifest or a list of URLs tells.
@Suite final class CatalogueTests {
    private static let server = NginxServer()
    private let place = TemporaryDirectory()
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none", "LC_ALL": "C.UTF-8"]

    /// `/no-range/` shows no directories: nothing but a manifest tells what is there.
    private var url: String { "http://127.0.0.1:\(Self.server.port)/no-range" }

    private func ferry(_ arguments: String...) -> Program.Outcome {
        Program.ferry.run(arguments, in: place.path, environment: environment)
    }

    private func publish(_ name: String, _ script: String) {
        let made = Program("sh").run(
            [
                "-c",
                """
                set -e; mkdir \(name); cd \(name); mkdir -p empty sub/deep; printf one > one; : > nothing
                printf x > 'sub/sp ace%&+?#'; printf y > sub/deep/é; printf z > .hidden; seq 200000 > sub/large
                touch -d '2020-02-03 04:05:06.5 UTC' one sub/large; \(script)
                """,
            ], in: Self.server.data, environment: ["FERRY": Program.ferry.path, "HOME": "/proc/none"])
        precondition(made.status == 0, made.errorText)
    }

    private func difference(_ name: String, _ copy: String = "copy") -> String {
        Program("diff").run(
            ["-r", "--exclude=index.ferrymanifest", "--exclude=SHA256SUMS", "\(Self.server.data)/\(name)", copy],
            in: place.path
        ).outputText
    }

    @Test func theManifestAtTheRootTellsTheTree() {
        publish("usual", "\"$FERRY\" manifest create -o ../m . && mv ../m index.ferrymanifest")
        let copied = ferry("sync", "\(url)/usual/", "copy")
        #expect(copied.status == 0, "\(copied.errorText)")
        #expect(difference("usual") == "")
        // More exactly than the server tells it.
        let time = Program("stat").run(["-c", "%.1Y", place.path + "/copy/one"])
        #expect(time.outputText == "1580702706.5\n")
        let again = ferry("sync", "-i", "--delete", "\(url)/usual/", "copy")
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText) \(again.errorText)")
        #expect(ferry("list", "-r", "\(url)/usual").outputText.split(separator: "\n").contains("sub/deep/é"))
        #expect(ferry("check", "-c", "\(url)/usual/", "copy").status == 0)
        // Without it, the server shows nothing.
        #expect(ferry("sync", "\(url)/usual/?manifest=", "other").status != 0)
    }

    @Test func checkFilesDo() {
        publish(
            "sums",
            "find . -type f ! -name SHA256SUMS -printf '%P\\n' | xargs -d '\\n' sha256sum > ../s && mv ../s SHA256SUMS")
        let copied = ferry("sync", "\(url)/sums/?manifest=SHA256SUMS", "copy")
        #expect(copied.status == 0, "\(copied.errorText)")
        #expect(difference("sums") == "Only in \(Self.server.data)/sums: empty\n")
        let time = Program("stat").run(["-c", "%Y", place.path + "/copy/one"])
        #expect(time.outputText == "1580702706\n")
        #expect(ferry("sync", "\(url)/sums/?manifest=absent", "other").status == 23)
        let unknown = ferry("sync", "\(url)/sums/?manifets=x", "other")
        #expect(unknown.status == 1 && unknown.errorText.contains("there is no setting 'manifets'"))
    }

    /// Content that is not what the manifest says is refused, and what is there stays.
    @Test func whatIsNotAsTheManifestSaysIsRefused() {
        publish(
            "lies", "\"$FERRY\" manifest create -o ../l . && mv ../l index.ferrymanifest; printf eno > one; rm nothing")
        let kept = Program("sh").run(
            ["-c", "mkdir copy; printf old > copy/one; printf x > copy/extra"], in: place.path)
        #expect(kept.status == 0)
        let copied = ferry("sync", "--delete", "\(url)/lies/", "copy")
        #expect(copied.status == 23)
        #expect(copied.errorText.contains("its sha256 differs"), "\(copied.errorText)")
        #expect(Program("cat").run([place.path + "/copy/one"]).outputText == "old")
        #expect(Program("test").run(["-e", place.path + "/copy/extra"]).status == 0)
    }

    /// A tree that is published by halves: nothing that is there goes for it.
    @Test(arguments: ["truncate -s 5000 sub/large", "echo more >> one", ": > one"])
    func whatHasAnotherSizeIsRefused(_ damage: String) {
        let name = "sizes\(abs(damage.hashValue))"
        publish(name, "\"$FERRY\" manifest create -o ../\(name)m . && mv ../\(name)m index.ferrymanifest; \(damage)")
        let kept = Program("sh").run(
            ["-c", "mkdir -p copy/sub; printf old | tee copy/one > copy/sub/large; printf x > copy/extra"],
            in: place.path)
        #expect(kept.status == 0)
        for _ in 0..<2 {
            let copied = ferry("sync", "--delete", "--verify=strict", "\(url)/\(name)/", "copy")
            #expect(copied.status == 23, "\(copied.outputText)")
            #expect(copied.errorText.contains("not the file that the manifest describes"), "\(copied.errorText)")
        }
        let left = Program("sh").run(
            ["-c", "cat copy/\(damage.contains("one") ? "one" : "sub/large") copy/extra"], in: place.path)
        #expect(left.outputText == "oldx")
    }

    /// Proofs are not made of what is to be proven.
    @Test func proofsReadTheFiles() {
        publish("proofs", "\"$FERRY\" manifest create -o ../p . && mv ../p index.ferrymanifest; cp -a . ../proofs-copy")
        let copy = Self.server.data + "/proofs-copy"
        #expect(Program("rm").run([copy + "/index.ferrymanifest"]).status == 0)
        let manifest = Self.server.data + "/proofs/index.ferrymanifest"
        let whole = ferry("manifest", "verify", manifest, "\(url)/proofs")
        #expect(whole.status == 0, "\(whole.outputText)\(whole.errorText)")
        let damage = "cd proofs; printf 0ne > one; rm sub/deep/é; truncate -s 5000 sub/large"
        #expect(Program("sh").run(["-c", damage], in: Self.server.data).status == 0)
        let proofs = [
            ["manifest", "verify", manifest, "\(url)/proofs"], ["check", "--manifest=" + manifest, "\(url)/proofs/"],
            ["check", "-c", "\(url)/proofs/", copy],
        ]
        for proof in proofs {
            let outcome = Program.ferry.run(proof, in: place.path, environment: environment)
            let told = outcome.outputText + outcome.errorText
            #expect(outcome.status == 1, "\(told)")
            for name in ["one", "sub/deep/é", "sub/large"] { #expect(told.contains(name), "\(told)") }
        }
        let sizes = ferry("check", "\(url)/proofs/", copy)
        #expect(sizes.status == 1 && sizes.outputText.contains("sub/large"), "\(sizes.outputText)")
    }

    @Test(arguments: ["head -c 300 m > n", "sed 's/one/two/' m > n", "sed 's,\"one\",\"../one\",' m > n", "echo x > n"])
    func aDamagedManifestDeletesNothing(_ damage: String) {
        let name = "damaged\(abs(damage.hashValue))"
        publish(
            name, "\"$FERRY\" manifest create -o ../\(name)m . && mv ../\(name)m m; \(damage); mv n index.ferrymanifest"
        )
        let kept = Program("sh").run(["-c", "mkdir copy; printf x > copy/extra"], in: place.path)
        #expect(kept.status == 0)
        let copied = ferry("sync", "--delete", "\(url)/\(name)/", "copy")
        #expect(copied.status != 0)
        #expect(Program("test").run(["-e", place.path + "/copy/extra"]).status == 0)
    }

    @Test func aListOfURLsTellsTheFiles() {
        publish("listed", "true")
        let url = url.dropLast("no-range".count) + "json"
        let list = "one\n\(url)/listed/sub/sp%20ace%25&+%3F%23\n# comment\n\(url)/listed/sub/deep/%C3%A9\r\n"
        place.write(Array(list.utf8), "urls")
        let copied = ferry("sync", "--files-from=urls", "\(url)/listed/", "copy")
        #expect(copied.status == 0, "\(copied.errorText)")
        let found = Program("sh").run(["-c", "find copy -type f | sort"], in: place.path, environment: environment)
        #expect(found.outputText == "copy/one\ncopy/sub/deep/é\ncopy/sub/sp ace%&+?#\n")
        // Where the server lists nothing, too; what is not there is told.
        let hidden = list.replacing("/json/", with: "/no-range/") + "sub/absent\n"
        place.write(Array(hidden.utf8), "urls")
        let unlisted = ferry("sync", "--files-from=urls", "--delete", "\(self.url)/listed/", "unlisted")
        #expect(
            unlisted.status == 23 && unlisted.errorText.contains("cannot look at 'sub/absent'"), "\(unlisted.errorText)"
        )
        #expect(Program("diff").run(["-r", "copy", "unlisted"], in: place.path).outputText == "")
        place.write(Array("http://elsewhere.invalid/listed/one\n".utf8), "urls")
        let elsewhere = ferry("sync", "--files-from=urls", "\(url)/listed/", "other")
        #expect(elsewhere.status == 1 && elsewhere.errorText.contains("is not below"), "\(elsewhere.errorText)")
    }

    /// Pages leave out what begins with a dot.
    @Test(arguments: ["json", "html"]) func aListTellsWhatPagesHide(_ page: String) {
        publish("hidden-\(page)", "mkdir .secret; printf s > .secret/s; rm .hidden; printf h > sub/.hidden")
        let url = "\(url.dropLast("no-range".count))\(page)/hidden-\(page)/"
        place.write(Array("one\nsub/.hidden\n.secret/s\n.secret/absent\n.absent/f\n".utf8), "names")
        let copied = ferry("sync", "--files-from=names", url, "copy")
        #expect(copied.status == 23, "\(copied.errorText)")
        #expect(
            copied.errorText.split(separator: "\n").filter { $0.contains("absent") }.count == 2, "\(copied.errorText)")
        let found = Program("sh").run(["-c", "find copy -type f | sort"], in: place.path, environment: environment)
        #expect(found.outputText == "copy/.secret/s\ncopy/one\ncopy/sub/.hidden\n")
    }
}
