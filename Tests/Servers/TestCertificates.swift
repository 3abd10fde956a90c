internal import Harness

/// A certificate authority of its own, and what it says of this machine's loopback names.
package struct TestCertificates: Sendable {
    package let authority: String
    package let certificate: String
    package let key: String
    /// What a client shows of itself, by the same authority.
    package let clientCertificate: String
    package let clientKey: String

    /// Makes them in a directory that is there, in tenths of a second.
    package init(in place: String) {
        authority = "\(place)/authority.pem"
        certificate = "\(place)/server.pem"
        key = "\(place)/server.key"
        clientCertificate = "\(place)/client.pem"
        clientKey = "\(place)/client.key"
        let outcome = Program("/bin/sh").run(["-c", Self.script, "sh", place])
        precondition(outcome.status == 0, "cannot make certificates: \(outcome.errorText)")
    }

    private static let script = """
        set -e
        cd "$1"
        key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
        openssl req -x509 $key -keyout authority.key -out authority.pem -days 2 -subj '/CN=ferry tests' \
            -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
        openssl req $key -keyout server.key -out server.csr -subj /CN=localhost
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names
        openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 \
            -out server.pem -extfile names
        openssl req $key -keyout client.key -out client.csr -subj /CN=client
        openssl x509 -req -in client.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -out client.pem
        """
}
