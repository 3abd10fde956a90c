/// The exit statuses of the program, which are rsync's.
public enum ExitStatus: Int32, Sendable, Hashable {
    case success = 0
    case usage = 1
    case protocolIncompatibility = 2
    case fileSelection = 3
    case notSupported = 4
    case startOfProtocol = 5
    case socket = 10
    case fileIO = 11
    case protocolData = 12
    case signal = 20
    case memory = 22
    case partial = 23
    case vanished = 24
    case deleteLimit = 25
    case timeout = 30
    case connectTimeout = 35
}
