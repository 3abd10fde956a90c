/// Why one thing that a command was to do was not done: one line for the user. The command goes on with the next.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
