internal import Glibc
internal import Harness

/// A server's other address, by HTTPS: nginx that hands all requests on as they came.
package final class TLSProxy: Sendable {
    package let certificates: TestCertificates
    package let port: Int
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    /// As the certificate has it.
    package var url: String { "https://localhost:\(port)" }

    /// - Parameter server: The port of the server on the loopback interface.
    package init(to server: Int) {
        let package = ServerPackage.nginx
        directory = TemporaryDirectory()
        let place = directory.path
        certificates = TestCertificates(in: place)
        port = FreePort.next()
        let configuration = "\(place)/nginx.conf"
        directory.write(Array(Self.configuration(place, port, certificates, server).utf8), "nginx.conf")
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/nginx"), "-c", configuration, "-p", place, "-e", "\(place)/error.log"],
            environment: package.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    private static func configuration(
        _ place: String, _ port: Int, _ certificates: TestCertificates, _ server: Int
    ) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(place)/\($0);" }
        return """
            \(getuid() == 0 ? "user root;" : "") daemon off; worker_processes 1; pid \(place)/pid;
            events { worker_connections 1024; }
            http {
              access_log off; \(temporary.joined(separator: " "))
              client_max_body_size 0; merge_slashes off;
              server {
                listen 127.0.0.1:\(port) ssl; server_name localhost;
                ssl_certificate \(certificates.certificate); ssl_certificate_key \(certificates.key);
                location / {
                  proxy_pass http://127.0.0.1:\(server); proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto https;
                  proxy_request_buffering off; proxy_buffering off;
                }
              }
            }
            """
    }
}
