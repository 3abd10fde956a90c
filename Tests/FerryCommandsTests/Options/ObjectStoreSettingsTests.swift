import CurlEndpoints
import FerryCore
import Harness
import Testing

@testable import FerryCommands

/// Where settings of a bucket come from, one before the other.
@Suite final class ObjectStoreSettingsTests {
    private let directory = TemporaryDirectory()
    private let engine = CurlEngine()

    deinit { engine.close() }

    private func setup(
        _ operand: String = "s3://bucket", _ arguments: ObjectStoreArguments = ObjectStoreArguments(),
        _ variables: [String: String] = [:], config: String = ""
    ) throws -> S3Setup {
        directory.write(Array(config.utf8), "config")
        let files = ["AWS_CONFIG_FILE": directory.path + "/config", "AWS_SHARED_CREDENTIALS_FILE": "/proc/none"]
        let environment = Environment(variables: files.merging(variables) { $1 })
        return try S3Setup(
            LocationParser.parse(Array(operand.utf8)), ObjectStoreAccess(arguments, environment, engine))
    }

    private func option(_ text: String) -> OptionText { OptionText(option: "--option", bytes: Array(text.utf8)) }

    @Test func theEndpoint() throws {
        var arguments = ObjectStoreArguments()
        arguments.endpoint = option("http://option")
        var variables = ["AWS_ENDPOINT_URL_S3": "http://s3-variable", "AWS_ENDPOINT_URL": "http://variable"]
        let plain = "[default]\nendpoint_url = http://profile\n"
        let own = plain + "services = mine\n[services mine]\ns3 =\n  endpoint_url = http://service\n"
        let query = "s3://bucket?endpoint=http://query"
        #expect(try setup(query, arguments, variables, config: own).settings.endpoint == "http://query")
        #expect(try setup("s3://bucket", arguments, variables, config: own).settings.endpoint == "http://option")
        arguments.endpoint = nil
        #expect(try setup("s3://bucket", arguments, variables, config: own).settings.endpoint == "http://s3-variable")
        variables["AWS_ENDPOINT_URL_S3"] = ""
        #expect(try setup("s3://bucket", arguments, variables, config: own).settings.endpoint == "http://variable")
        #expect(try setup(config: own).settings.endpoint == "http://service")
        #expect(try setup(config: plain).settings.endpoint == "http://profile")
        #expect(try setup().settings.endpoint == nil)
    }

    @Test func theRegion() throws {
        var arguments = ObjectStoreArguments()
        arguments.region = option("by-option")
        let variables = ["AWS_REGION": "by-variable", "AWS_DEFAULT_REGION": "by-default"]
        let config = "[default]\nregion = by-default-profile\n[profile mine]\nregion = by-profile\n"
        let query = "s3://bucket?region=by-query"
        #expect(try setup(query, arguments, variables, config: config).settings.region == "by-query")
        #expect(try setup("s3://bucket", arguments, variables, config: config).settings.region == "by-option")
        arguments.region = nil
        #expect(try setup("s3://bucket", arguments, variables, config: config).settings.region == "by-variable")
        let usual = ["AWS_DEFAULT_REGION": "by-default"]
        #expect(try setup("s3://bucket", arguments, usual, config: config).settings.region == "by-default")
        #expect(try setup(config: config).settings.region == "by-default-profile")
        #expect(try setup("s3://bucket?profile=mine", config: config).settings.region == "by-profile")
        let named = ["AWS_PROFILE": "mine"]
        #expect(try setup("s3://bucket", arguments, named, config: config).settings.region == "by-profile")
        arguments.profile = option("default")
        #expect(try setup("s3://bucket", arguments, named, config: config).settings.region == "by-default-profile")
        #expect(try setup().settings.region == nil)
    }

    @Test func theAddressingAndTheCertificates() throws {
        let config = "[default]\nca_bundle = /profile.pem\ns3 =\n  addressing_style = virtual\n"
        let found = try setup(config: config).settings
        #expect(found.addressing == .virtual && found.certificateFile == "/profile.pem")
        let variables = ["AWS_CA_BUNDLE": "/variable.pem"]
        let other = try setup("s3://bucket?addressing=path", ObjectStoreArguments(), variables, config: config).settings
        #expect(other.addressing == .path && other.certificateFile == "/variable.pem")
        #expect(try setup().settings.certificateFile == nil)
        #expect(throws: UsageError.self) { try self.setup("s3://bucket?addressing=elsewhere") }
    }

    /// Nobody's keys are looked for then.
    @Test func publicBucketsNeedNoCredentials() throws {
        let keys = ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s", "AWS_EC2_METADATA_DISABLED": "true"]
        let none = ObjectStoreArguments()
        #expect(try setup("s3://bucket", none, keys).credentials.current()?.accessKey == "a")
        #expect(try setup("s3://bucket?sign=no", none, keys).credentials.current() == nil)
        var arguments = ObjectStoreArguments()
        arguments.isUnsigned = true
        #expect(try setup("s3://bucket", arguments, keys).credentials.current() == nil)
        #expect(try setup("s3://bucket?sign=yes", arguments, keys).credentials.current()?.accessKey == "a")
    }
}
