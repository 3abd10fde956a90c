/// The file in which programs of the network look up passwords: netrc(5), with quoted words as curl has them.
public struct Netrc: Sendable {
    private let words: [String]

    public init(_ text: [UInt8]) {
        words = Self.words(of: text)
    }

    /// The first login of a host, or of `default`; with a user, the first one that is theirs or nobody's in particular.
    public func login(for host: String, user: String?) -> Login? {
        var isWanted = false
        var name: String?
        var password: String?
        var rest = words[...]
        while true {
            let word = rest.popFirst()
            guard word == nil || word == "machine" || word == "default" else {
                let value = Self.takesValue(word) ? rest.popFirst() : nil
                if word == "login" { name = value }
                if word == "password" { password = value }
                continue
            }
            if isWanted, let password, let user = user ?? name, name == nil || name == user {
                return Login(user: user, password: password)
            }
            guard let word else { return nil }
            (name, password) = (nil, nil)
            isWanted = word == "default" || rest.popFirst()?.lowercased() == host.lowercased()
        }
    }

    private static func takesValue(_ word: String?) -> Bool {
        word == "login" || word == "password" || word == "account"
    }

    /// The words of the text without comments and macros, which end at an empty line.
    private static func words(of text: [UInt8]) -> [String] {
        var words: [String] = []
        var isMacro = false
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let found = self.words(ofLine: line)
            if isMacro { isMacro = !found.isEmpty; continue }
            isMacro = found.first == "macdef"
            if !isMacro { words += found }
        }
        return words
    }

    private static func words(ofLine line: ArraySlice<UInt8>) -> [String] {
        var words: [String] = []
        var rest = line.drop(while: isBlank)
        while let first = rest.first, first != UInt8(ascii: "#") {
            words.append(first == UInt8(ascii: "\"") ? takeQuoted(&rest) : takePlain(&rest))
            rest = rest.drop(while: isBlank)
        }
        return words
    }

    private static func takePlain(_ rest: inout ArraySlice<UInt8>) -> String {
        let word = rest.prefix { !isBlank($0) }
        rest = rest.dropFirst(word.count)
        return String(decoding: word, as: UTF8.self)
    }

    private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> String {
        var word: [UInt8] = []
        rest.removeFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            word.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return String(decoding: word, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
