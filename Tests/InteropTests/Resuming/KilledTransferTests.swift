import Glibc
import Harness
import Servers
import Testing

/// `ferry` killed in the middle of a large file, and what the next run puts on the wire.
@Suite("Killed transfers") struct KilledTransferTests {
    /// Some seconds at `rate`, so that there is something to remember before the end.
    private static let size = 64 << 20
    private static let rate = "--bwlimit=4M"
    /// Checkpoints come after ten seconds, and the kill after one came: a good third of the file is safe by then.
    private static let most = size * 3 / 4 + (64 << 10)

    /// A source, a state, and whatever else a test puts there.
    private struct Place: ~Copyable {
        let directory = TemporaryDirectory()

        init() {
            sh("mkdir tree; head -c \(KilledTransferTests.size) /dev/urandom > tree/large")
        }

        @discardableResult
        func sh(_ script: String, _ environment: [String: String] = [:]) -> Program.Outcome {
            Program("bash").run(["-c", script], in: directory.path, environment: environment.merging(state) { $1 })
        }

        private var state: [String: String] { ["XDG_STATE_HOME": "\(directory.path)/state"] }

        /// A program in place of ssh that starts on this machine what is asked for, and keeps what passes in `passed.*`.
        func makeWire(_ command: String) {
            let server = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
            let script = """
                #!/bin/bash
                case ${!#} in sftp) set -- \(server) ;; *) set -- sh -c "exec ${!#}" ;; esac
                \(command)

                """
            directory.write(Array(script.utf8), "wire")
            sh("chmod +x wire")
        }

        /// How many bytes have passed.
        func passed() -> Int { Int(sh("cat passed.* | wc -c").outputText.dropLast()) ?? 0 }

        /// Runs ferry until it has left something to go on with, and kills it.
        func kill(_ words: [String], _ environment: [String: String] = [:]) {
            let script = """
                "$0" "$@" & ferry=$!
                until "$0" state show | grep -q '^unfinished transfers: 1$'; do kill -0 $ferry || exit 1; sleep 0.2; done
                kill -KILL $ferry; wait $ferry; [ $? = 137 ]
                """
            let killed = Program("bash").run(
                ["-c", script, Program.ferry.path] + words, in: directory.path,
                environment: environment.merging(state) { $1 })
            #expect(killed.status == 0, "\(killed.errorText)")
        }

        func ferry(_ words: [String], _ environment: [String: String] = [:]) -> Program.Outcome {
            Program.ferry.run(words, in: directory.path, environment: environment.merging(state) { $1 })
        }

        func hasUnfinished() -> Bool { !ferry(["state", "show"]).outputText.contains("unfinished transfers: 0\n") }
    }

    @Test(arguments: [SSHWay.inside, .agent]) func uploadsOverSSH(_ way: SSHWay) {
        let place = Place()
        place.makeWire("tee '\(place.directory.path)/passed.'$$ | \"$@\"")
        place.sh("mkdir there")
        let agent = way == .agent ? "--agent=\(Program.ferry.path)" : "--agent=never"
        let there = "server:\(place.directory.path)/there"
        let words = ["sync", "--rsh=\(place.directory.path)/wire", agent, "tree/", there]
        place.kill(words + [Self.rate])
        #expect(place.sh("ls there").outputText == "")
        place.sh("rm passed.*")
        let next = place.ferry(words + ["-v"])
        #expect(next.status == 0 && place.sh("diff -r tree there").status == 0, "\(next.errorText)")
        #expect(next.outputText.contains("verified: 1 by store digest"), "\(next.outputText)")
        let passed = place.passed()
        #expect((1...Self.most).contains(passed), "\(passed)")
        let isLeft = place.hasUnfinished()
        #expect(place.sh("ls -A there").outputText == "large\n" && !isLeft)
    }

    /// What the store has of the upload is compared, and only the rest is sent.
    @Test func uploadsToAnObjectStore() {
        let place = Place()
        let bucket = "killed-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        Radosgw.shared.bucket(bucket)
        let environment = [
            "AWS_ENDPOINT_URL_S3": Radosgw.shared.url, "AWS_ACCESS_KEY_ID": Radosgw.accessKey,
            "AWS_SECRET_ACCESS_KEY": Radosgw.secretKey, "AWS_CA_BUNDLE": "", "AWS_PROFILE": "",
        ]
        let words = ["sync", "tree/", "s3://\(bucket)"]
        place.kill(words + [Self.rate], environment)
        let listed = place.ferry(["list", "s3://\(bucket)"], environment)
        #expect(listed.outputText == "")
        let traced = "strace -f -qq -s 0 -o trace -e trace=sendto,sendmsg"
        let next = place.sh("\(traced) \(Program.ferry.path) \(words.joined(separator: " "))", environment)
        #expect(next.status == 0, "\(next.errorText)")
        let sent = Int(place.sh("awk '$NF > 0 { n += $NF } END { print n }' trace").outputText.dropLast()) ?? 0
        #expect((1...Self.most).contains(sent), "\(sent)")
        let down = place.ferry(["sync", "s3://\(bucket)/", "back"], environment)
        let same = place.sh("diff -r tree back")
        #expect(down.status == 0 && same.status == 0)
        let isLeft = place.hasUnfinished()
        #expect(!isLeft)
    }

