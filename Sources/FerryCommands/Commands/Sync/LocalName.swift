internal import FerryCore
internal import Glibc

/// Names of local directories by which they are known again.
enum LocalName {
    /// An absolute path without `.`, `..` and links, as far as it exists; a slash at its end stays.
    static func canonical(_ path: [UInt8]) -> [UInt8] {
        var end = path.count
        while end > 1, path[end - 1] == RelativePath.separator { end -= 1 }
        let slash = Array(path[end...].prefix(1))
        if let real = real(path[..<end]) { return real + slash }
        // What is to be made lies in something that exists, or is not worth more.
        guard let separator = path[..<end].lastIndex(of: RelativePath.separator),
            let real = real(separator == 0 ? path[...0] : path[..<separator])
        else { return path }
        return real + (real.last == RelativePath.separator ? [] : [RelativePath.separator])
            + path[(separator + 1)..<end] + slash
    }

    private static func real(_ path: ArraySlice<UInt8>) -> [UInt8]? {
        (Array(path) + [0]).withUnsafeBytes { path in
            guard let real = realpath(path.baseAddress!.assumingMemoryBound(to: CChar.self), nil) else { return nil }
            defer { free(real) }
            return Array(UnsafeBufferPointer(start: real, count: strlen(real))).map { UInt8(bitPattern: $0) }
        }
    }
}
