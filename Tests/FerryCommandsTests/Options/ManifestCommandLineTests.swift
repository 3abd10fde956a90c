import FerryCore
import FerryManifest
import Testing

@testable import FerryCommands

@Suite struct ManifestCommandLineTests {
    private func resolve(_ words: String) throws(UsageError) -> ManifestCommandLine {
        var arguments = Arguments()
        try ArgumentParser.parse(
            words.split(separator: " ").map { Array($0.utf8) }, of: .manifest, into: &arguments)
        return try ManifestCommandLine(arguments)
    }

    @Test(
        "options that have no meaning for a step are refused",
        arguments: [
            ("create --exact", "'--exact' goes with 'verify', not with 'create'"),
            ("create --quick", "'--quick' goes with 'verify', not with 'create'"),
            ("create --sample=5", "'--sample' goes with 'verify', not with 'create'"),
            ("create --failed-to=x", "'--failed-to' goes with 'verify', not with 'create'"),
            ("verify -o x m", "'-o' goes with 'create' and 'convert', not with 'verify'"),
            ("verify --format=mtree m", "'--format' goes with 'create' and 'convert', not with 'verify'"),
            ("verify --records m", "'--records' goes with 'create', not with 'verify'"),
            ("show --exact m", "'--exact' goes with 'verify', not with 'show'"),
            ("diff --exclude=x a b", "'--filter' goes with 'create' and 'verify', not with 'diff'"),
            ("convert -o x m n", "'-o' and the second name both say where the new manifest goes"),
            (
                "create --format=bagit --records",
                "'--records' needs a native manifest: a file of the kind 'bagit' holds no numbers of lines"
            ),
            ("create --format=bagit -o -", "a bag is a directory, which cannot go to standard output"),
        ])
    func refused(_ words: String, _ message: String) {
        #expect(throws: UsageError(message)) { try resolve(words) }
    }

    @Test("'-' is standard output")
    func output() throws {
        #expect(try resolve("create -o -").output == nil)
        #expect(try resolve("convert --output=./- m").output == Array("./-".utf8))
    }
}
