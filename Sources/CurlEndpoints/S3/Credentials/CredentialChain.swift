internal import FerryCore

/// The places where credentials may be, in the order of AWS's tools ("Default credentials provider chain"): a profile that
/// is named before the environment, this before the default profile, then a web identity, the container's and the machine's
/// own. Nothing is asked before the first request; what expires is fetched again before it does. Shared by all requests.
public final class CredentialChain: CredentialSource {
    private let places: [any CredentialPlace]
    private let known = Monitor<Known>(Known())

    private struct Known {
        var credentials: Credentials?
        /// The place that they came from, asked alone from then on.
        var place: (any CredentialPlace)?
        /// When they are to be fetched again; nil where they last.
        var renewal: Timestamp?

        /// Where there are some that are good for a while, and a fetch has failed.
        mutating func postpone(at now: Timestamp) -> Credentials? {
            guard let credentials, let end = credentials.expiration, now < end else { return nil }
            renewal = min(end, Timestamp(seconds: now.seconds + CredentialChain.pause))
            return credentials
        }
    }

    /// Seconds before their end at which credentials are fetched again, as AWS's tools do; of those that are given for less than
    /// twice as long, half of their time.
    private static let margin: Int64 = 300
    /// Seconds between two attempts while the old ones are still good.
    private static let pause: Int64 = 10

    /// - Parameters:
    ///   - profile: One that the user named.
    ///   - certificateFile: As in `S3Settings`.
    public convenience init(
        profile: String?, environment: [String: String], configuration: SharedConfiguration, engine: CurlEngine,
        certificateFile: String? = nil
    ) {
        let context = CredentialContext(
            environment: environment, configuration: configuration, engine: engine, certificateFile: certificateFile)
        self.init(Self.places(profile, context))
    }

    init(_ places: [any CredentialPlace]) {
        self.places = places
    }

    public func current() throws(CredentialFailure) -> Credentials? {
        try known.withLock { (known) throws(CredentialFailure) in
            let now = Timestamp.now
            if let credentials = known.credentials, known.renewal.map({ now < $0 }) ?? true { return credentials }
            for place in known.place.map({ [$0] }) ?? places {
                do throws(CredentialFailure) {
                    guard let found = try place.fetch() else { continue }
                    known = Known(credentials: found, place: place, renewal: Self.renewal(of: found, fetchedAt: now))
                    return found
                } catch {
                    if let old = known.postpone(at: now) { return old }
                    throw error
                }
            }
            if let old = known.postpone(at: now) { return old }
            throw CredentialFailure(
                "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile, or use "
                    + "--no-sign-request for public buckets")
        }
    }

    private static func renewal(of credentials: Credentials, fetchedAt now: Timestamp) -> Timestamp? {
        guard let end = credentials.expiration else { return nil }
        return Timestamp(seconds: end.seconds - min(margin, (end.seconds - now.seconds) / 2))
    }

    private static func places(_ profile: String?, _ context: CredentialContext) -> [any CredentialPlace] {
        if let profile { return [ProfileCredentials(profile, context, isNamed: true)] }
        let other = context.environment["AWS_PROFILE"]
        let identity: [any CredentialPlace] = WebIdentity.ofEnvironment(context).map { [$0] } ?? []
        return [
            EnvironmentCredentials(context: context),
            ProfileCredentials(other ?? "default", context, isNamed: other != nil),
        ] + identity + [ContainerCredentials(context: context), InstanceCredentials(context: context)]
    }
}

/// One of the places.
protocol CredentialPlace: Sendable {
    /// Nil where nothing says that there should be any here.
    func fetch() throws(CredentialFailure) -> Credentials?
}

/// What the places work with.
struct CredentialContext: Sendable {
    let environment: [String: String]
    let configuration: SharedConfiguration
    let engine: CurlEngine
    /// As in `S3Settings`.
    var certificateFile: String?
}

/// `AWS_ACCESS_KEY_ID` and its kin.
struct EnvironmentCredentials: CredentialPlace {
    let context: CredentialContext

    private static let access = "AWS_ACCESS_KEY_ID"
    private static let secret = "AWS_SECRET_ACCESS_KEY"

    /// Half a pair is somebody's mistake, for which nobody else's credentials stand in.
    func fetch() throws(CredentialFailure) -> Credentials? {
        switch (context.environment[Self.access], context.environment[Self.secret]) {
        case (let access?, let secret?):
            return Credentials(
                accessKey: access, secretKey: secret, sessionToken: context.environment["AWS_SESSION_TOKEN"])
        case (_?, nil): throw CredentialFailure("\(Self.access) is set, and \(Self.secret) is not")
        case (nil, _?): throw CredentialFailure("\(Self.secret) is set, and \(Self.access) is not")
        case (nil, nil): return nil
        }
    }
}
