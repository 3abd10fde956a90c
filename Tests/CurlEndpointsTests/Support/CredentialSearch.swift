import FerryCore

@testable import CurlEndpoints

/// A suite that looks for credentials where the environment and files say, and nowhere else.
protocol CredentialSearch {
    var engine: CurlEngine { get }
}

extension CredentialSearch {
    func find(
        _ environment: [String: String] = [:], profile: String? = nil, config: String = "", credentials: String = ""
    ) throws -> Credentials? {
        let environment = ["AWS_EC2_METADATA_DISABLED": "true"].merging(environment) { $1 }
        return try CredentialChain(
            profile: profile, environment: environment,
            configuration: SharedConfiguration(config: config, credentials: credentials), engine: engine
        ).current()
    }
}
