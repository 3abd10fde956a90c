import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@testable import CurlEndpoints

/// Where credentials come from, against servers that hand them out as Amazon's do.
@Suite struct CredentialChainTests: CredentialSearch {
    let engine = CurlEngine()

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    private static let keys = ["AWS_ACCESS_KEY_ID": "env", "AWS_SECRET_ACCESS_KEY": "s"]

    @Test func aNamedProfileComesBeforeTheEnvironmentAndThisBeforeTheDefaultProfile() throws {
        let file = """
            [default]
            aws_access_key_id = default
            aws_secret_access_key = s
            [other]
            aws_access_key_id = other
            aws_secret_access_key = s
            aws_session_token = t
            """
        #expect(try find(Self.keys, profile: "other", credentials: file)?.accessKey == "other")
        #expect(try find(Self.keys, credentials: file)?.accessKey == "env")
        #expect(try find(["AWS_PROFILE": "other"], credentials: file)?.sessionToken == "t")
        #expect(try find(credentials: file)?.accessKey == "default")
        #expect(failure { _ = try find(profile: "none", credentials: file) }.contains("no profile 'none'"))
        #expect(failure { _ = try find() }.contains("no credentials"))
    }

    // MARK: Roles

    private static func answer(_ action: String, _ access: String, expires: String = "2999-01-01T00:00:00Z") -> String {
        """
        <\(action)Response><\(action)Result><Credentials><AccessKeyId>\(access)</AccessKeyId>\
        <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\(expires)</Expiration>\
        </Credentials></\(action)Result></\(action)Response>
        """
    }

    private func form(_ request: LoopbackConnection.Request) -> [String: String] {
        String(decoding: request.body, as: UTF8.self).split(separator: "&").reduce(into: [:]) { fields, pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            fields[String(parts[0])] = String(decoding: URIEncoding.decode(parts[1].utf8) ?? [], as: UTF8.self)
        }
    }