    /// Apache writes a part of a file to its place, so that the next run goes on with it; nginx does not, so that it begins
    /// anew. In between the old file is there.
    @Test(arguments: ["apache", "nginx"]) func uploadsOverWebDAV(_ name: String) {
        let place = Place()
        let (apache, nginx) = (name == "apache" ? ApacheServer() : nil, name == "nginx" ? NginxServer() : nil)
        let data = apache?.data ?? nginx!.data
        let relay = Relay(to: apache?.port ?? nginx!.port)
        let there = "dav://u@127.0.0.1:\(relay.port)\(name == "nginx" ? "/dav" : "")/there"
        place.sh("mkdir '\(data)/there'; echo old > '\(data)/there/large'; chmod -R a+rwX '\(data)/there'")
        let words = ["sync", "--whole-file", "tree/", there]
        let environment = ["FERRY_HTTP_PASSWORD": "pw", "NETRC": "/proc/none"]
        if name == "apache" {
            place.kill(words + [Self.rate], environment)
        } else {
            let limit = "timeout --foreground --signal=KILL 6"
            let killed = place.sh(
                "\(limit) \(Program.ferry.path) \((words + [Self.rate]).joined(separator: " "))", environment)
            #expect(killed.status == 137, "\(killed.status) \(killed.errorText)")
        }
        #expect(place.sh("cat '\(data)/there/large'").outputText == "old\n")
        relay.set(nil)
        let next = place.ferry(words, environment)
        let same = place.sh("diff tree/large '\(data)/there/large'")
        #expect(next.status == 0 && same.status == 0, "\(next.errorText)")
        let most = name == "apache" ? Self.most : Self.size + (1 << 20)
        #expect((1...most).contains(relay.sent), "\(relay.sent)")
        let isLeft = place.hasUnfinished()
        #expect(!isLeft)
        // What began anew may not touch what somebody may be writing still; it goes when it is a day old.
        if name == "apache" { #expect(place.sh("ls -A '\(data)/there'").outputText == "large\n") }
    }

    /// From nginx, as pages and as WebDAV.
    @Test(arguments: ["http://127.0.0.1:PORT/json", "dav://u@127.0.0.1:PORT/dav"]) func downloadsFromTheWeb(
        _ url: String
    ) {
        let place = Place()
        let server = NginxServer()
        let relay = Relay(to: server.port)
        // A file that was changed just now has no version there.
        place.sh("touch -d '2021-03-04 05:06:07 UTC' tree/large; cp -a tree '\(server.data)'")
        let parts = url.split(separator: "PORT")
        let words = ["sync", "\(parts[0])\(relay.port)\(parts[1])/tree/", "back"]
        let environment = ["FERRY_HTTP_PASSWORD": "pw", "NETRC": "/proc/none"]
        place.kill(words + [Self.rate], environment)
        relay.set(nil)
        let next = place.ferry(words, environment)
        #expect(next.status == 0 && place.sh("diff -r tree back").status == 0, "\(next.errorText)")
        #expect((1...Self.most).contains(relay.received), "\(relay.received)")
        let isLeft = place.hasUnfinished()
        #expect(place.sh("ls -A back").outputText == "large\n" && !isLeft)
    }

    /// What was fetched of another version is of no use.
    @Test func aFileThatChangedMeanwhileIsFetchedAnew() {
        let place = Place()
        let server = NginxServer()
        place.sh("touch -d '2021-03-04 05:06:07 UTC' tree/large; cp -a tree '\(server.data)'")
        let words = ["sync", "http://127.0.0.1:\(server.port)/json/tree/", "back"]
        place.kill(words + [Self.rate])
        place.sh(
            "head -c \(Self.size) /dev/urandom > tree/large; touch -d '2022-03-04 05:06:07 UTC' tree/large; cp -a tree '\(server.data)'"
        )
        let next = place.ferry(words)
        #expect(next.status == 0 && place.sh("diff -r tree back").status == 0, "\(next.errorText)")
        let isLeft = place.hasUnfinished()
        #expect(place.sh("ls -A back").outputText == "large\n" && !isLeft)
    }

    @Test func downloadsOverSSH() {
        let place = Place()
        place.makeWire("\"$@\" | tee '\(place.directory.path)/passed.'$$")
        let there = "server:\(place.directory.path)/tree/"
        let words = ["sync", "--rsh=\(place.directory.path)/wire", "--agent=never", there, "back"]
        place.kill(words + [Self.rate])
        place.sh("rm passed.*")
        let next = place.ferry(words)
        #expect(next.status == 0 && place.sh("diff -r tree back").status == 0, "\(next.errorText)")
        let passed = place.passed()
        #expect((1...Self.most).contains(passed), "\(passed)")
        let isLeft = place.hasUnfinished()
        #expect(place.sh("ls -A back").outputText == "large\n" && !isLeft)
    }
}
