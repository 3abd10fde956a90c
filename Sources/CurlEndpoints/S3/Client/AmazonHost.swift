/// Amazon's names of its services' hosts.
enum AmazonHost {
    /// Where a service (`s3`) is in a region.
    static func name(_ service: String, in region: String) -> String {
        let partition = partitions.first { region.hasPrefix($0.regions) }
        return "\(service).\(region).\(partition?.domain ?? usual)"
    }

    /// The partition whose buckets a host has, as Amazon names them; each has names of its own. Nil of other hosts.
    static func partition(of host: String) -> String? {
        if let partition = partitions.first(where: { host.hasSuffix(".\($0.domain)") }) { return partition.name }
        guard host.hasSuffix(".\(usual)") else { return nil }
        return host.contains("us-gov-") ? "aws-us-gov" : "aws"
    }

    /// The region whose store this is: `s3.REGION.amazonaws.com`, or `s3-REGION`, in any of its spellings; `s3` alone is the
    /// oldest one. Others below that domain are those of its customers, or go by other rules.
    static func regionOfStore(_ host: String) -> String? {
        guard let domain = ([usual] + partitions.map(\.domain)).first(where: { host.hasSuffix(".\($0)") }) else {
            return nil
        }
        let labels = host.dropLast(domain.utf8.count + 1).split(separator: ".", omittingEmptySubsequences: false)
        if labels == ["s3"] { return domain == usual ? S3Settings.defaultRegion : nil }
        let region: Substring
        switch labels.count {
        case 1 where labels[0].hasPrefix("s3-"): region = labels[0].dropFirst(3)
        case 2 where labels[0] == "s3": region = labels[1]
        case 3 where labels[..<2] == ["s3", "dualstack"]: region = labels[2]
        default: return nil
        }
        return isRegion(region) ? String(region) : nil
    }

    /// Whether this is written as regions are, Amazon's and those of others: `eu-west-1`, `us-gov-west-1`, `us-west-004`.
    static func isRegion(_ text: Substring) -> Bool {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        guard words.count >= 3, let number = words.last, let area = words.first else { return false }
        return (area.utf8.count == 2 || area == "eusc") && !number.isEmpty
            && number.allSatisfy { "0123456789".contains($0) }
            && words.dropFirst().dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy { ("a"..."z").contains($0) } }
    }

    private static let usual = "amazonaws.com"

    /// Those with domains of their own ("AWS SDKs", `partitions.json`).
    private static let partitions: [(regions: String, domain: String, name: String)] = [
        ("cn-", "amazonaws.com.cn", "aws-cn"), ("eusc-", "amazonaws.eu", "aws-eusc"),
        ("us-iso-", "c2s.ic.gov", "aws-iso"), ("us-isob-", "sc2s.sgov.gov", "aws-iso-b"),
        ("eu-isoe-", "cloud.adc-e.uk", "aws-iso-e"), ("us-isof-", "csp.hci.ic.gov", "aws-iso-f"),
    ]
}
