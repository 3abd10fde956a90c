internal import FerryCore

extension UnsafeRawBufferPointer {
    /// Plain text of which no component is empty or begins with a dot.
    var isUsualPath: Bool {
        guard let first, let last, first != UInt8(ascii: "."), first != RelativePath.separator,
            last != RelativePath.separator, isPlainText
        else { return false }
        guard count >= 9 else {
            return zip(self, dropFirst()).allSatisfy { before, byte in
                before != RelativePath.separator || byte != UInt8(ascii: ".") && byte != RelativePath.separator
            }
        }
        var odd = oddBeginnings(at: count &- 9)
        var place = 0
        while count &- place > 9 {
            odd |= oddBeginnings(at: place)
            place &+= 8
        }
        return odd == 0
    }

    /// Where in eight bytes a separator stands before another one or a dot.
    @inline(__always)
    private func oddBeginnings(at place: Int) -> UInt64 {
        let next = EightBytes(self, at: place &+ 1)
        return EightBytes(self, at: place).equal(RelativePath.separator)
            & (next.equal(UInt8(ascii: ".")) | next.equal(RelativePath.separator))
    }
}
