internal import Glibc

/// Takes connections, and says nothing on any of them.
package final class SilentServer: Sendable {
    package let port: Int
    private let descriptor: Int32

    package init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        port = FreePort.bind(descriptor)
        listen(descriptor, 128)
    }

    deinit { close(descriptor) }
}
