internal import FerryCore
internal import FerryEndpoints

/// Takes the parts out of a body of `multipart/byteranges` (RFC 9110, 14.6) as it comes.
struct MultipartBody {
    private let boundary: [UInt8]
    private let receive: (UnsafeMutableRawBufferPointer) throws(CurlFailure) -> Int
    /// What came and was not taken.
    private var buffer: ArraySlice<UInt8> = []
    private var left: Int64 = 0

    /// No line between parts is longer.
    private static let longestLine = 8 << 10
    private static let mostLines = 64

    /// Nil for a response of another kind.
    init?(_ head: ResponseHead, receive: @escaping (UnsafeMutableRawBufferPointer) throws(CurlFailure) -> Int) {
        guard let boundary = Self.boundary(of: head["Content-Type"] ?? "") else { return nil }
        self.boundary = Array("--\(boundary)".utf8)
        self.receive = receive
    }

    /// The content of the next part, and the file's length where the part tells it; nil at the end. What is left of the
    /// part before is skipped.
    mutating func next() throws(HTTPFailure) -> ContentRange? {
        try skipRest()
        for _ in 0..<Self.mostLines {
            let line = try line()
            if line.isEmpty { continue }
            if line.elementsEqual(boundary + Array("--".utf8)) { return nil }
            guard line.elementsEqual(boundary) else { throw Self.malformed }
            guard let content = ContentRange(try head()), let range = content.range else { throw Self.malformed }
            left = range.length
            return content
        }
        throw Self.malformed
    }

    /// Bytes of the part; at least one before its end.
    mutating func read(into target: UnsafeMutableRawBufferPointer) throws(HTTPFailure) -> Int {
        let wanted = UnsafeMutableRawBufferPointer(rebasing: target.prefix(Int(clamping: left)))
        if wanted.isEmpty { return 0 }
        var count = buffer.count
        if count > 0 {
            count = min(count, wanted.count)
            wanted.copyBytes(from: buffer.prefix(count))
            buffer = buffer.dropFirst(count)
        } else {
            count = try received(wanted)
        }
        left -= Int64(count)
        return count
    }

    private mutating func skipRest() throws(HTTPFailure) {
        guard left > 0 else { return }
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
        defer { scratch.deallocate() }
        while left > 0 { _ = try read(into: scratch) }
    }

    private mutating func head() throws(HTTPFailure) -> ResponseHead {
        var head = ResponseHead(status: 206)
        for _ in 0..<Self.mostLines {
            let line = try line()
            if line.isEmpty { return head }
            head.append(Array(line))
        }
        throw Self.malformed
    }

    /// The next line, without its end.
    private mutating func line() throws(HTTPFailure) -> ArraySlice<UInt8> {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer = buffer[(end + 1)...] }
                let line = buffer[..<end]
                return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            }
            guard buffer.count < Self.longestLine else { throw Self.malformed }
            try fill()
        }
    }

    private mutating func fill() throws(HTTPFailure) {
        var bytes = [UInt8](repeating: 0, count: 4 << 10)
        let result: Result<Int, HTTPFailure> = bytes.withUnsafeMutableBytes { raw in
            Result { () throws(HTTPFailure) in try received(raw) }
        }
        let count = try result.get()
        buffer = ArraySlice(Array(buffer) + bytes[..<count])
    }

    private func received(_ target: UnsafeMutableRawBufferPointer) throws(HTTPFailure) -> Int {
        let count: Int
        do throws(CurlFailure) { count = try receive(target) } catch { throw HTTPFailure(error) }
        if count == 0 { throw HTTPFailure(.unreachable, "the server's answer ends before its parts do") }
        return count
    }

    private static let malformed = HTTPFailure(.protocolViolation, "the server's parts of the file are malformed")

    /// Of `multipart/byteranges; boundary=X`
    private static func boundary(of type: String) -> String? {
        let fields = type.split(separator: ";")
        guard fields.first?.lowercased().filter({ $0 != " " }) == "multipart/byteranges" else { return nil }
        for field in fields.dropFirst() {
            let pair = field.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased() == "boundary" else { continue }
            let value = pair[1].filter { $0 != "\"" }
            return value.isEmpty ? nil : value
        }
        return nil
    }
}
