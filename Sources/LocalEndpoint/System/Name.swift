internal import FerryCore

/// A name, or a path, as the kernel takes it: NUL at its end. About 40 ns to make, against the microseconds of the call
/// that it is made for.
struct Name: Hashable {
    let cString: [CChar]

    init(_ bytes: some Collection<UInt8>) {
        var cString = [CChar]()
        cString.reserveCapacity(bytes.count + 1)
        for byte in bytes { cString.append(CChar(bitPattern: byte)) }
        cString.append(0)
        self.cString = cString
    }

    /// The name without its NUL.
    var bytes: [UInt8] { cString.dropLast().map(UInt8.init(bitPattern:)) }

    /// The directory itself, from within.
    static let itself = Name([UInt8(ascii: ".")])
}
