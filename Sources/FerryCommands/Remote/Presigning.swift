internal import CurlEndpoints
internal import FerryCore
internal import FerryEndpoints

extension OptionText {
    /// The seconds for which a presigned URL holds.
    func presignedSeconds() throws(UsageError) -> Int {
        try integer(in: 1...S3Endpoint.longestPresigned)
    }
}

extension CommandContext {
    /// Prints a URL for each location by which anybody may read the file for a time. Nothing is looked at.
    func presignReading(_ operands: [[UInt8]], seconds: Int) throws(UsageError) -> Int32 {
        try presign(operands, seconds: seconds) { .read($0) }
    }

    /// Prints URLs by which anybody may write the files for a time.
    func presignWriting(_ operands: [[UInt8]], seconds: Int) throws(UsageError) -> Int32 {
        try presign(operands, seconds: seconds) { .write($0) }
    }

    private func presign(
        _ operands: [[UInt8]], seconds: Int, _ use: (RelativePath) -> PresignedUse
    ) throws(UsageError) -> Int32 {
        for operand in operands {
            let location = try registry.location(operand)
            guard location.scheme == .s3 else {
                throw UsageError("'\(location)': only URLs of object stores can be signed", status: .notSupported)
            }
            guard let (directory, name) = location.path.parentAndName else {
                throw UsageError("cannot sign a URL of '\(location)': a file name is needed", status: .fileSelection)
            }
            try presign(location, at: directory, use(name), seconds)
        }
        return ExitStatus.success.rawValue
    }

    /// Prints a URL by which anybody may list what is below a location.
    func presignListing(_ operand: [UInt8], seconds: Int) throws(UsageError) -> Int32 {
        let location = try registry.location(operand)
        guard location.scheme == .s3 else {
            throw UsageError("'\(location)': only URLs of object stores can be signed", status: .notSupported)
        }
        try presign(location, at: location.path, .list, seconds)
        return ExitStatus.success.rawValue
    }

    private func presign(
        _ location: Location, at path: [UInt8], _ use: PresignedUse, _ seconds: Int
    ) throws(UsageError) {
        if let option = registry.objectOptions.first {
            throw UsageError("'\(option)' cannot be part of a signed URL", status: .notSupported)
        }
        let endpoint = try registry.openS3(location, at: path)
        do throws(EndpointError) {
            console.print(try endpoint.presignedURL(use, seconds: seconds))
        } catch {
            throw UsageError(error)
        }
    }
}
