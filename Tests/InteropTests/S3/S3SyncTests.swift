import Harness
import Servers
import Testing

/// `ferry` on buckets of a real store, beside rclone on the same ones.
@Suite("Object stores") final class S3SyncTests {
    private let bucket: Bucket
    private let directory = TemporaryDirectory()

    init() {
        bucket = Bucket()
    }

    @discardableResult
    private func ferry(_ arguments: String..., input: [UInt8] = []) -> Program.Outcome {
        Program.ferry.run(arguments, in: directory.path, environment: Bucket.environment, input: input)
    }

    private func shell(_ script: String) -> String {
        Program("sh").run(["-c", script], in: directory.path).outputText
    }

    /// Files of several sizes and odd names, with times to the nanosecond.
    private func makeTree() {
        var random = SeededGenerator(seed: 7)
        _ = shell("mkdir -p 'tree/a b/c' tree/a tree/empty")
        for (name, size) in [
            ("tree/a b/c/x+y%20", 10), ("tree/a/one", 4096), ("tree/a-b", 0), ("tree/large", 20_000_000), ("tree/é", 3),
        ] {
            directory.write((0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }, name)
        }
        _ = shell("find tree -type f -exec touch -d '2020-05-06 07:08:09.123456789' {} +")
        _ = shell("chmod 600 tree/a/one; rmdir tree/empty")
    }

    @Test func aTreeGoesUpAndComesBack() {
        makeTree()
        let up = ferry("sync", "tree/", bucket.url + "/backup")
        #expect(up.status == 0, "\(up.errorText)")
        let down = ferry("sync", bucket.url + "/backup/", "copy")
        #expect(down.status == 0, "\(down.errorText)")
        #expect(shell("diff -r tree copy") == "")
        let times = "find . -type f -printf '%P %m %T@\\n' | sort"
        #expect(shell("cd copy; \(times)") == shell("cd tree; \(times)"))
    }

    @Test func aSecondRunTransfersNothing() {
        makeTree()
        ferry("sync", "tree/", bucket.url)
        let again = ferry("sync", "-i", "tree/", bucket.url)
        #expect(again.outputText == "" && again.status == 0, "\(again.outputText)\(again.errorText)")
        ferry("sync", bucket.url + "/", "copy")
        #expect(ferry("sync", "-i", bucket.url + "/", "copy").outputText == "")
    }

    @Test func whatChangedIsSentAndWhatIsGoneIsDeleted() {
        makeTree()
        ferry("sync", "tree/", bucket.url)
        _ = shell("echo new > tree/a/one; rm tree/a-b; echo changed >> tree/large; rm -r 'tree/a b'")
        let run = ferry("sync", "--delete", "tree/", bucket.url)
        #expect(run.status == 0, "\(run.errorText)")
        ferry("sync", bucket.url + "/", "copy")
        #expect(shell("diff -r tree copy") == "")
    }

    /// Listings tell no times: where these count, each file is asked for.
    @Test func checksTimesWhereTheyCount() {
        makeTree()
        ferry("sync", "tree/", bucket.url)
        for options in [["-t"], ["-c", "-t"], ["-t", "--size-only"]] {
            let run = Program.ferry.run(
                ["check"] + options + [bucket.url + "/", "tree"], in: directory.path, environment: Bucket.environment)
            #expect(run.status == 0, "\(options): \(run.outputText)\(run.errorText)")
        }
        _ = shell("cp -a tree later; touch -d 2001-01-01 later/a/one later/a-b later/large; printf zzz > later/é")
        _ = shell("touch -r tree/é later/é")
        for (options, content) in [(["-t"], true), (["-c", "-t"], true), (["-t", "--size-only"], false)] {
            let run = Program.ferry.run(
                ["check"] + options + [bucket.url + "/", "later"], in: directory.path, environment: Bucket.environment)
            let lines = run.outputText.split(separator: "\n").filter { $0.hasPrefix("differs: ") }
            let names = Set(lines.map { String($0.split(separator: " ")[1]) })
            #expect(names == Set(["a/one", "a-b", "large"] + (content ? ["é"] : [])), "\(options): \(run.outputText)")
        }
        #expect(ferry("check", "-c", bucket.url + "/", "later").outputText.contains("1 differs"))
    }

    @Test func aTreeGoesFromBucketToBucket() {
        makeTree()
        let other = Bucket()
        ferry("sync", "tree/", bucket.url)
        let run = ferry("sync", bucket.url + "/", other.url + "/deep/er")
        #expect(run.status == 0, "\(run.errorText)")
        ferry("sync", other.url + "/deep/er/", "copy")
        #expect(shell("diff -r tree copy") == "")
        let times = "find . -type f -printf '%P %T@\\n' | sort"
        #expect(shell("cd copy; \(times)") == shell("cd tree; \(times)"))
    }

