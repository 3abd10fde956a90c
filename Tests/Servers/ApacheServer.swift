internal import Glibc
internal import Harness

/// Apache with mod_dav: all of RFC 4918 at `/`, for user `u` with password `pw`. On a port of its own it wants a digest of
/// that password; below `/fancy/` its pages of directories are tables. On another one it speaks TLS, by `certificates`.
package final class ApacheServer: Sendable {
    package let port: Int
    package let digestPort: Int
    package let securePort: Int
    package let certificates: TestCertificates
    /// The tree that it serves.
    package let data: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init() {
        let package = ServerPackage.apache
        directory = TemporaryDirectory()
        let place = directory.path
        data = "\(place)/data"
        port = FreePort.next()
        digestPort = FreePort.next()
        securePort = FreePort.next()
        certificates = TestCertificates(in: place)
        let script = """
            set -e
            mkdir "$1/data" "$1/locks"; : > "$1/types"; echo "u:$(openssl passwd -apr1 pw)" > "$1/users"
            echo "u:ferry:$(printf u:ferry:pw | md5sum | cut -d ' ' -f 1)" > "$1/digests"
            chmod 755 "$1"; if [ "$(id -u)" = 0 ]; then chown nobody "$1/data" "$1/locks"; fi
            cp -r "$2" "$1/drivers"; chmod -R a+rX "$1/drivers"; cat > "$1/apache.conf"
            """
        let modules = package.path("usr/lib/apache2/modules")
        let outcome = Program("/bin/sh").run(
            ["-c", script, "sh", place, package.path("usr/lib/x86_64-linux-gnu/apr-util-1")],
            input: Array(
                Self.configuration(place, modules: modules, [port, digestPort, securePort], certificates).utf8))
        precondition(outcome.status == 0, "cannot prepare Apache: \(outcome.errorText)")
        // The lock database's driver is loaded when root's rights, and so perhaps the way to the package, are gone.
        var environment = package.environment()
        environment["LD_LIBRARY_PATH", default: ""] += ":\(place)/drivers"
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/apache2"), "-f", "\(place)/apache.conf", "-DFOREGROUND"],
            environment: environment, log: log)
        process.waitUntilListening(on: port, log: log)
    }

    private static func configuration(
        _ place: String, modules: String, _ ports: [Int], _ certificates: TestCertificates
    ) -> String {
        let names = [
            "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "auth_digest", "dav",
            "dav_fs", "dav_lock", "autoindex", "dir", "mime", "ssl",
        ]
        let loaded = names.map { "LoadModule \($0)_module \(modules)/mod_\($0).so" }.joined(separator: "\n")
        // As root it will not serve; the account is one that every system has.
        let user = getuid() == 0 ? "User nobody\nGroup nogroup" : ""
        return """
            ServerRoot \(place)
            ServerName localhost
            PidFile \(place)/pid
            DefaultRuntimeDir \(place)
            Mutex pthread
            Listen 127.0.0.1:\(ports[0])
            Listen 127.0.0.1:\(ports[1])
            Listen 127.0.0.1:\(ports[2])
            ErrorLog \(place)/error.log
            \(loaded)
            \(user)
            TypesConfig \(place)/types
            DocumentRoot \(place)/data
            DavLockDB \(place)/locks/db
            LimitRequestBody 0
            <Directory \(place)/data>
              Dav On
              Options Indexes
              AuthType Basic
              AuthName ferry
              AuthUserFile \(place)/users
              Require valid-user
            </Directory>
            <Directory \(place)/data/fancy>
              IndexOptions FancyIndexing HTMLTable
            </Directory>
            <VirtualHost *:\(ports[1])>
              <Location />
                AuthType Digest
                AuthUserFile \(place)/digests
              </Location>
            </VirtualHost>
            <VirtualHost *:\(ports[2])>
              SSLEngine on
              SSLCertificateFile \(certificates.certificate)
              SSLCertificateKeyFile \(certificates.key)
            </VirtualHost>
            """
    }
}
