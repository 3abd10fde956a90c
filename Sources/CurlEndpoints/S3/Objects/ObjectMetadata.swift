internal import FerryCore

/// Metadata of files as headers of objects. Times are written as rclone writes them, `x-amz-meta-mtime: SECONDS.FRACTION`;
/// modes in octal with the kind of file, as `st_mode` has them.
enum ObjectMetadata {
    static let kept: MetadataFields = [.modified, .permissions]
    static let prefix = "x-amz-meta-"
    /// What files have, by names without the prefix.
    static let ofFiles: Set<String> = ["mtime", "mode"]
    /// What says, truly or not, which content it is. s3cmd's holds a digest among others.
    static let claims = Set(DigestAlgorithm.allCases.map(\.rawValue) + [claimOfRclone, "s3cmd-attrs"])
    /// A digest, MD5 in base64.
    static let claimOfRclone = "md5chksum"
    /// How long all parts but the last are of an object that ferry wrote in parts, in bytes: what its tag can be compared with.
    static let partLength = "part-length"
    private static let regularFile: UInt16 = 0o100000

    /// The part of it that objects keep.
    static func kept(of metadata: Metadata) -> Metadata {
        Metadata(modified: metadata.modified, permissions: metadata.permissions)
    }

    static func headers(_ metadata: Metadata) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let modified = metadata.modified { headers.append((prefix + "mtime", text(of: modified))) }
        if let permissions = metadata.permissions {
            headers.append((prefix + "mode", String(regularFile | permissions, radix: 8)))
        }
        return headers
    }

    /// Says what the content is, unless somebody has said it already.
    static func add(_ digest: Digest, to headers: inout [(name: String, value: String)]) {
        let name = prefix + digest.algorithm.rawValue
        if !headers.contains(where: { $0.name == name }) { headers.append((name, digest.hexadecimal)) }
    }

    /// What whoever wrote the object said of its content: ferry `x-amz-meta-sha256`, rclone `x-amz-meta-md5chksum` in
    /// base64, s3cmd the `md5` of its attributes.
    static func digest(_ head: ResponseHead, by algorithm: DigestAlgorithm) -> Digest? {
        if let text = head[prefix + algorithm.rawValue] { return Digest(algorithm: algorithm, hexadecimal: text.utf8) }
        guard algorithm == .md5 else { return nil }
        if let digest = digestOfRclone(head) { return digest }
        let attribute = head[prefix + "s3cmd-attrs"].flatMap { s3cmd($0, "md5") }
        return attribute.flatMap { Digest(algorithm: .md5, hexadecimal: $0.utf8) }
    }

    static func digestOfRclone(_ head: ResponseHead) -> Digest? {
        head[prefix + claimOfRclone].flatMap { Base64.decode($0.utf8) }.flatMap { Digest(algorithm: .md5, bytes: $0) }
    }

    static func partLength(_ head: ResponseHead) -> Int64? {
        head[prefix + partLength].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    static func modified(_ head: ResponseHead) -> Timestamp? {
        if let time = ownTime(head) ?? timeOfS3cmd(head) { return time }
        // Not the file's: when it was uploaded.
        return head["last-modified"].flatMap(HTTPDate.seconds).map { Timestamp(seconds: $0) }
    }

    /// Whether the time is the file's without its fraction, as s3cmd writes it.
    static func isModifiedInSeconds(_ head: ResponseHead) -> Bool {
        ownTime(head) == nil && timeOfS3cmd(head)?.nanoseconds == 0
    }

    private static func ownTime(_ head: ResponseHead) -> Timestamp? { head[prefix + "mtime"].flatMap(time) }

    private static func timeOfS3cmd(_ head: ResponseHead) -> Timestamp? {
        head[prefix + "s3cmd-attrs"].flatMap { s3cmd($0, "mtime") }.flatMap(time)
    }

    static func permissions(_ head: ResponseHead) -> UInt16? {
        if let mode = head[prefix + "mode"].flatMap({ UInt16($0, radix: 8) }) { return mode & 0o7777 }
        return head[prefix + "s3cmd-attrs"].flatMap { s3cmd($0, "mode") }.flatMap { UInt16($0) }.map { $0 & 0o7777 }
    }

    /// `atime:1/ctime:2/mode:33188/mtime:3`
    private static func s3cmd(_ attributes: String, _ name: String) -> String? {
        for attribute in attributes.split(separator: "/") where attribute.hasPrefix(name + ":") {
            return String(attribute.dropFirst(name.utf8.count + 1))
        }
        return nil
    }

    /// `-1.5` is half a second before the last second of 1969, and so second -2 and half a second.
    static func text(of time: Timestamp) -> String {
        let isNegative = time.seconds < 0
        var seconds = time.seconds
        var fraction = Int64(time.nanoseconds)
        if isNegative && fraction > 0 {
            seconds += 1
            fraction = 1_000_000_000 - fraction
        }
        let whole = (isNegative ? "-" : "") + String(seconds.magnitude)
        if fraction == 0 { return whole }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    static func time(_ text: String) -> Timestamp? {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let seconds = Int64(first), seconds >= 0 else { return nil }
        var nanoseconds: Int32 = 0
        if parts.count == 2 {
            let digits = parts[1].prefix(9)
            guard let fraction = Int32(digits + String(repeating: "0", count: 9 - digits.utf8.count)), fraction >= 0
            else { return nil }
            nanoseconds = fraction
        }
        guard isNegative else { return Timestamp(seconds: seconds, nanoseconds: nanoseconds) }
        return nanoseconds == 0
            ? Timestamp(seconds: -seconds)
            : Timestamp(seconds: -seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds)
    }
}
