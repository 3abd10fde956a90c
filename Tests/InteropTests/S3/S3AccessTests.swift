import Harness
import Servers
import Testing

/// How stores are reached: over TLS, and several of them in one run.
@Suite final class S3AccessTests {
    private let directory = TemporaryDirectory()
    private let bucket = Bucket()
    private static let proxy = TLSProxy(to: Radosgw.shared.port)

    private func ferry(_ words: [String], _ variables: [String: String] = [:]) -> Program.Outcome {
        Program.ferry.run(
            words, in: directory.path,
            environment: Bucket.environment(at: Self.proxy.url).merging(["HOME": "/proc/none"]) { $1 }
                .merging(variables) { $1 })
    }

    private func shell(_ script: String) -> String {
        Program("sh").run(["-c", script], in: directory.path).outputText
    }

    /// Small and large, up and down and on within the store.
    /// - Parameter writing: Options for objects that are written.
    private func expectRoundTrip(
        _ options: [String], _ variables: [String: String] = [:], writing: [String] = []
    ) {
        _ = shell("mkdir -p tree/d; echo x > 'tree/d/a b%+'; head -c 20000000 /dev/urandom > tree/large")
        for (source, destination) in [
            ("tree/", bucket.url + "/up"), (bucket.url + "/up/", bucket.url + "/on"), (bucket.url + "/on/", "copy"),
        ] {
            let written = destination == "copy" ? [] : writing
            let run = ferry(["sync"] + options + written + [source, destination], variables)
            #expect(run.status == 0, "\(run.errorText)")
        }
        #expect(shell("diff -r tree copy") == "")
    }

    @Test func certificatesOfAnOption() {
        expectRoundTrip(["--ca-cert", Self.proxy.certificates.authority])
        // It comes before what the environment says.
        let listed = ferry(
            ["list", "--ca-cert", Self.proxy.certificates.authority, bucket.url], ["AWS_CA_BUNDLE": "/proc/none"])
        #expect(listed.status == 0, "\(listed.errorText)")
    }

    @Test func certificatesAsAWSToolsFindThem() {
        let authority = Self.proxy.certificates.authority
        expectRoundTrip([], ["AWS_CA_BUNDLE": authority])
        directory.write(Array("[default]\n[profile here]\nca_bundle = \(authority)\n".utf8), "config")
        let config = ["AWS_CONFIG_FILE": directory.path + "/config"]
        let asked = ferry(["list", bucket.url + "?profile=here"], config)
        // A profile that is named has keys of its own, or there are none.
        #expect(asked.status == 5 && asked.errorText.contains("no access key"), "\(asked.errorText)")
        let listed = ferry(["list", bucket.url], config.merging(["AWS_PROFILE": "here"]) { $1 })
        #expect(listed.status == 0 && listed.outputText.contains("up/"), "\(listed.errorText)")
        #expect(ferry(["list", bucket.url], config).status == 5)
    }

    @Test func whoIsNotTrustedGetsNothing() {
        for variables in [[:], ["AWS_CA_BUNDLE": "/etc/hostname"], ["AWS_CA_BUNDLE": "/proc/none/x"]] {
            let refused = ferry(["put", bucket.url + "/x"], variables)
            #expect(refused.status != 0 && refused.errorText.contains("certificate"), "\(refused.errorText)")
        }
    }

    /// A key of one's own is sent over TLS, and plain HTTP to another machine is refused.
    @Test func keysOfOnesOwnGoOverTLS() {
        let authority = Self.proxy.certificates.authority
        _ = shell("head -c 32 /dev/urandom > key")
        expectRoundTrip(["--sse-c-key", "key", "--ca-cert", authority])
        let without = ferry(["cat", "--ca-cert", authority, bucket.url + "/up/large"])
        #expect(without.status != 0, "\(without.errorText)")
    }

