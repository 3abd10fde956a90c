internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

extension SyncCommand {
    /// Refuses ways to write that cannot be had at a destination, before any of its files is touched.
    func requireWays(of writing: WritingOptions, at destination: any Endpoint) throws(UsageError) {
        if writing.delaysUpdates && destination.renaming == nil {
            throw UsageError(
                "'--delay-updates' is not possible there: nothing can be renamed on \(destination.location)",
                status: .notSupported)
        }
        guard !destination.capabilities.writesInPlace else { return }
        let option: String? =
            switch writing.method {
            case .staged: nil
            case .inPlace: "--inplace"
            case .append(let verifies): verifies ? "--append-verify" : "--append"
            }
        guard let option else { return }
        throw UsageError(
            "'\(option)' is not possible there: files are replaced as a whole on \(destination.location)",
            status: .notSupported)
    }
}
