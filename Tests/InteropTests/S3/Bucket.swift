import Harness
import Servers

/// A bucket of one test's own, on a real store.
struct Bucket {
    let name = "interop-" + String(UInt64.random(in: 0 ... .max), radix: 36)

    init() { Radosgw.shared.bucket(name) }

    var url: String { "s3://\(name)" }

    /// Variables that lead to the store, and to nothing else that this machine may know of.
    static let environment = environment(at: Radosgw.shared.url)

    static func environment(at endpoint: String) -> [String: String] {
        [
            "AWS_ENDPOINT_URL_S3": endpoint, "AWS_ACCESS_KEY_ID": Radosgw.accessKey,
            "AWS_SECRET_ACCESS_KEY": Radosgw.secretKey, "AWS_CA_BUNDLE": "", "AWS_PROFILE": "",
        ]
    }

    /// What anybody is told of an object, in lower case.
    func head(
        of key: String, in directory: String, at endpoint: String = Radosgw.shared.url,
        trusting certificates: TestCertificates? = nil
    ) -> String {
        let signed = Program.ferry.run(
            ["cat", "--presign", "60", "\(url)/\(key)"], in: directory,
            environment: Self.environment(at: endpoint)
        ).outputText.dropLast()
        let trusted = certificates.map { ["--cacert", $0.authority] } ?? []
        return Program("curl").run(trusted + ["-sS", "-D", "-", "-o", "/dev/null", "\(signed)"]).outputText
            .lowercased()
    }
}
