/// RFC 4648, section 4.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var rest = Array(bytes)[...]
        var text: [UInt8] = []
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            var bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            var digits: [UInt8] = []
            for index in 0..<4 {
                digits.append(3 - index > group.count ? UInt8(ascii: "=") : alphabet[bits & 63])
                bits >>= 6
            }
            text += digits.reversed()
        }
        return String(decoding: text, as: UTF8.self)
    }
}
