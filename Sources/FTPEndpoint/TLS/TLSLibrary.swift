internal import CTLS

/// libssl, loaded when it is first needed.
struct TLSLibrary: @unchecked Sendable {
    /// Its functions, which are the same for all threads and never change.
    let functions: UnsafePointer<ferry_tls>

    /// Nil when it is not installed.
    static let shared: TLSLibrary? = {
        let functions = UnsafeMutablePointer<ferry_tls>.allocate(capacity: 1)
        functions.initialize(to: ferry_tls())
        guard ferry_tls_load(functions, "libssl.so.3") != 0 else { return nil }
        return TLSLibrary(functions: UnsafePointer(functions))
    }()
}
