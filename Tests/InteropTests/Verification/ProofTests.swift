import Harness
import Servers
import Testing

/// What `--verify` and `--remove-source-files` ask for, at every kind of place.
@Suite("Proof of content") struct ProofTests {
    private static let apache = ApacheServer()
    private static let proFTPD = ProFTPDServer()

    enum Place: CaseIterable {
        case local, sftp, agent, webDAV, ftp, objects

        /// What proves content there.
        var means: String {
            switch self {
            case .local, .webDAV: "read back"
            case .sftp, .agent, .ftp, .objects: "store digest"
            }
        }
    }

    /// The options, and a location that nothing is at.
    private func destination(_ place: Place, in directory: borrowing TemporaryDirectory) -> (options: [String], String)
    {
        let name = "proof-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        switch place {
        case .local: return ([], directory.file("there"))
        case .sftp: return (SSHWay.inside.options, "server:\(directory.path)/there")
        case .agent: return (SSHWay.agent.options, "server:\(directory.path)/there")
        case .webDAV: return ([], "dav://u@127.0.0.1:\(Self.apache.port)/\(name)")
        case .ftp: return (["--ftp-tls=none"], "ftp://u@127.0.0.1:\(Self.proFTPD.port)/\(name)")
        case .objects:
            Radosgw.shared.bucket(name)
            return ([], "s3://\(name)")
        }
    }

    private static let environment = [
        "AWS_ENDPOINT_URL_S3": Radosgw.shared.url, "AWS_ACCESS_KEY_ID": Radosgw.accessKey,
        "AWS_SECRET_ACCESS_KEY": Radosgw.secretKey, "AWS_CA_BUNDLE": "", "AWS_PROFILE": "",
        "HOME": "/proc/none", "NETRC": "/proc/none", "FERRY_HTTP_PASSWORD": "pw", "FERRY_FTP_PASSWORD": "pw",
    ]

    private func ferry(_ words: [String], in directory: borrowing TemporaryDirectory) -> Program.Outcome {
        Program.ferry.run(words, in: directory.path, environment: Self.environment)
    }

    private func sh(_ script: String, in directory: borrowing TemporaryDirectory) {
        #expect(Program("sh").run(["-ec", script], in: directory.path).status == 0)
    }

    /// What an old file had more is cut off before the content counts as proven.
    @Test(arguments: [Place.local, .sftp, .agent, .ftp], ["-W", "--no-whole-file"])
    func filesThatBecomeShorterInPlaceAreProven(_ place: Place, _ way: String) {
        let directory = TemporaryDirectory()
        sh(
            "mkdir old new; seq 1 50000 > new/f; (seq 2 50001; echo tail) > old/f; touch -d 2020-01-01 old/f",
            in: directory)
        sh("cp old/f old/sparse; head -c 100000 /dev/zero > new/sparse; ln old/f old/name", in: directory)
        sh("cp new/f new/name; cp -a new copy", in: directory)
        let (options, there) = destination(place, in: directory)
        #expect(ferry(["sync"] + options + ["old/", there], in: directory).status == 0)
        for policy in ["--verify=readback", "--verify=strict", "--remove-source-files"] {
            sh("touch -d @1234567890 old/*", in: directory)
            #expect(ferry(["sync", "-I"] + options + ["old/", there], in: directory).status == 0)
            let words = ["sync", "--inplace", "-I", "--sparse", way, policy]
            let run = ferry(words + options + ["new/", there], in: directory)
            #expect(run.status == 0, "\(policy): \(run.errorText)")
            let check = ferry(["check", "-c"] + options + ["copy", there], in: directory)
            #expect(check.status == 0, "\(policy): \(check.outputText)\(check.errorText)")
        }
    }

    @Test(arguments: Place.allCases) func everyPlaceProvesContent(_ place: Place) {
        let directory = TemporaryDirectory()
        sh("mkdir -p tree/sub; echo one > tree/one; : > tree/nothing", in: directory)
        sh("head -c 9000000 /dev/urandom > tree/sub/large", in: directory)
        let (options, there) = destination(place, in: directory)
        for (policy, means) in [("strict", place.means), ("readback", "read back")] {
            let words = ["sync", "-I", "-W", "-v", "--verify=\(policy)"]
            let run = ferry(words + options + ["tree/", there], in: directory)
            // An empty file is read back over SFTP: there is nothing to ask for.
            let withEmpty = place == .sftp && run.outputText.contains("verified: 2 by \(means), 1 by read back\n")
            let isProven = run.outputText.contains("verified: 3 by \(means)\n") || withEmpty
            #expect(run.status == 0 && isProven, "\(run.outputText)\(run.errorText)")
        }
        sh("cp -a tree copy; echo two > tree/two; touch tree/one", in: directory)
        let moved = ferry(["sync", "--remove-source-files"] + options + ["tree/", there], in: directory)
        #expect(moved.status == 0, "\(moved.errorText)")
        #expect(Program("find").run(["tree", "-type", "f"], in: directory.path).outputText == "")
        #expect(ferry(["cat"] + options + ["\(there)/two"], in: directory).outputText == "two\n")
        #expect(ferry(["check", "-c", "--exclude=two"] + options + ["copy", there], in: directory).status == 0)
    }
}