    @Test func rcloneReadsWhatFerryWrote() {
        makeTree()
        ferry("sync", "tree/", bucket.url)
        let check = Radosgw.shared.rclone(["check", directory.path + "/tree", "store:\(bucket.name)"])
        #expect(check.status == 0, "\(check.errorText)")
        let copy = Radosgw.shared.rclone(["copy", "store:\(bucket.name)", directory.path + "/copy"])
        #expect(copy.status == 0, "\(copy.errorText)")
        let times = "find . -type f -printf '%P %T@\\n' | sort"
        #expect(shell("cd copy; \(times)") == shell("cd tree; \(times)"))
    }

    @Test func ferryReadsWhatRcloneWrote() {
        makeTree()
        let copy = Radosgw.shared.rclone(["copy", directory.path + "/tree", "store:\(bucket.name)"])
        #expect(copy.status == 0, "\(copy.errorText)")
        // The large one is looked up and gets the mode that rclone left out; nothing is sent.
        let lines = ferry("sync", "-i", "tree/", bucket.url).outputText.split(separator: "\n")
        #expect(lines == [".f...p..... large"])
        #expect(ferry("sync", "-i", "tree/", bucket.url).outputText == "")
        ferry("sync", bucket.url + "/", "copy")
        let times = "find . -type f -printf '%P %T@\\n' | sort"
        #expect(shell("diff -r tree copy; cd copy; \(times)") == shell("cd tree; \(times)"))
    }

