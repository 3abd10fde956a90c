import FerryCore
import Testing

@testable import FerryCommands

@Suite struct FTPProxyTests {
    @Test(arguments: [
        (["ftp_proxy": "http://proxy:3128"], true), (["FTP_PROXY": "proxy"], true), ([:], false),
        (["ftp_proxy": ""], false),
        (["http_proxy": "http://proxy:3128"], false),
        (["ftp_proxy": "proxy", "no_proxy": "other, Example.org"], false),
        (["ftp_proxy": "proxy", "no_proxy": "*"], false),
        (["ftp_proxy": "proxy", "NO_PROXY": ".example.org"], false),
        (["ftp_proxy": "proxy", "no_proxy": "files.example.org"], false),
        (["ftp_proxy": "proxy", "no_proxy": "ample.org,iles.example.org,org.,host"], true),
    ])
    func concernsHostsThatAreNoExceptions(_ variables: [String: String], _ expected: Bool) {
        #expect(FTPProxy(Environment(variables: variables)).concerns("files.EXAMPLE.org") == expected)
    }

    @Test func namesAreReadFromTheEnvironment() {
        for name in ["ftp_proxy", "FTP_PROXY", "no_proxy", "NO_PROXY"] { #expect(Environment.names.contains(name)) }
    }
}
