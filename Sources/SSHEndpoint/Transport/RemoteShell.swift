/// The words of a remote shell command (`-e`, `RSYNC_RSH`), divided as rsync does: at spaces, except within single or
/// double quotes; a quote that is doubled within its kind stands for itself.
public enum RemoteShell {
    /// Nil where a quote is not closed, or no word is left.
    public static func words(of command: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = command[...]
        while let character = rest.popFirst() {
            if let open = quote {
                if character != open {
                    word?.append(character)
                } else if rest.first == open {
                    word?.append(rest.removeFirst())
                } else {
                    quote = nil
                }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let finished = word { words.append(finished) }
        return quote == nil && !words.isEmpty ? words : nil
    }
}
