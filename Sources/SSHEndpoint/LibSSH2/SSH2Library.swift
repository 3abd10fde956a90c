internal import CSSH2
internal import FerryEndpoints

/// libssh2, loaded when a host is first reached through it.
struct SSH2Library: @unchecked Sendable {
    /// Its functions, which are the same for all threads and never change.
    let functions: UnsafePointer<ferry_ssh2>
    let version: String
    /// RSA keys with SHA-2 came with 1.11; with SHA-1 today's servers refuse them.
    let knowsModernRSA: Bool

    private static let versionWithModernRSA: Int32 = 0x01_0B_00

    /// Nil when it is not installed.
    private static let loaded: SSH2Library? = {
        let functions = UnsafeMutablePointer<ferry_ssh2>.allocate(capacity: 1)
        functions.initialize(to: ferry_ssh2())
        guard ferry_ssh2_load(functions, "libssh2.so.1") != 0, functions.pointee.`init`(0) == 0 else { return nil }
        let version = functions.pointee.version(0).map { String(cString: $0) } ?? "of an unknown version"
        return SSH2Library(
            functions: UnsafePointer(functions), version: version,
            knowsModernRSA: functions.pointee.version(versionWithModernRSA) != nil)
    }()

    static func shared() throws(ConnectionFailure) -> SSH2Library {
        if let loaded { return loaded }
        throw ConnectionFailure(
            .unsupported, "there is neither an ssh program nor libssh2 on this machine; install one of them",
            whileConnecting: true)
    }

    /// Whether a key of this kind is of use here.
    func knows(keyType type: String) -> Bool {
        if type == "ssh-rsa" { return knowsModernRSA }
        return ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"].contains(type)
    }
}
