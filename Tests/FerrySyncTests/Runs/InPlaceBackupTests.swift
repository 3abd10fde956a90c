import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// `--inplace` and `--append` with `--backup`: the old content is kept before it is written over.
@Suite struct InPlaceBackupTests {
    static let methods: [WritingOptions.Method] = [.inPlace, .append(verify: false), .append(verify: true)]

    @Test(arguments: methods, ["old", "xyz"]) func oldContentIsKept(
        _ method: WritingOptions.Method, _ old: String
    ) throws {
        let scene = try Scene(wanted: ["f": .file("old and new", at: 2000)], old: ["f": .file(old)])
        var options = SyncOptions()
        options.writing.method = method
        options.writing.backup = WritingOptions.Backup()
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.status == .success)
        let appends = method == .append(verify: false)
        let expected = appends ? old + " and new" : "old and new"
        #expect(try scene.destination.model()["f"]?.content == Array(expected.utf8))
        #expect(try scene.destination.model()["f~"]?.content == Array(old.utf8))
    }

    /// A backup that cannot be made keeps the file from being touched.
    @Test func withoutABackupNothingIsWritten() throws {
        let scene = try Scene(wanted: ["f": .file("new text", at: 2000)], old: ["f": .file("old"), "f~": .directory()])
        var options = SyncOptions()
        options.writing.method = .inPlace
        options.writing.backup = WritingOptions.Backup()
        #expect(sync(scene.source, to: scene.destination, options).status == .partial)
        #expect(try scene.destination.model()["f"] == scene.old["f"])
    }
}
