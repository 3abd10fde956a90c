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

    /// Whether permissions can be seen: in facts that are told unasked, which are those with an asterisk, or in lines of
    /// `ls -l`.
    var showsPermissions: Bool {
        !listsFacts || parameters["MLST"]?.lowercased().split(separator: ";").contains("unix.mode*") == true
    }

    /// Whether MFF sets all of these facts, which are in lower case.
    func setsFacts(_ facts: [String]) -> Bool {
        guard let known = parameters["MFF"]?.lowercased().split(whereSeparator: { ";, ".contains($0) }) else {
            return false
        }
        return facts.allSatisfy { known.contains(Substring($0)) }
    }

    /// `MFMT TIME PATH`, of a draft that most servers follow (draft-somers-ftp-mfxx).
    var hasMFMT: Bool { parameters["MFMT"] != nil }
    var hasMDTM: Bool { parameters["MDTM"] != nil }
}
