public import FerryCore

/// A source without symlinks, or one that does not say where they lead: no directory in it is known to be another one.
public protocol LinklessSource: DirectorySource {}

extension LinklessSource {
    public func realPath(of directory: RelativePath) -> [UInt8] { directory.bytes }
}
