internal import FerryCore

extension Location {
    /// Refuses settings that places of this kind do not have. A question mark that is meant as part of a name must not pass for
    /// one: another place than the one that was meant would be changed.
    func requireKnownSettings() throws(UsageError) {
        let known =
            switch scheme {
            case .s3: S3Setup.names
            case .http, .https: ["manifest"]
            default: [String]()
            }
        for setting in settings where !known.contains(setting.name) {
            throw UsageError(
                "\(self): there is no setting '\(DisplayName.escaping(setting.name.utf8))'; "
                    + "a question mark in a name is written %3F")
        }
    }
}
