/// The port that a server listens on for one transfer, as it tells it.
enum DataPort {
    /// `229 Entering Extended Passive Mode (|||6446|)`: the delimiter is the server's choice (RFC 2428, 3).
    static func extended(_ reply: FTPReply) -> UInt16? {
        guard reply.code == 229 else { return nil }
        let text = reply.text.drop { $0 != UInt8(ascii: "(") }.dropFirst()
        guard let delimiter = text.first else { return nil }
        let fields = text.split(separator: delimiter, omittingEmptySubsequences: false)
        return fields.count >= 5 ? port(fields[3]) : nil
    }

    /// `227 Entering Passive Mode (192,168,0,1,25,46)`. The address is of no interest: behind routers it is wrong, and a
    /// server may not send us anywhere but to itself.
    static func plain(_ reply: FTPReply) -> UInt16? {
        guard reply.code == 227 else { return nil }
        let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let numbers = reply.text.split { !isDigit($0) && $0 != UInt8(ascii: ",") }
            .first { $0.count { $0 == UInt8(ascii: ",") } == 5 }?
            .split(separator: UInt8(ascii: ",")).compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
        guard let numbers, numbers.count == 6 else { return nil }
        let port = UInt16(numbers[4]) << 8 | UInt16(numbers[5])
        return port == 0 ? nil : port
    }

    private static func port(_ text: ArraySlice<UInt8>) -> UInt16? {
        UInt16(String(decoding: text, as: UTF8.self)).flatMap { $0 == 0 ? nil : $0 }
    }
}
