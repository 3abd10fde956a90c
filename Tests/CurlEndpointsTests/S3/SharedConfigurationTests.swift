import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

/// What the configuration says, and what environment and files leave half said.
@Suite struct SharedConfigurationTests: CredentialSearch {
    let engine = CurlEngine()

    private func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static let answer = """
        <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>taken</AccessKeyId>\
        <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials></AssumeRoleResult>\
        </AssumeRoleResponse>
        """

    @Test func halfAPairOfKeysIsAMistake() throws {
        let file = """
            [default]
            aws_access_key_id = default
            aws_secret_access_key = s
            [half]
            aws_access_key_id = half
            credential_process = echo never
            """
        let access = failure { _ = try find(["AWS_ACCESS_KEY_ID": "a"], credentials: file) }
        #expect(access == "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not")
        let secret = failure { _ = try find(["AWS_SECRET_ACCESS_KEY": "s"], credentials: file) }
        #expect(secret == "AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not")
        let profile = failure { _ = try find(profile: "half", credentials: file) }
        #expect(profile == "profile 'half' has aws_access_key_id, and no aws_secret_access_key")
    }

    /// Settings may be indented, as long as they all are.
    @Test func indentedSettingsAreSettings() throws {
        let file = "[default]\n  # words\n  aws_access_key_id = indented\n  aws_secret_access_key = s\n"
        #expect(try find(credentials: file)?.accessKey == "indented")
        let config = "[profile p]\n region = here\n s3 =\n   addressing_style = path\n output = text\n"
        let read = SharedConfiguration(config: config, credentials: "")
        #expect(read["p", "region"] == "here" && read["p", "output"] == "text")
        #expect(read["p", "s3.addressing_style"] == "path" && read["p", "addressing_style"] == nil)
    }

    @Test func servicesAreWhereTheConfigurationSays() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.respond(200, body: Self.answer) }
        }
        let nowhere = "http://127.0.0.1:1"
        func config(_ tokens: String) -> String {
            """
            [profile base]
            aws_access_key_id = a
            aws_secret_access_key = s
            [profile role]
            role_arn = r
            source_profile = base
            services = own
            endpoint_url = \(nowhere)
            s3 =
                addressing_style = virtual
            [services own]
            s3 =
                endpoint_url = https://store
            sts =
                endpoint_url = \(tokens)
            """
        }
        #expect(try find(profile: "role", config: config(server.url))?.accessKey == "taken")
        let general = ["AWS_ENDPOINT_URL": server.url + "/"]
        #expect(try find(general, profile: "role", config: config(nowhere))?.accessKey == "taken")
        let read = SharedConfiguration(config: config(nowhere), credentials: "")
        #expect(read.endpoint(of: "s3", profile: "role") == "https://store")
        #expect(
            read.endpoint(of: "other", profile: "role") == nowhere && read.endpoint(of: "s3", profile: "base") == nil)
        #expect(read["role", "s3.addressing_style"] == "virtual" && read["base", "s3.addressing_style"] == nil)
    }
}
