/// What a server says that it can do: the reply to FEAT (RFC 2389, 3.2).
struct FTPFeatures: Hashable, Sendable {
    /// Names in upper case, with what follows each.
    private let parameters: [String: String]

    init(_ reply: FTPReply) {
        var parameters: [String: String] = [:]
        if reply.isSuccess {
            for line in reply.lines.dropFirst().dropLast() {
                let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
                if let name = words.first { parameters[name.uppercased()] = words.count > 1 ? String(words[1]) : "" }
            }
        }
        self.parameters = parameters
    }

    subscript(_ name: String) -> String? { parameters[name] }

    /// MLST and MLSD, with what cannot be done without (RFC 3659, 7.8).
    var listsFacts: Bool {
        guard let facts = parameters["MLST"]?.lowercased().split(separator: ";") else { return false }
        return ["type*", "size*", "modify*"].allSatisfy { facts.contains(Substring($0)) }
    }

    /// `MFMT TIME PATH`, of a draft that most servers follow (draft-somers-ftp-mfxx).
    var hasMFMT: Bool { parameters["MFMT"] != nil }
    var hasMDTM: Bool { parameters["MDTM"] != nil }
}
