internal import CSSH2
internal import FerryEndpoints

/// What statuses of libssh2 stand for. The only place that knows.
enum SSH2Failure {
    static func failure(
        _ status: Int32, words: String, of library: SSH2Library, isOver: Bool
    ) -> ConnectionFailure {
        switch status {
        case LIBSSH2_ERROR_TIMEOUT, LIBSSH2_ERROR_SOCKET_TIMEOUT:
            ConnectionFailure(.timedOut, "connection timed out")
        case LIBSSH2_ERROR_SOCKET_SEND, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_BAD_SOCKET:
            ConnectionFailure(.unreachable, "the connection was lost")
        case _ where isOver, LIBSSH2_ERROR_SOCKET_DISCONNECT:
            ConnectionFailure(.unreachable, "the server closed the connection")
        case LIBSSH2_ERROR_BANNER_RECV:
            ConnectionFailure(.protocolViolation, "what answers is no SSH server")
        case LIBSSH2_ERROR_KEX_FAILURE, LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE, LIBSSH2_ERROR_METHOD_NONE:
            ConnectionFailure(.unsupported, disagreement(library))
        case LIBSSH2_ERROR_FILE, LIBSSH2_ERROR_KEYFILE_AUTH_FAILED:
            ConnectionFailure(.authenticationFailed, "the private key cannot be read")
        case LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED, LIBSSH2_ERROR_PASSWORD_EXPIRED:
            ConnectionFailure(.authenticationFailed, "permission denied")
        case LIBSSH2_ERROR_CHANNEL_FAILURE, LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED:
            ConnectionFailure(.unsupported, "the server opens no more sessions")
        case LIBSSH2_ERROR_HOSTKEY_INIT, LIBSSH2_ERROR_HOSTKEY_SIGN:
            ConnectionFailure(.untrustedHost, "the server could not prove that it has its host key")
        default: ConnectionFailure(.protocolViolation, "libssh2: \(words) (\(status))")
        }
    }

    private static func disagreement(_ library: SSH2Library) -> String {
        let lacking = library.knowsModernRSA ? "certificates" : "RSA keys with SHA-2 nor certificates"
        return "libssh2 \(library.version) and the server have no method in common; it knows "
            + (library.knowsModernRSA ? "no \(lacking)" : "neither \(lacking)")
            + ", which the ssh program does: use --ssh-transport=ssh"
    }
}
