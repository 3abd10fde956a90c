public import FerryCore

/// Which names an endpoint can hold.
public struct NameRules: Sendable, Hashable {
    /// Longest component, in bytes.
    public var longestName: Int
    /// Longest path, in bytes; nil where no limit is known.
    public var longestPath: Int?
    public var mustBeUTF8: Bool
    /// Bytes that a name must not contain, apart from NUL and `/`.
    public var forbiddenBytes: Set<UInt8>

    public init(
        longestName: Int = 255, longestPath: Int? = nil, mustBeUTF8: Bool = false, forbiddenBytes: Set<UInt8> = []
    ) {
        self.longestName = longestName
        self.longestPath = longestPath
        self.mustBeUTF8 = mustBeUTF8
        self.forbiddenBytes = forbiddenBytes
    }

    /// NAME_MAX of Linux file systems; the path's limit holds per system call only and so not for us.
    public static let posix = NameRules()

    public func allows(_ path: RelativePath) -> Bool {
        if let longestPath, path.bytes.count > longestPath { return false }
        if mustBeUTF8, String(validating: path.bytes, as: UTF8.self) == nil { return false }
        if !forbiddenBytes.isEmpty, path.bytes.contains(where: forbiddenBytes.contains) { return false }
        return path.bytes.count <= longestName || path.components.allSatisfy { $0.count <= longestName }
    }
}
