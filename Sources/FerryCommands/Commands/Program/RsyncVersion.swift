/// What `ferry rsync --version` prints: the form that scripts look into, with what holds for ferry.
enum RsyncVersion {
    /// The rsync whose options, output and statuses these are, by the tests, and its protocol.
    private static let release = "3.5.0"
    private static let protocolNumber = 32

    private static let numbers = [
        ("file_bits", "64-bit files"), ("inum_bits", "64-bit inums"), ("timestamp_bits", "64-bit timestamps"),
        ("long_int_bits", "64-bit long ints"),
    ]

    private static let capabilities: [(key: String, name: String, has: Bool)] = [
        ("socketpairs", "socketpairs", false), ("symlinks", "symlinks", true), ("symtimes", "symtimes", true),
        ("hardlinks", "hardlinks", true), ("hardlink_specials", "hardlink-specials", true),
        ("hardlink_symlinks", "hardlink-symlinks", true), ("IPv6", "IPv6", false), ("atimes", "atimes", true),
        ("batchfiles", "batchfiles", false), ("inplace", "inplace", true), ("append", "append", true),
        ("ACLs", "ACLs", false), ("xattrs", "xattrs", false), ("secluded_args", "secluded-args", false),
        ("iconv", "iconv", false), ("prealloc", "prealloc", true), ("stop_at", "stop-at", true),
        ("crtimes", "crtimes", false),
    ]

    static var text: String {
        let names = numbers.map(\.1) + capabilities.map { $0.has ? $0.name : "no " + $0.name }
        return """
            rsync  version \(release)  protocol version \(protocolNumber)
            This is \(ProgramVersion.line), which does what rsync does between local paths.
            Capabilities:
            \(wrapped(names))

            """
    }

    /// `-VV`
    static var json: String {
        var object = JSONText()
        object.add("program", "rsync")
        object.add("version", release)
        object.add("protocol", "\(protocolNumber).0")
        object.add("implementation", ProgramVersion.line)
        var all = JSONText()
        for (key, _) in numbers { all.add(key, 64) }
        for capability in capabilities { all.add(capability.key, capability.has) }
        object.add("capabilities", all)
        object.add("checksum_list", ["none"])
        object.add("compress_list", ["zstd", "zlibx", "zlib", "none"])
        object.add("daemon_auth_list", [])
        return String(decoding: object.bytes, as: UTF8.self) + "\n"
    }

    private static func wrapped(_ names: [String]) -> String {
        var lines = [""]
        for (index, name) in names.enumerated() {
            let word = name + (index + 1 < names.count ? "," : "")
            if lines[lines.count - 1].count + word.count > 70 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "    " : " ") + word
        }
        return lines.joined(separator: "\n")
    }
}
