/// One clause of a change of permissions.
struct ModeClause: Hashable, Sendable {
    private enum Operation: UInt8 {
        case add = 0x2B
        case remove = 0x2D
        case set = 0x3D
    }

    private enum Value: Hashable {
        /// Permissions of one class (0 to 7), whether X is among them (it decides about x too, as in rsync), and the
        /// setuid, setgid and sticky bits.
        case bits(UInt16, executeIfSome: Bool, special: UInt16)
        /// The permissions of a class, by the place of its bits.
        case copy(shift: UInt16)
        /// All bits, as a number.
        case octal(UInt16)
    }

    private var directories: Bool?
    /// 0o100, 0o010, 0o001: a one for each class.
    private var classes: UInt16 = 0
    /// The set-ID bits of the classes that are named.
    private var setIDBits: UInt16 = 0
    private var operation = Operation.set
    private var value = Value.octal(0)
    /// The bits that may change where no class is named.
    private var unmasked: UInt16 = 0o7777

    /// nil when it is malformed.
    init?(_ text: Substring.UTF8View, umask: UInt16) {
        var rest = text
        while let byte = rest.first, takeClass(byte) { rest = rest.dropFirst() }
        if let operation = rest.first.flatMap(Operation.init(rawValue:)) {
            self.operation = operation
            setIDBits = Self.setIDBits(of: classes)
            guard let value = Self.value(rest.dropFirst(), setIDBits: setIDBits) else { return nil }
            self.value = value
            if classes == 0 {
                classes = 0o111
                unmasked = ~umask | 0o7000
            }
        } else {
            guard classes == 0, let number = Self.octal(rest) else { return nil }
            value = .octal(number)
        }
    }

    private mutating func takeClass(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "u"): classes |= 0o100
        case UInt8(ascii: "g"): classes |= 0o010
        case UInt8(ascii: "o"): classes |= 0o001
        case UInt8(ascii: "a"): classes |= 0o111
        case UInt8(ascii: "D"), UInt8(ascii: "F"):
            let isDirectories = byte == UInt8(ascii: "D")
            if directories == !isDirectories { return false }
            directories = isDirectories
        default: return false
        }
        return true
    }

    private static func octal(_ text: Substring.UTF8View) -> UInt16? {
        guard !text.isEmpty, text.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        guard let number = UInt16(Substring(text), radix: 8), number <= 0o7777 else { return nil }
        return number
    }

    private static func value(_ text: Substring.UTF8View, setIDBits: UInt16) -> Value? {
        if text.count == 1, let place = Array("ogu".utf8).firstIndex(of: text.first!) {
            return .copy(shift: UInt16(3 * place))
        }
        var bits: UInt16 = 0
        var executeIfSome = false
        var special: UInt16 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "r"): bits |= 4
            case UInt8(ascii: "w"): bits |= 2
            case UInt8(ascii: "x"): bits |= 1
            case UInt8(ascii: "X"): executeIfSome = true
            // Setuid where neither user nor group is named, as in rsync.
            case UInt8(ascii: "s"): special |= setIDBits == 0 ? 0o4000 : setIDBits
            case UInt8(ascii: "t"): special |= 0o1000
            default: return nil
            }
        }
        return .bits(bits, executeIfSome: executeIfSome, special: special)
    }

    private static func setIDBits(of classes: UInt16) -> UInt16 {
        (classes & 0o100) << 5 | (classes & 0o010) << 7
    }

    func applies(toDirectory isDirectory: Bool) -> Bool { directories.map { $0 == isDirectory } ?? true }

    /// - Parameter isExecutable: whether X means x: a directory, or something that someone may execute.
    func applied(to mode: UInt16, isExecutable: Bool) -> UInt16 {
        let bits: UInt16
        var cleared = classes * 7
        switch value {
        case .octal(let number): return mode & ~0o7777 | number
        case .copy(let shift):
            bits = classes * (mode >> shift & 7) & unmasked
            cleared |= Self.setIDBits(of: classes) | (classes & 0o001) << 9
        case .bits(let own, let executeIfSome, let special):
            let permissions =
                !executeIfSome ? own : isExecutable || operation == .remove ? own | 1 : own & ~1
            bits = classes * permissions & unmasked | special
            if special != 0 { cleared |= special | setIDBits }
        }
        switch operation {
        case .add: return mode | bits
        case .remove: return mode & ~bits
        case .set: return mode & ~cleared | bits
        }
    }
}
