import CurlEndpoints
import FerryCore
import Testing

@testable import FerryCommands

/// `--object-metadata`
@Suite struct ObjectMetadataTests {
    /// Why it is refused; nil where it is not.
    private func refusal(_ values: [String]) -> String? {
        let engine = CurlEngine()
        defer { engine.close() }
        var arguments = ObjectStoreArguments()
        arguments.metadata = values.map { OptionText(option: "--object-metadata", bytes: Array($0.utf8)) }
        do throws(UsageError) {
            let access = try ObjectStoreAccess(arguments, Environment(), engine)
            #expect(access.settings.metadata.map { "\($0.name)=\($0.value)" } == values.map { $0.lowercased() })
            return nil
        } catch {
            return error.message
        }
    }

    @Test func namesAndValuesAreTaken() {
        #expect(refusal([]) == nil)
        #expect(refusal(["Team=x", "owner=a=b", "mtimes=1", "x-mode=", "my_sha256=1"]) == nil)
    }

    /// They would be sent twice, or say of all files what is true of one.
    @Test(arguments: ["mtime=5", "Mode=1", "sha256=1", "MD5=1", "md5chksum=x", "s3cmd-attrs=x", "crc64nvme=1"])
    func whatDescribesTheFileIsRefused(_ value: String) {
        let name = value.lowercased().prefix { $0 != "=" }
        #expect(
            refusal(["a=1", value]) == "'--object-metadata' cannot name '\(name)': it describes the file itself")
    }

    @Test func oneNameTwiceIsRefused() {
        #expect(refusal(["a=1", "b=1", "A=2"]) == "'--object-metadata' names 'a' twice")
    }

    @Test(arguments: ["a", "=1", "a b=1", "ü=1", "a:=1"]) func otherTextIsRefused(_ value: String) {
        #expect(refusal([value]) != nil)
    }
}
