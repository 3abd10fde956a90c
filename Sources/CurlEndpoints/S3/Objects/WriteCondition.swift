internal import FerryEndpoints

/// What must hold for an object to be made ("Conditional writes"). Not every store heeds it: radosgw of Ceph 16 does for
/// whole objects, not for those in parts.
struct WriteCondition {
    /// There must be none of its name.
    var sparesExisting = false

    var headers: [(name: String, value: String)] { sparesExisting ? [("if-none-match", "*")] : [] }

    /// Makes a request under the condition, whose failure is `alreadyExists`.
    func told<Result>(_ request: () throws(S3Failure) -> Result) throws(S3Failure) -> Result {
        do throws(S3Failure) {
            return try request()
        } catch  where sparesExisting && error.s3Code == "PreconditionFailed" {
            throw S3Failure(.alreadyExists)
        }
    }
}