    /// Tags tell nothing then: what a look tells decides, and nothing is taken for what it is not.
    @Test func keysOfTheStores() {
        let authority = ["--ca-cert", Self.proxy.certificates.authority]
        let state = ["XDG_STATE_HOME": directory.path + "/state"]
        expectRoundTrip(authority, state, writing: ["--sse=aws:kms:test-key"])
        let head = bucket.head(
            of: "up/large", in: directory.path, at: Self.proxy.url, trusting: Self.proxy.certificates)
        #expect(head.contains("x-amz-server-side-encryption-aws-kms-key-id: test-key"), "\(head)")
        let again = ferry(["sync", "-i"] + authority + ["tree/", bucket.url + "/up"], state)
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText)\(again.errorText)")
        #expect(ferry(["check", "-c"] + authority + ["tree", bucket.url + "/up"]).status == 0)
        // This store does not copy what is encrypted: other metadata take it here and back.
        _ = shell("touch -d '2001-02-03 04:05:06' tree/large tree/d/*; chmod 600 tree/d/*")
        let touched = ferry(["sync", "-c"] + authority + ["tree/", bucket.url + "/up"], state)
        #expect(touched.status == 0, "\(touched.errorText)")
        #expect(ferry(["check", "-p"] + authority + ["tree", bucket.url + "/up"]).status == 0)
        // A changed object stays encrypted, whoever changes it.
        _ = shell("printf changed | dd of=tree/large bs=1 seek=12000000 conv=notrunc status=none")
        let changed = ferry(["sync"] + authority + ["tree/", bucket.url + "/up"], state)
        #expect(changed.status == 0, "\(changed.errorText)")
        #expect(
            bucket.head(of: "up/large", in: directory.path, at: Self.proxy.url, trusting: Self.proxy.certificates)
                .contains("key-id: test-key"))
        #expect(ferry(["sync"] + authority + [bucket.url + "/up/", "copy"]).status == 0)
        #expect(shell("diff -r tree copy") == "")
        #expect(ferry(["check", "-c"] + authority + ["tree", bucket.url + "/on"]).status == 1)
    }

    /// Small and large, by a store that tells how it has encrypted what it has.
    @Test(arguments: [("AES256", "aes256"), ("aws:kms", "aws:kms")]) func kindsOfEncryption(kind: String, told: String)
    {
        Moto.shared.bucket(bucket.name)
        let environment = Bucket.environment(at: Moto.shared.url)
        _ = shell("mkdir tree; head -c 12000000 /dev/urandom > tree/large; echo x > tree/small")
        for words in [["sync", "--sse", kind, "tree/", bucket.url], ["sync", bucket.url + "/", "copy"]] {
            let run = Program.ferry.run(words, in: directory.path, environment: environment)
            #expect(run.status == 0, "\(run.errorText)")
        }
        #expect(shell("diff -r tree copy") == "")
        for name in ["large", "small"] {
            let head = bucket.head(of: name, in: directory.path, at: Moto.shared.url)
            #expect(head.contains("x-amz-server-side-encryption: \(told)\r\n"), "\(head)")
        }
    }

    /// Each with its own endpoint, and what the options say for both.
    @Test func twoStoresInOneRun() {
        Moto.shared.bucket(bucket.name)
        _ = shell("mkdir tree; head -c 20000000 /dev/urandom > tree/large; echo x > tree/small")
        let (here, there) = (bucket.url + "?endpoint=" + Moto.shared.url, bucket.url)
        let given = ["--cache-control", "no-store", "--object-metadata", "team=x", "--content-type", "text/x-own"]
        func run(_ words: [String]) {
            let run = Program.ferry.run(
                ["sync", "--no-state"] + words, in: directory.path, environment: Bucket.environment)
            #expect(run.status == 0, "\(run.errorText)")
        }
        run(given + ["tree/", here])
        let list = Program.ferry.run(["list", there], environment: Bucket.environment)
        #expect(list.outputText == "")
        run([here, there])
        // What belongs to an object goes on with it.
        for name in ["small", "large"] {
            let head = bucket.head(of: name, in: directory.path)
            #expect(head.contains("cache-control: no-store") && head.contains("x-amz-meta-team: x"), "\(name): \(head)")
            #expect(head.contains("content-type: text/x-own"), "\(name): \(head)")
        }
        run([there, "copy"])
        #expect(shell("diff -r tree copy") == "")
        let check = Program.ferry.run(["check", here, there], environment: Bucket.environment)
        #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
    }
}
