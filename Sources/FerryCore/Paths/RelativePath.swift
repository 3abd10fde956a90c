internal import Glibc

/// A path below the root of a location, as bytes: `/` separates components and nothing else has a meaning.
///
/// The empty path is the root itself. A value of this type never is absolute, never contains `.`, `..`, an empty
/// component or a NUL byte, so a name that a hostile peer sends is refused where it enters the program and nowhere
/// else. Names need not be UTF-8.
public struct RelativePath: Hashable, Sendable {
    public let bytes: [UInt8]

    public static let root = RelativePath(unchecked: [])
    public static let separator = UInt8(ascii: "/")

    /// Takes bytes that are known to be a valid path, such as a parent and a name that the kernel listed.
    public init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes bytes from outside. Refuses absolute paths, `.` and `..` components, empty components and NUL.
    public init(validating bytes: some Sequence<UInt8>) throws(PathError) {
        let bytes = Array(bytes)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: Self.separator) ?? bytes.count
            try Self.validate(component: bytes[start..<end], of: bytes)
            start = end + 1
            if start == bytes.count { throw PathError(.emptyComponent, bytes) }
        }
        self.bytes = bytes
    }

    public init(validating text: String) throws(PathError) {
        try self.init(validating: text.utf8)
    }

    private static func validate(component: ArraySlice<UInt8>, of path: [UInt8]) throws(PathError) {
        let dot = UInt8(ascii: ".")
        if component.isEmpty { throw PathError(component.startIndex == 0 ? .absolute : .emptyComponent, path) }
        if component.elementsEqual([dot]) || component.elementsEqual([dot, dot]) { throw PathError(.dots, path) }
        if component.contains(0) { throw PathError(.nul, path) }
    }

    public var isRoot: Bool { bytes.isEmpty }

    /// The number of components; 0 for the root.
    public var depth: Int {
        isRoot ? 0 : bytes.reduce(1) { $1 == Self.separator ? $0 + 1 : $0 }
    }

    /// The last component; empty for the root.
    public var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: Self.separator) else { return bytes[...] }
        return bytes[(slash + 1)...]
    }

    /// The directory that holds this entry; nil for the root.
    public var parent: RelativePath? {
        if isRoot { return nil }
        guard let slash = bytes.lastIndex(of: Self.separator) else { return .root }
        return RelativePath(unchecked: Array(bytes[..<slash]))
    }

    public var components: [ArraySlice<UInt8>] {
        bytes.split(separator: Self.separator, omittingEmptySubsequences: true)
    }

    /// This path with one more component, which must be a valid one.
    public func appending(name: some Collection<UInt8>) -> RelativePath {
        if isRoot { return RelativePath(unchecked: Array(name)) }
        var joined = [UInt8]()
        joined.reserveCapacity(bytes.count + 1 + name.count)
        joined.append(contentsOf: bytes)
        joined.append(Self.separator)
        joined.append(contentsOf: name)
        return RelativePath(unchecked: joined)
    }

    public func appending(_ other: RelativePath) -> RelativePath {
        other.isRoot ? self : appending(name: other.bytes)
    }

    /// The entry of the same directory that bears another name.
    public func renamed(to name: some Collection<UInt8>) -> RelativePath {
        (parent ?? .root).appending(name: name)
    }

    /// Whether this path is `directory` itself or lies below it.
    public func isInside(_ directory: RelativePath) -> Bool {
        if directory.isRoot { return true }
        guard begins(with: directory) else { return false }
        return bytes.count == directory.bytes.count || bytes[directory.bytes.count] == Self.separator
    }

    /// Whether the bytes of `other` are the first of this path, whatever the components.
    public func begins(with other: RelativePath) -> Bool {
        let length = other.bytes.count
        guard bytes.count >= length else { return false }
        return bytes.withUnsafeBytes { mine in
            other.bytes.withUnsafeBytes { length == 0 || memcmp(mine.baseAddress!, $0.baseAddress!, length) == 0 }
        }
    }

    /// The entry of the root that this path leads through: its first component. The root for an entry of the root itself.
    public var topDirectory: RelativePath {
        bytes.firstIndex(of: Self.separator).map { RelativePath(unchecked: Array(bytes[..<$0])) } ?? .root
    }

    /// Whether this is an entry of `directory` itself. Needs no path of the parent, which would be a new array.
    public func isEntry(of directory: RelativePath) -> Bool {
        guard let slash = bytes.lastIndex(of: Self.separator) else { return directory.isRoot && !isRoot }
        guard slash == directory.bytes.count else { return false }
        return bytes.withUnsafeBytes { mine in
            directory.bytes.withUnsafeBytes { memcmp(mine.baseAddress!, $0.baseAddress!, slash) == 0 }
        }
    }

    /// The part of this path below `directory`, or nil when it lies elsewhere.
    public func relative(to directory: RelativePath) -> RelativePath? {
        guard isInside(directory) else { return nil }
        if directory.isRoot { return self }
        return RelativePath(unchecked: Array(bytes.dropFirst(directory.bytes.count + 1)))
    }
}

extension RelativePath {
    /// All bytes at once: an array gives them to the hasher one by one.
    public func hash(into hasher: inout Swift.Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension RelativePath: CustomStringConvertible {
    /// The path as a person should see it: control characters and bytes that are not UTF-8 as `\#ooo`, like rsync.
    public var description: String { DisplayName.escaping(bytes) }
}

/// Why bytes were refused as a path.
public struct PathError: Error, Hashable {
    public enum Reason: Hashable, Sendable {
        case absolute, emptyComponent, dots, nul

        /// What is wrong with the name, as the end of a sentence about it.
        public var complaint: String {
            switch self {
            case .absolute: "begins with a slash"
            case .emptyComponent: "has two slashes in a row"
            case .dots: "has a '.' or '..' between slashes"
            case .nul: "contains a NUL byte"
            }
        }
    }

    public let reason: Reason
    public let path: [UInt8]

    public init(_ reason: Reason, _ path: [UInt8]) {
        self.reason = reason
        self.path = path
    }
}
