import Harness
import Servers
import Testing

/// What belongs to objects besides their content, on a real store.
@Suite final class S3BelongingsTests {
    private let bucket = Bucket()
    private let directory = TemporaryDirectory()

    private func sync(_ arguments: String...) -> Program.Outcome {
        let environment = Bucket.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 }
        let run = Program.ferry.run(["sync"] + arguments, in: directory.path, environment: environment)
        #expect(run.status == 0, "\(run.errorText)")
        return run
    }

    private func shell(_ script: String) -> String {
        Program("sh").run(["-c", script], in: directory.path).outputText
    }

    private func giveTree() {
        _ = shell("mkdir tree; head -c 24000000 /dev/urandom > tree/large; echo x > tree/small")
        _ = sync(
            "--object-metadata", "team=x", "--cache-control", "no-store", "--content-type", "text/x-own", "tree/",
            bucket.url)
    }

    private func expectBelongings(_ bucket: Bucket, _ step: String) {
        for name in ["large", "small"] {
            let head = bucket.head(of: name, in: directory.path)
            #expect(head.contains("x-amz-meta-team: x") && head.contains("cache-control: no-store"), "\(step): \(head)")
            #expect(head.contains("content-type: text/x-own"), "\(step): \(head)")
        }
    }

    private func expectSame(_ bucket: Bucket) {
        _ = sync(bucket.url + "/", "copy")
        let facts = "stat -c '%n %a %Y' large small"
        #expect(shell("diff -r tree copy; cd copy; \(facts)") == shell("cd tree; \(facts)"))
    }

    @Test func theyStayWithAnObjectThatChanges() {
        giveTree()
        for change in [
            "printf changed | dd of=tree/large bs=1 seek=12000000 conv=notrunc status=none",
            "touch -d '2001-02-03 04:05:06' tree/large", "chmod 600 tree/large",
            "touch -d '2001-02-03 04:05:07' tree/small", "chmod 600 tree/small",
        ] {
            _ = shell(change)
            _ = sync("tree/", bucket.url)
            expectBelongings(bucket, change)
        }
        expectSame(bucket)
    }

    /// Copied by the store, or passing through here because somebody wants to see the bytes.
    @Test(arguments: [[], ["--manifest-out=made"], ["--sparse"], ["--bwlimit=50M"]])
    func theyGoWithACopy(_ options: [String]) {
        giveTree()
        let other = Bucket()
        let environment = Bucket.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 }
        let words = ["sync"] + options + [bucket.url + "/", other.url]
        let run = Program.ferry.run(words, in: directory.path, environment: environment)
        #expect(run.status == 0, "\(run.errorText)")
        expectBelongings(other, "copied")
        expectSame(other)
    }

    /// Of a file that was written just before a run nobody knows whether it was changed after it: its content is compared.
    /// Sent again, it would be a new object.
    @Test func theyStayWithWhatWasWrittenJustBeforeARun() {
        // One file at least is younger than the clock's tick when the run begins.
        _ = shell("mkdir tree; (for i in $(seq 100); do echo $i > tree/$i; sleep 0.005; done) >&- 2>&- & sleep 0.1")
        func sent() -> [Substring] {
            sync("-i", "tree/", bucket.url).outputText.split(separator: "\n").filter { $0.contains("f") }
        }
        #expect(!sent().isEmpty)
        _ = shell("until [ -e tree/100 ]; do sleep 0.1; done")
        #expect(sent().filter { !$0.contains("f+++++++++") } == [])
    }

    /// A listing tells no times, but who compares content wants all else to be right too.
    @Test func comparingContentMendsTimes() {
        giveTree()
        func check() -> Int32 {
            Program.ferry.run(["check", "tree", bucket.url], in: directory.path, environment: Bucket.environment).status
        }
        #expect(check() == 0)
        _ = shell("touch -d '2021-05-06 07:08:09.5' tree/*; chmod 640 tree/*")
        #expect(check() == 1)
        let mended = sync("--no-state", "-c", "-i", "--stats", "tree/", bucket.url)
        let lines = Set(mended.outputText.split(separator: "\n"))
        #expect(lines.isSuperset(of: [".f..tp..... large", ".f..tp..... small"]), "\(mended.outputText)")
        #expect(!mended.outputText.contains("PutObject"), "\(mended.outputText)")
        #expect(check() == 0)
        expectBelongings(bucket, "mended")
        #expect(sync("--no-state", "-c", "-i", "tree/", bucket.url).outputText == "")
        // And from the store, into files.
        _ = shell("cp -r tree copy; touch -d '2022-05-06 07:08:09.5' copy/*; chmod 644 copy/*")
        _ = sync("--no-state", "-c", bucket.url + "/", "copy")
        let facts = "stat -c '%n %a %y' large small"
        #expect(shell("diff -r tree copy; cd copy; \(facts)") == shell("cd tree; \(facts)"))
    }

    /// The old object stays until the new one is there: a delta is composed from it.
    @Test(arguments: ["--suffix=~", "--backup-dir=../old"]) func aBackupIsACopy(_ option: String) {
        giveTree()
        _ = shell("cp -a tree old; printf changed | dd of=tree/large bs=1 seek=12000000 conv=notrunc status=none")
        _ = shell("echo other > tree/small")
        let source = directory.path + "/tree/"
        let run = sync("-b", option, "--stats", source, bucket.url + "/")
        #expect(
            run.outputText.contains("UploadPartCopy") && !run.outputText.contains("DeleteObject"), "\(run.outputText)")
        _ = sync(bucket.url + "/", "copy")
        #expect(shell("cmp tree/large copy/large; cmp tree/small copy/small") == "")
        if option.hasPrefix("--suffix") { #expect(shell("cmp old/large copy/large~; cmp old/small copy/small~") == "") }
    }

    /// A signature of another file of the same size and time: the tag of the object tells.
    @Test func aStaleSignatureIsNotBelieved() {
        let made = shell(
            """
            mkdir tree here; head -c 12000000 /dev/urandom > tree/large; touch -d 2021-03-03 tree/large
            cp -a tree/large here/large; printf edit | dd of=here/large bs=1 seek=5000000 conv=notrunc status=none
            touch -d 2020-01-01 here/large
            '\(Program.ferry.path)' manifest create --signatures -o made tree 2>&1
            mv tree/large other; printf edit | dd of=other bs=1 seek=9000000 conv=notrunc status=none
            touch -d 2021-03-03 other; mv other tree/large
            """)
        let sent = Radosgw.shared.rclone(
            ["copy", "--s3-upload-cutoff=100M", directory.path + "/tree", "store:\(bucket.name)"])
        #expect(sent.status == 0, "\(made)\(sent.errorText)")
        _ = sync(bucket.url + "/", "here")
        #expect(shell("ls tree; cmp tree/large here/large") == "large\nlarge.ferrysig\n", "\(made)")
    }
}
