internal import Glibc

/// The status of a failed system call. Everything below the endpoint throws it; the endpoint adds what was being done
/// and to which path.
struct Errno: Error, Hashable {
    let rawValue: CInt

    init(_ rawValue: CInt) {
        self.rawValue = rawValue
    }

    /// The status of the call that has just failed on this thread.
    static var last: Errno { Errno(errno) }
}

/// Throws the status of a call that returned a negative value.
@inline(__always)
func check(_ result: CInt) throws(Errno) {
    if result < 0 { throw Errno.last }
}

/// The result of a call that counts bytes, repeated when a signal interrupts it.
@inline(__always)
func counting(_ call: () -> Int) throws(Errno) -> Int {
    while true {
        let result = call()
        if result >= 0 { return result }
        if errno != EINTR { throw Errno.last }
    }
}