    @Test func aRoleIsTakenWithTheKeysOfItsSource() throws {
        let config = """
            [profile base]
            aws_access_key_id = access
            aws_secret_access_key = secret
            [profile role]
            role_arn = arn:aws:iam::1:role/writer
            source_profile = base
            external_id = x y
            role_session_name = nightly
            [profile chained]
            role_arn = arn:aws:iam::2:role/reader
            source_profile = role
            """
        let asked = Mutex<[[String: String]]>([])
        let server = LoopbackServer { [self] connection in
            while let request = connection.request() {
                asked.withLock { $0.append(form(request)) }
                let signer = asked.withLock { $0.count } == 2 ? "first" : "access"
                let secret = signer == "first" ? "s" : "secret"
                let isValid = RequestSignature.isValid(
                    request,
                    Credentials(accessKey: signer, secretKey: secret, sessionToken: signer == "first" ? "t" : nil))
                connection.respond(
                    isValid ? 200 : 403, body: Self.answer("AssumeRole", signer == "first" ? "second" : "first"))
            }
        }
        let environment = ["AWS_ENDPOINT_URL_STS": server.url]
        #expect(try find(environment, profile: "role", config: config)?.accessKey == "first")
        #expect(asked.withLock { $0[0]["RoleArn"] } == "arn:aws:iam::1:role/writer")
        #expect(
            asked.withLock { $0[0]["ExternalId"] } == "x y" && asked.withLock { $0[0]["RoleSessionName"] } == "nightly")
        asked.withLock { $0 = [] }
        let second = try #require(try find(environment, profile: "chained", config: config))
        #expect(second.accessKey == "second" && second.sessionToken == "t" && second.expiration != nil)
    }

    @Test func rolesThatCannotBeTakenSayWhy() throws {
        let circle = """
            [profile a]
            role_arn = r
            source_profile = b
            [profile b]
            role_arn = r
            source_profile = a
            [profile c]
            role_arn = r
            source_profile = keys
            [profile keys]
            aws_access_key_id = a
            aws_secret_access_key = s
            [profile d]
            role_arn = r
            mfa_serial = m
            [profile e]
            sso_session = s
            """
        #expect(failure { _ = try find(profile: "a", config: circle) }.contains("circle"))
        #expect(failure { _ = try find(profile: "d", config: circle) }.contains("second factor"))
        #expect(failure { _ = try find(profile: "e", config: circle) }.contains("credential_process"))
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                connection.respond(
                    403,
                    body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
                )
            }
        }
        let refused = failure {
            _ = try find(["AWS_ENDPOINT_URL_STS": server.url], profile: "c", config: circle)
        }
        #expect(refused == "AssumeRole: AccessDenied: no")
    }

    @Test func aTokenInAFileStandsForARole() throws {
        let file = "/tmp/ferry-test-token-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        let stream = fopen(file, "w")!
        fputs("the token\n", stream)
        fclose(stream)
        defer { unlink(file) }
        let server = LoopbackServer { [self] connection in
            while let request = connection.request() {
                let isRight =
                    form(request)["WebIdentityToken"] == "the token" && request.headers["authorization"] == nil
                connection.respond(isRight ? 200 : 403, body: Self.answer("AssumeRoleWithWebIdentity", "web"))
            }
        }
        let environment = [
            "AWS_ENDPOINT_URL_STS": server.url, "AWS_WEB_IDENTITY_TOKEN_FILE": file,
            "AWS_ROLE_ARN": "arn:aws:iam::1:role/r",
        ]
        #expect(try find(environment)?.accessKey == "web")
        let config = "[profile w]\nrole_arn = r\nweb_identity_token_file = \(file)"
        #expect(try find(environment, profile: "w", config: config)?.accessKey == "web")
    }

    // MARK: Programs and machines

    private static let document = """
        {"Version": 1, "Code": "Success", "AccessKeyId": "handed", "SecretAccessKey": "s\\/x", "Token": "t", \
        "Expiration": "2999-01-01T00:00:00Z"}
        """

    @Test func aProgramMayKnow() throws {
        let config = """
            [profile p]
            credential_process = printf '{"Version":1,"AccessKeyId":"printed","SecretAccessKey":"s"}'
            [profile f]
            credential_process = exit 3
            [profile j]
            credential_process = echo nothing
            """
        #expect(try find(profile: "p", config: config)?.accessKey == "printed")
        #expect(failure { _ = try find(profile: "f", config: config) }.contains("status 3"))
        #expect(failure { _ = try find(profile: "j", config: config) }.contains("no JSON"))
        let keys = "\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"s\""
        let late = CredentialProcess(command: "echo '{\(keys),\"Expiration\":\"2001-01-01T00:00:00Z\"}'")
        #expect(failure { _ = try late.fetch() }.contains("expired"))
        let other = CredentialProcess(command: "echo '{\"Version\":2,\(keys)}'")
        #expect(failure { _ = try other.fetch() }.contains("version 2"))
        let hanging = CredentialProcess(command: "exec sleep 20", patience: 1)
        #expect(failure { _ = try hanging.fetch() }.contains("has not ended after 1 seconds"))
    }

    @Test func aContainerHandsOutItsOwn() throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                let isRight = request.headers["authorization"] == "Bearer x" && request.path == "/creds"
                connection.respond(isRight ? 200 : 401, body: Self.document)
            }
        }
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/creds",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer x",
        ]
        let found = try #require(try find(environment))
        #expect(found.accessKey == "handed" && found.secretKey == "s/x" && found.sessionToken == "t")
        for elsewhere in ["http://example.com/creds", "http://127.0.0.1.example.com/", "ftp://localhost/"] {
            let refused = failure { _ = try find(["AWS_CONTAINER_CREDENTIALS_FULL_URI": elsewhere]) }
            #expect(refused.contains("neither https"), "\(elsewhere)")
        }
    }

    /// One that takes the question and never answers must not hold a run up for a minute.
    @Test func aContainerIsWaitedForAFewSeconds() throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            _ = connection.take(.max)
        }
        let start = ContinuousClock.now
        let refused = failure { _ = try find(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/creds"]) }
        #expect(refused.contains("the container's credentials"), "\(refused)")
        #expect((.seconds(4) ... .seconds(20)).contains(start.duration(to: .now)))
    }

    @Test func aMachineHandsOutItsOwnForAToken() throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                let hasToken = request.headers["x-aws-ec2-metadata-token"] == "tok"
                let role = "/latest/meta-data/iam/security-credentials/"
                switch (request.method, request.path) {
                case ("PUT", "/latest/api/token") where request.headers["x-aws-ec2-metadata-token-ttl-seconds"] != nil:
                    connection.respond(200, body: "tok")
                case ("GET", role) where hasToken: connection.respond(200, body: "the-role\n")
                case ("GET", role + "the-role") where hasToken: connection.respond(200, body: Self.document)
                default: connection.respond(401)
                }
            }
        }
        let environment = ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url]
        #expect(try find(environment)?.accessKey == "handed")
        let nobody = ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"]
        #expect(failure { _ = try find(nobody) }.contains("no credentials"))
    }

    // MARK: Time

    /// Hands out credentials that end after so many seconds, and numbers them.
    private final class Numbered: CredentialPlace {
        let count = Mutex<Int64>(0)
        let seconds: Int64

        init(seconds: Int64) { self.seconds = seconds }

        func fetch() -> Credentials? {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return Credentials(
                accessKey: "\(number)", secretKey: "s", expiration: Timestamp(seconds: Timestamp.now.seconds + seconds))
        }
    }

    /// Answers once.
    private final class Fleeting: CredentialPlace {
        let first: Numbered
        let isSpent = Mutex(false)

        init(seconds: Int64) { first = Numbered(seconds: seconds) }

        func fetch() throws(CredentialFailure) -> Credentials? {
            if isSpent.withLock({ spent in (spent, spent = true).0 }) { throw CredentialFailure("nobody answers") }
            return first.fetch()
        }
    }

    @Test func whatIsStillGoodServesWhileNobodyAnswers() throws {
        let chain = CredentialChain([Fleeting(seconds: 8)])
        #expect(try chain.current()?.accessKey == "1")
        sleep(5)
        #expect(try chain.current()?.accessKey == "1")
        sleep(4)
        #expect(throws: CredentialFailure.self) { try chain.current() }
    }

    @Test func whatEndsSoonIsFetchedAgainAndWhatLastsIsNot() throws {
        let ended = CredentialChain([Numbered(seconds: 0)])
        #expect(try ended.current()?.accessKey == "1")
        #expect(try ended.current()?.accessKey == "2")
        // Those that are given for a few minutes are good for half of them.
        let short = CredentialChain([Numbered(seconds: 200)])
        _ = try short.current()
        #expect(try short.current()?.accessKey == "1")
        let long = CredentialChain([Numbered(seconds: 4000)])
        _ = try long.current()
        #expect(try long.current()?.accessKey == "1")
    }
}
