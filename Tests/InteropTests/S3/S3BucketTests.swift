import Harness
import Servers
import Testing

/// What only buckets have: marks of directories, versions, conditions.
@Suite final class S3BucketTests {
    private let directory = TemporaryDirectory()
    private let name = "bucket-" + String(UInt64.random(in: 0 ... .max), radix: 36)

    private func ferry(_ url: String, _ arguments: String..., input: [UInt8] = []) -> Program.Outcome {
        Program.ferry.run(
            arguments, in: directory.path,
            environment: [
                "AWS_ENDPOINT_URL_S3": url, "AWS_ACCESS_KEY_ID": Radosgw.accessKey,
                "AWS_SECRET_ACCESS_KEY": Radosgw.secretKey, "AWS_CA_BUNDLE": "", "AWS_PROFILE": "",
            ], input: input)
    }

    private func shell(_ script: String) -> String {
        Program("sh").run(["-c", script], in: directory.path).outputText
    }

    @Test func emptyDirectoriesAreMarked() {
        Radosgw.shared.bucket(name)
        let url = Radosgw.shared.url
        _ = shell("mkdir -p tree/full tree/empty/inner tree/bare; echo x > tree/full/file")
        #expect(ferry(url, "sync", "-n", "-i", "tree/", "s3://\(name)").outputText.contains("cd+++++++++ bare/\n"))
        let up = ferry(url, "sync", "-i", "tree/", "s3://\(name)")
        #expect(up.status == 0, "\(up.errorText)")
        #expect(up.outputText.contains("cd+++++++++ empty/inner/\n"), "\(up.outputText)")
        #expect(ferry(url, "sync", "-i", "tree/", "s3://\(name)").outputText == "")
        let keys = Radosgw.shared.s3cmd(["ls", "--recursive", "s3://\(name)"], in: directory.path).outputText
        #expect(keys.contains("/bare/\n") && keys.contains("/empty/inner/\n") && !keys.contains("/full/\n"), "\(keys)")
        #expect(ferry(url, "sync", "s3://\(name)/", "copy").status == 0)
        #expect(shell("diff -r tree copy") == "")
        #expect(shell("cd copy && find . -type d | sort") == shell("cd tree && find . -type d | sort"))
        _ = shell("rm -r tree/bare tree/empty")
        #expect(ferry(url, "sync", "--delete", "tree/", "s3://\(name)").status == 0)
        #expect(ferry(url, "list", "-r", "s3://\(name)").outputText == "full/\nfull/file\n")
    }

    @Test func aFileAndADirectoryOfOneNameAreToldApart() {
        Radosgw.shared.bucket(name)
        let url = Radosgw.shared.url
        for key in ["a", "a/inner", "b"] { #expect(ferry(url, "put", "s3://\(name)/\(key)", input: [1]).status == 0) }
        let down = ferry(url, "sync", "s3://\(name)/", "copy")
        #expect(down.status == 23 && down.errorText.contains("'a'"), "\(down.errorText)")
        #expect(shell("cat copy/b | wc -c") == "1\n")
    }

    @Test func allVersionsAreListed() {
        Moto.shared.bucket(name, isVersioned: true)
        let url = Moto.shared.url
        #expect(ferry(url, "put", "s3://\(name)/d/a b", input: [1]).status == 0)
        #expect(ferry(url, "put", "s3://\(name)/d/a b", input: [1, 2]).status == 0)
        #expect(ferry(url, "put", "s3://\(name)/d/other", input: [1]).status == 0)
        #expect(ferry(url, "remove", "s3://\(name)/d/other").status == 0)
        let listed = ferry(url, "list", "--versions", "s3://\(name)/d")
        #expect(listed.status == 0, "\(listed.errorText)")
        let lines = listed.outputText.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 4) }
        let told = lines.map { "\($0[2]) \($0[4])" }
        #expect(told == ["2 d/a b", "1 d/a b", "removed d/other", "1 d/other"])
        let json = ferry(url, "list", "--versions", "--json", "s3://\(name)/d/other").outputText
        #expect(json.split(separator: "\n").count == 3 && json.contains("\"removed\":true"), "\(json)")
        #expect(ferry(url, "list", "--versions", ".").status == 4)
        #expect(shell("mkdir -p empty/e/f; echo ok") == "ok\n")
        #expect(ferry(url, "sync", "empty/", "s3://\(name)/d").status == 0)
        for (place, names) in [("d/e", ["e/f/"]), ("d/e/f", ["f/"]), ("d/e/f/", ["./"])] {
            let listed = ferry(url, "list", "--versions", "s3://\(name)/\(place)").outputText
            let told = listed.split(separator: "\n").map {
                $0.split(separator: " ", maxSplits: 4).last.map(String.init)
            }
            #expect(told == names, "\(place): \(listed)")
        }
        let marker = ferry(url, "list", "--versions", "--json", "s3://\(name)/d/e").outputText
        #expect(marker.contains(#""path":"e/f""#) && marker.contains(#""directory":true"#), "\(marker)")
    }

    @Test func checksAndVerificationNeedNoDownloadWhereTheStoreTells() {
        Moto.shared.bucket(name)
        let url = Moto.shared.url
        _ = shell("mkdir tree; head -c 9000000 /dev/urandom > tree/large; echo x > tree/small")
        #expect(ferry(url, "sync", "tree/", "s3://\(name)").status == 0)
        #expect(ferry(url, "check", "-c", "tree", "s3://\(name)").status == 0)
        _ = shell("printf y | dd of=tree/large bs=1 seek=5000000 conv=notrunc status=none")
        #expect(ferry(url, "check", "-c", "tree", "s3://\(name)").status == 1)
    }
}
