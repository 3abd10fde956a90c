/// Counts the lines of content in pieces: its newlines, and one more if something follows the last of them. What delivery
/// notes call the number of records.
package struct LineCount: Sendable {
    private var newlines: Int64 = 0
    private var endsInside = false

    package init() {}

    package var value: Int64 { newlines + (endsInside ? 1 : 0) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let last = bytes.last else { return }
        newlines += Int64(Self.newlines(in: bytes))
        endsInside = last != UInt8(ascii: "\n")
    }

    /// 32 bytes at a time: lanes count down from zero, and are added up before they overflow.
    private static func newlines(in bytes: UnsafeRawBufferPointer) -> Int {
        typealias Lanes = SIMD32<UInt8>
        let newline = Lanes(repeating: UInt8(ascii: "\n"))
        var total = 0
        var offset = 0
        while bytes.count &- offset >= 32 {
            let end = min(offset &+ 255 &* 32, offset &+ (bytes.count &- offset) & ~31)
            var lanes = Lanes.zero
            while offset < end {
                let matches = bytes.loadUnaligned(fromByteOffset: offset, as: Lanes.self) .== newline
                lanes = lanes &+ Lanes.zero.replacing(with: Lanes.one, where: matches)
                offset &+= 32
            }
            total &+= (0..<32).reduce(0) { $0 &+ Int(lanes[$1]) }
        }
        return total + bytes[offset...].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }
}

extension SIMD32<UInt8> {
    fileprivate static var one: Self { Self(repeating: 1) }
}