    @Test func standardInputBecomesAnObjectOfAnyLength() {
        for size in [0, 5, 20_000_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 10) }
            let put = ferry("put", bucket.url + "/piped/dump.sql", input: bytes)
            #expect(put.status == 0, "\(put.errorText)")
            #expect(ferry("cat", bucket.url + "/piped/dump.sql").output == bytes)
        }
        #expect(ferry("list", bucket.url + "/piped/").outputText.contains("dump.sql"))
        #expect(ferry("remove", bucket.url + "/piped/dump.sql").status == 0)
        #expect(ferry("cat", bucket.url + "/piped/dump.sql").status != 0)
    }

    @Test func refusalsSayWhatIsWrong() {
        let noBucket = ferry("list", "s3://no-such-bucket/")
        #expect(noBucket.status != 0 && noBucket.errorText.contains("NoSuchBucket"), "\(noBucket.errorText)")
        let environment = Bucket.environment.merging(["AWS_SECRET_ACCESS_KEY": "wrong"]) { $1 }
        let wrong = Program.ferry.run(["list", bucket.url], environment: environment)
        #expect(wrong.status != 0 && wrong.errorText.contains("SignatureDoesNotMatch"), "\(wrong.errorText)")
        let anonymous = Program.ferry.run(["list", bucket.url + "?sign=no"], environment: environment)
        #expect(anonymous.status != 0 && anonymous.errorText.contains("AccessDenied"), "\(anonymous.errorText)")
    }

    @Test func aSignedURLNeedsNoCredentials() {
        let put = ferry("put", "--presign", "60", bucket.url + "/signed/a b").outputText.dropLast()
        #expect(
            shell("printf content > body; curl -sS -f -T body '\(put)' 2>&1")
                == "")
        let get = ferry("cat", "--presign", "60", bucket.url + "/signed/a b").outputText.dropLast()
        #expect(shell("curl -sS '\(get)'") == "content")
        let list = ferry("list", "--presign", "60", bucket.url + "/signed").outputText.dropLast()
        #expect(shell("curl -sS '\(list)'").contains("a%20b</Key>"))
        #expect(ferry("cat", "--presign", "604801", bucket.url + "/x").status == 1)
        #expect(ferry("cat", "--presign", "60", "tree/a").status == 4)
    }

    @Test func trustOfContentNeedsNoDownload() {
        makeTree()
        ferry("sync", "tree/", bucket.url)
        #expect(ferry("check", "-c", "tree", bucket.url).status == 0)
        _ = shell("cd tree && find . -type f ! -name large -exec md5sum {} + > ../sums.md5")
        let verify = ferry("manifest", "verify", "sums.md5", bucket.url)
        #expect(verify.status == 0, "\(verify.errorText)\(verify.outputText)")
        _ = shell("printf x | dd of=tree/a/one bs=1 seek=100 conv=notrunc status=none")
        #expect(ferry("check", "-c", "tree", bucket.url).status == 1)
    }

    @Test func profilesAndOptionsSayWhereAndHow() {
        let config =
            "[profile here]\nendpoint_url = \(Radosgw.shared.url)\naws_access_key_id = \(Radosgw.accessKey)\n"
            + "aws_secret_access_key = \(Radosgw.secretKey)\n"
        directory.write(Array(config.utf8), "config")
        let environment = ["AWS_CONFIG_FILE": directory.path + "/config", "HOME": directory.path]
        func run(_ arguments: String...) -> Program.Outcome {
            Program.ferry.run(arguments, in: directory.path, environment: environment, input: Array("text".utf8))
        }
        let put = run("put", "--profile", "here", "--object-metadata", "team=exports", bucket.url + "/x.txt")
        #expect(put.status == 0, "\(put.errorText)")
        #expect(run("cat", bucket.url + "/x.txt?profile=here").outputText == "text")
        let url = run("cat", "--profile", "here", "--presign", "60", bucket.url + "/x.txt").outputText.dropLast()
        #expect(shell("curl -sS -D - '\(url)'").lowercased().contains("x-amz-meta-team: exports"))
        let none = run("cat", "--endpoint-url", Radosgw.shared.url, bucket.url + "/x.txt")
        #expect(none.status == 5 && none.errorText.contains("no credentials"), "\(none.errorText)")
    }

    @Test func s3cmdAndFerryReadEachOthersObjects() {
        makeTree()
        ferry("sync", "tree/", bucket.url + "/ours")
        _ = shell("mkdir theirs")
        let get = Radosgw.shared.s3cmd(["get", "--recursive", bucket.url + "/ours/", "theirs/"], in: directory.path)
        #expect(get.status == 0, "\(get.errorText)")
        #expect(shell("diff -r tree theirs") == "")
        let put = Radosgw.shared.s3cmd(["put", "--recursive", "tree/", bucket.url + "/theirs/"], in: directory.path)
        #expect(put.status == 0, "\(put.errorText)")
        #expect(ferry("sync", bucket.url + "/theirs/", "copy").status == 0)
        // s3cmd keeps times to the second.
        let names = "find . -type f -printf '%P %m %Ts\\n' | sort"
        #expect(shell("diff -r tree copy; cd copy; \(names)") == shell("cd tree; \(names)"))
    }

    /// Its tag tells the content of the smallest, of the others the time does, to the second as s3cmd keeps it.
    @Test func whatS3cmdHasUploadedIsNotSentAgain() {
        _ = shell("mkdir tree; for n in 1 2 20; do head -c ${n}000000 /dev/urandom > tree/$n; done")
        _ = shell("touch -d '2020-05-06 07:08:09.123456789' tree/*")
        let put = Radosgw.shared.s3cmd(["put", "--recursive", "tree/", bucket.url], in: directory.path)
        #expect(put.status == 0, "\(put.errorText)")
        #expect(ferry("sync", "-i", "tree/", bucket.url).outputText == "")
        #expect(ferry("sync", "-i", "--no-state", bucket.url + "/", "tree/").outputText == "")
        #expect(ferry("check", "tree", bucket.url).status == 0)
        _ = shell("touch -d '2020-05-06 07:08:10.123456789' tree/20")
        #expect(ferry("sync", "-i", "--no-state", "-n", "tree/", bucket.url).outputText.contains(" 20\n"))
    }

    @Test func ofAChangedObjectTheRestIsCopiedInTheStore() {
        _ = shell("mkdir tree; head -c 24000000 /dev/urandom > tree/large")
        let environment = Bucket.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 }
        func sync(_ options: [String] = []) -> Program.Outcome {
            Program.ferry.run(
                ["sync", "--stats"] + options + ["tree/", bucket.url], in: directory.path, environment: environment)
        }
        func literal(_ run: Program.Outcome) -> Int {
            let line = run.outputText.split(separator: "\n").first { $0.hasPrefix("Literal data:") } ?? ""
            return Int(line.filter(\.isNumber)) ?? -1
        }
        #expect(sync().status == 0)
        _ = shell("printf changed | dd of=tree/large bs=1 seek=12000000 conv=notrunc status=none")
        // What would be sent is told beforehand.
        let forecast = sync(["-n", "-i"])
        #expect(forecast.status == 0 && forecast.outputText.contains(" large\n"), "\(forecast.errorText)")
        let second = sync()
        #expect(second.status == 0, "\(second.errorText)")
        #expect((7...6_000_000).contains(literal(second)), "\(second.outputText)")
        #expect(literal(forecast) == literal(second), "\(forecast.outputText)\(second.outputText)")
        #expect(second.outputText.contains("UploadPartCopy"), "\(second.outputText)")
        ferry("sync", bucket.url + "/", "copy")
        #expect(shell("cmp tree/large copy/large") == "")
    }

    /// What describes an object lies beside it: of a new version only those ranges come that the old file lacks.
    @Test(arguments: ["ferrysig", "zsync"]) func ofANewVersionWhatIsMissingIsFetched(_ kind: String) {
        let make = kind == "zsync" ? "zsync make -o data.zsync -u data data" : "manifest create --signatures -o ../made"
        _ = shell(
            """
            mkdir tree copy; head -c 20000000 /dev/urandom > copy/data
            (head -c 7000000 copy/data; echo inserted; tail -c +7000001 copy/data) > tree/data
            printf changed | dd of=tree/data bs=1 seek=15000000 conv=notrunc status=none
            touch -d '2021-03-04 05:06:07.89' tree/data; cd tree; "\(Program.ferry.path)" \(make)
            """)
        #expect(ferry("sync", "tree/", bucket.url).status == 0)
        let relay = Relay(to: Radosgw.shared.port)
        let run = Program.ferry.run(
            ["sync", "--stats", "--no-state", bucket.url + "/", "copy"], in: directory.path,
            environment: Bucket.environment(at: "http://127.0.0.1:\(relay.port)"))
        #expect(run.status == 0 && shell("diff -r tree copy") == "", "\(run.errorText)")
        #expect((1...2_000_000).contains(relay.received), "\(relay.received) \(run.outputText)")
    }
}
