/// What a server wants for a proof (RFC 9110, 11.3): a scheme and its parameters.
struct AuthChallenge: Hashable, Sendable {
    /// In lower case.
    let scheme: String
    /// By names in lower case, unquoted.
    private(set) var parameters: [String: String] = [:]

    /// All challenges of a refusal. Several may share a line.
    static func all(in head: ResponseHead) -> [AuthChallenge] {
        head.headers(withPrefix: "www-authenticate").filter { $0.name.isEmpty }.flatMap { parse($0.value) }
    }

    private static func parse(_ line: String) -> [AuthChallenge] {
        var found: [AuthChallenge] = []
        for item in items(of: line) {
            var parameter = item
            let word = item.prefix { $0 != " " && $0 != "=" }
            if item.dropFirst(word.count).drop(while: { $0 == " " }).first != "=" {
                found.append(AuthChallenge(scheme: word.lowercased()))
                parameter = item.dropFirst(word.count)
            }
            if let last = found.indices.last { found[last].add(parameter) }
        }
        return found
    }

    /// What commas part that are not within quotes.
    private static func items(of line: String) -> [Substring] {
        var items: [Substring] = []
        var start = line.startIndex
        var (isQuoted, isEscaped) = (false, false)
        for index in line.indices {
            let character = line[index]
            if character == ",", !isQuoted {
                items.append(line[start..<index])
                start = line.index(after: index)
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = character == "\\" && !isEscaped
        }
        items.append(line[start...])
        return items.map { $0.drop { $0 == " " || $0 == "\t" } }.filter { !$0.isEmpty }
    }

    /// `name=value` or `name="value"`
    private mutating func add(_ text: Substring) {
        guard let equals = text.firstIndex(of: "=") else { return }
        let name = text[..<equals].filter { $0 != " " }.lowercased()
        let value = text[text.index(after: equals)...].drop { $0 == " " }
        parameters[name] = value.first == "\"" ? Self.unquoted(value.dropFirst()) : String(value.prefix { $0 != " " })
    }

    private static func unquoted(_ text: Substring) -> String {
        var plain = ""
        var isEscaped = false
        for character in text {
            if !isEscaped {
                if character == "\"" { break }
                if character == "\\" {
                    isEscaped = true
                    continue
                }
            }
            plain.append(character)
            isEscaped = false
        }
        return plain
    }
}
