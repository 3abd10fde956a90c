internal import FerryCore
internal import FerryEndpoints

/// The names in one directory of a server, as it sends them. Asks for more and more at a time: what is small is asked for at
/// once and with little more than it takes, what is large keeps the connection busy.
struct RemoteDirectory: ~Copyable {
    private let connection: Connection
    private let handle: [UInt8]
    private var requests: [Pending<[Answers.Name]?>] = []
    private var width = Self.usualWidth
    private var answers = 0
    private var isOver = false

    /// OpenSSH answers 100 names at a time: three requests read most directories whole, their end included.
    private static let usualWidth = 3
    private static let widest = 32

    init(opening name: [UInt8], on connection: Connection) throws(SFTPError) {
        self.connection = connection
        handle = try connection.openDirectory(name).wait()
    }

    /// Some names, without `.` and `..`; nil at the end. A name that is none is a lie.
    mutating func next() throws(SFTPError) -> [Answers.Name]? {
        while !isOver {
            while requests.count < width { requests.append(try connection.readDirectory(handle)) }
            guard let names = try requests.removeFirst().wait() else {
                isOver = true
                break
            }
            answers += 1
            // What is asked for beyond the end is paid for twice, so nothing is until the first ones are used up.
            width = answers < Self.usualWidth ? Self.usualWidth - answers : min(max(width, 2) * 2, Self.widest)
            var real: [Answers.Name] = []
            for item in names where try Self.isReal(item.name) { real.append(item) }
            if !real.isEmpty { return real }
        }
        return nil
    }

    private static func isReal(_ name: [UInt8]) throws(SFTPError) -> Bool {
        if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return false }
        if name.isEmpty || name.contains(RelativePath.separator) || name.contains(0) {
            throw .lost(.violation("a name that cannot be one in a directory"))
        }
        return true
    }

    /// Answers that are still under way are of no interest.
    mutating func close() {
        _ = try? connection.closeHandle(handle)
        isOver = true
    }
}
