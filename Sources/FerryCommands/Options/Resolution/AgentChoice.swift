/// Whether ferry is asked for on hosts that are reached through SSH (`--agent`).
enum AgentChoice: Hashable, Sendable {
    /// Where the host has it; else SFTP does.
    case auto
    case never
    /// This command of the account's shell there, or nothing.
    case command(String)

    init(_ text: OptionText?) throws(UsageError) {
        switch try text?.text() {
        case nil, "auto"?: self = .auto
        case "never"?: self = .never
        case ""?: throw UsageError("the value of '--agent' is empty")
        case let command?: self = .command(command)
        }
    }
}
