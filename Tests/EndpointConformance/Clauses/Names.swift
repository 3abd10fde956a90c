import FerryCore
import FerryEndpoints
import Testing

let nameClauses: [Clause] = oddNames.map { name in
    Clause("a name with \(name.what) is kept exactly, or refused with nameNotAllowed") { subject in
        let path = RelativePath(unchecked: name.bytes)
        if subject.names.allows(path) {
            try keepsName(subject, path)
        } else {
            try refusesName(subject, path)
        }
    }
}

private struct OddName {
    let what: String
    let bytes: [UInt8]

    init(_ what: String, _ text: String) {
        self.init(what, Array(text.utf8))
    }

    init(_ what: String, _ bytes: [UInt8]) {
        self.what = what
        self.bytes = bytes
    }
}

private let oddNames = [
    OddName("spaces", " a  b "), OddName("a newline", "a\nb"), OddName("a tab", "a\tb"),
    OddName("a percent sign", "a%b"), OddName("an escape", "a%2Fb%00"), OddName("a plus", "a+b"),
    OddName("single quotes", "it's"), OddName("double quotes", "\"a\""), OddName("a leading dash", "-rf"),
    OddName("a backslash", "a\\b"), OddName("an asterisk", "a*b"), OddName("a question mark", "a?b"),
    OddName("brackets", "[a]{b}"), OddName("a hash", "#a"), OddName("an ampersand", "a&b=c"),
    OddName("a semicolon", "a;b"), OddName("a colon", "a:b"), OddName("an at sign", "u@h"),
    OddName("a dollar", "$HOME"), OddName("a backtick", "`a`"), OddName("a pipe", "a|b"),
    OddName("angles", "<a>"), OddName("a leading dot", ".a"), OddName("three dots", "..."),
    OddName("a leading tilde", "~a"), OddName("a control character", [0x61, 0x01, 0x7F]),
    OddName("a carriage return", "a\r"), OddName("accents", "h\u{E9}"), OddName("decomposed accents", "he\u{301}"),
    OddName("an emoji", "\u{1F6A2}"), OddName("bytes that are not UTF-8", [0x61, 0xFF, 0xFE]),
    OddName("an overlong sequence", [0xC0, 0xAF]), OddName("255 bytes", String(repeating: "n", count: 255)),
    OddName("256 bytes", String(repeating: "n", count: 256)),
    OddName("a prefix like a staged file's", ".name.ferry-"),
]

private func keepsName(_ subject: Subject, _ name: RelativePath) throws {
    let below = name.appending(name: Array("file".utf8))
    let inside = subject.path("in").appending(name)
    try subject.put(inside, [1, 2, 3])
    if subject.listsDotNames || name.bytes.first != UInt8(ascii: ".") {
        #expect(try subject.list().last?.path == inside)
    }
    let entry = try #require(try subject.endpoint.entry(at: inside))
    #expect(entry.path == inside)
    #expect(try subject.bytes(of: entry) == [1, 2, 3])
    try subject.put(below, [4])
    let directory = ListingRequest(directory: name)
    #expect(try subject.list(directory).map(\.path) == [below])
    try subject.endpoint.remove(inside, kind: .file)
    #expect(try subject.endpoint.entry(at: inside) == nil)
}

private func refusesName(_ subject: Subject, _ name: RelativePath) throws {
    expectError(.nameNotAllowed, clause: "a file of that name") { try subject.put(name, [1]) }
    if subject.hasRealDirectories {
        expectError(.nameNotAllowed, clause: "a directory of that name") {
            try subject.endpoint.createDirectory(at: name, metadata: Metadata())
        }
    }
    #expect(try subject.endpoint.entry(at: name) == nil)
}
