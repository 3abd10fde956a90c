/// How a file is opened, draft-ietf-secsh-filexfer-02 section 6.3.
struct OpenFlags: OptionSet {
    let rawValue: UInt32

    static let read = OpenFlags(rawValue: 1)
    static let write = OpenFlags(rawValue: 2)
    static let create = OpenFlags(rawValue: 8)
    static let truncate = OpenFlags(rawValue: 16)
    static let exclusive = OpenFlags(rawValue: 32)
}
