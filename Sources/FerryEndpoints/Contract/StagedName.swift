internal import Synchronization

/// Temporary names: `.NAME.ferry-XXXXXX`, where NAME is shortened so that the whole fits into 255 bytes.
public enum StagedName {
    private static let infix = Array(".ferry-".utf8)
    private static let randomCount = 6
    private static let longest = 255
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// A counter that starts anywhere; a name that exists already is simply not taken.
    private static let counter = Atomic<UInt64>(UInt64.random(in: 0 ... .max))

    public static func make(for name: some Collection<UInt8>) -> [UInt8] {
        var bytes = [UInt8(ascii: ".")]
        bytes.append(contentsOf: name.prefix(longest - 1 - infix.count - randomCount))
        bytes.append(contentsOf: infix)
        var random = mix(counter.wrappingAdd(1, ordering: .relaxed).newValue)
        for _ in 0..<randomCount {
            bytes.append(alphabet[Int(random % UInt64(alphabet.count))])
            random /= UInt64(alphabet.count)
        }
        return bytes
    }

    /// Whether a name is one that `make` might have made.
    public static func matches(_ name: some RandomAccessCollection<UInt8>) -> Bool {
        guard name.first == UInt8(ascii: "."), name.count >= 1 + infix.count + randomCount else { return false }
        return name.suffix(randomCount).allSatisfy(alphabet.contains)
            && name.dropLast(randomCount).suffix(infix.count).elementsEqual(infix)
    }

    /// The name that a staged file was to get, shortened where that was too long. For names that `matches` knows.
    public static func original(of name: some RandomAccessCollection<UInt8>) -> [UInt8] {
        Array(name.dropFirst().dropLast(infix.count + randomCount))
    }

    /// The finaliser of splitmix64 (Steele, Lea, Flood 2014): neighbouring counters give unlike names.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
