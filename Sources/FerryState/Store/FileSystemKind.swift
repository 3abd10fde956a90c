internal import CSQLite

/// What kind of file system a directory is on, as far as a database cares.
enum FileSystemKind {
    /// statfs(2): NFS, SMB, CIFS, SMB2, AFS, Ceph, Lustre, GPFS, 9p. Write-ahead logs need memory that all users of a
    /// database share (https://sqlite.org/wal.html), which those on other machines do not.
    private static let shared: Set<UInt32> = [
        0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x5346_414F, 0x00C3_6400, 0x0BD0_0BD0, 0x4750_4653, 0x0102_1997,
    ]

    static func isShared(_ directory: String) -> Bool {
        shared.contains(ferry_file_system_kind(directory))
    }
}
