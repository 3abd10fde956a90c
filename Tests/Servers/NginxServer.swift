internal import Glibc
internal import Harness

/// nginx with all that it can show and take: `/html/`, `/json/` and `/xml/` list the tree, `/dav/` takes it from user
/// `u` with password `pw`, `/closed/` shows it to that user and `/token/` to bearers of a token, which `/token-dav/` takes
/// it from; `/content-md5/` and `/repr-digest/` say of each file that its content is the word `content`; `/one-range/` and `/no-range/` know that many ranges.
package final class NginxServer: Sendable {
    package let port: Int
    /// HTTPS and HTTP/2, by `certificates`.
    package let securePort: Int
    /// HTTPS for those who show a certificate of the same authority.
    package let clientsPort: Int
    /// Hands requests for any name to itself, for user `px` with password `hidden-word`.
    package let proxyPort: Int
    package let certificates: TestCertificates
    /// The tree that it serves.
    package let data: String
    package static let token = "token-of-the-tests"
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init() {
        let package = ServerPackage.nginx
        directory = TemporaryDirectory()
        let place = directory.path
        data = "\(place)/data"
        for folder in [data, "\(place)/tmp"] { precondition(mkdir(folder, 0o755) == 0) }
        certificates = TestCertificates(in: place)
        port = FreePort.next()
        securePort = FreePort.next()
        clientsPort = FreePort.next()
        proxyPort = FreePort.next()
        Self.write("u:{PLAIN}pw\n", to: "\(place)/users")
        let configuration = "\(place)/nginx.conf"
        let modules = package.path("usr/lib/nginx/modules")
        Self.write(
            Self.configuration(place, modules: modules, [port, securePort, clientsPort, proxyPort], certificates),
            to: configuration)
        let log = "\(place)/log"
        process = ServerProcess(
            [package.path("usr/sbin/nginx"), "-c", configuration, "-p", place, "-e", "\(place)/error.log"],
            environment: package.environment(), log: log)
        process.waitUntilListening(on: port, log: log)
    }

    /// A request as the server saw it.
    package struct Request: Sendable {
        /// Such as `HTTP/2.0`.
        package let version: String
        /// The number of its connection.
        package let connection: String
        package let target: String
        /// Of the header `Authorization`.
        package let authorization: String?
    }

    /// The requests so far that have had their responses.
    package var requests: [Request] {
        awaitLog()
        let all = String(decoding: directory.read("requests.log"), as: UTF8.self).split(separator: "\n").map { line in
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            return Request(
                version: words[0], connection: words[1], target: words[2],
                authorization: words[3] == "-" ? nil : words[3])
        }
        return all.filter { $0.target != Self.lastTarget }
    }

    private static let lastTarget = "/asked-last"

    /// The one worker writes a request down when it is done with it, a moment after its response, and then goes on to the next:
    /// what has an answer now was asked after all others were written down.
    private func awaitLog() {
        let socket = FreePort.connection(to: port)
        precondition(socket >= 0, "nginx is gone")
        defer { close(socket) }
        let request = "GET \(Self.lastTarget) HTTP/1.0\r\n\r\n"
        precondition(Glibc.write(socket, request, request.utf8.count) == request.utf8.count, "nginx takes nothing")
        var answer = [UInt8](repeating: 0, count: 4096)
        while read(socket, &answer, answer.count) > 0 {}
    }

    private static func write(_ text: String, to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        precondition(Glibc.write(file, text, text.utf8.count) == text.utf8.count, "cannot write \(path)")
        close(file)
    }

    private static func configuration(
        _ place: String, modules: String, _ ports: [Int], _ certificates: TestCertificates
    ) -> String {
        let data = "\(place)/data/"
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(place)/tmp/\($0);"
        }
        let login = "auth_basic ferry; auth_basic_user_file \(place)/users;"
        let bearer = #"if ($http_authorization != "Bearer \#(token)") { return 401; }"#
        let user = getuid() == 0 ? "user root;" : ""
        return """
            load_module \(modules)/ngx_http_dav_ext_module.so;
            \(user) daemon off; worker_processes 1; pid \(place)/pid; error_log \(place)/error.log;
            events { worker_connections 1024; }
            http {
              log_format requests '$server_protocol $connection $request_uri $http_authorization';
              access_log \(place)/requests.log requests; \(temporary.joined(separator: " "))
              default_type application/octet-stream; sendfile on; client_max_body_size 0;
              dav_ext_lock_zone zone=locks:1m;
              server {
                listen 127.0.0.1:\(ports[0]); listen 127.0.0.1:\(ports[1]) ssl http2; server_name localhost;
                ssl_certificate \(certificates.certificate); ssl_certificate_key \(certificates.key);
                location /dav/ {
                  alias \(data); dav_methods PUT DELETE MKCOL COPY MOVE;
                  dav_ext_methods PROPFIND OPTIONS LOCK UNLOCK; dav_ext_lock zone=locks;
                  create_full_put_path on; dav_access user:rw group:r all:r; min_delete_depth 0; \(login)
                }
                location /closed/ { alias \(data); autoindex on; autoindex_format json; \(login) }
                location /content-md5/ {
                  alias \(data); autoindex on; autoindex_format json; add_header Content-MD5 mgNkuembtIDdJeHwKEyFVQ==;
                }
                location /repr-digest/ {
                  alias \(data); autoindex on; autoindex_format json;
                  add_header Repr-Digest sha-256=:7XACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M=:;
                }
                location /token/ {
                  alias \(data); autoindex on; autoindex_format json; \(bearer)
                }
                location /token-dav/ {
                  alias \(data); dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS;
                  min_delete_depth 0; \(bearer)
                }
                location /one-range/ { alias \(data); max_ranges 1; }
                location /no-range/ { alias \(data); max_ranges 0; }
                location /html/ { alias \(data); autoindex on; }
                location /json/ { alias \(data); autoindex on; autoindex_format json; }
                location /xml/ { alias \(data); autoindex on; autoindex_format xml; }
                location /elsewhere/ { rewrite ^/elsewhere/(.*)$ http://localhost:\(ports[0])/closed/$1 redirect; }
                location /unprotected/ {
                  rewrite ^/unprotected/(.*)$ http://localhost:\(ports[0])/json/$1 redirect;
                }
                location /moved/ { rewrite ^/moved/(.*)$ /json/$1 redirect; }
                location /circle/ { rewrite ^ /circle/x redirect; }
              }
              server {
                listen 127.0.0.1:\(ports[2]) ssl; server_name localhost; root \(data);
                ssl_certificate \(certificates.certificate); ssl_certificate_key \(certificates.key);
                ssl_client_certificate \(certificates.authority); ssl_verify_client on;
              }
              server {
                listen 127.0.0.1:\(ports[3]); server_name _;
                if ($http_proxy_authorization != "Basic cHg6aGlkZGVuLXdvcmQ=") { return 407; }
                location / { proxy_pass http://127.0.0.1:\(ports[0])$request_uri; }
              }
            }
            """
    }
}
