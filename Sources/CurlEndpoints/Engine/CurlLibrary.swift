internal import CCurl

/// libcurl, loaded when it is first needed.
struct CurlLibrary: @unchecked Sendable {
    /// Its functions, which are the same for all threads and never change.
    let functions: UnsafePointer<ferry_curl>

    /// Nil when it is not installed.
    static let shared: CurlLibrary? = {
        let functions = UnsafeMutablePointer<ferry_curl>.allocate(capacity: 1)
        functions.initialize(to: ferry_curl())
        guard ferry_curl_load(functions, "libcurl.so.4") != 0,
            functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
        else { return nil }
        return CurlLibrary(functions: UnsafePointer(functions))
    }()
}
