/// Options about symlinks.
public struct LinkArguments: Sendable {
    public var keep = false
    public var followAll = false
    public var followUnsafe = false
    public var omitUnsafe = false
    public var munge = false
    public var followDirectories = false
    public var keepDestinationDirectories = false
}
