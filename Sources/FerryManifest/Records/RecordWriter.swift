/// Writes records in one dialect. The sink gets the file in pieces; nobody takes it for whole before `finish`.
public protocol RecordWriter: AnyObject {
    /// Adds a record. Entries that the dialect has no lines for (`Dialect.describes`) are left out by the caller.
    /// `ManifestError.notExpressible` when a name or a value cannot be written in this dialect.
    func append(_ record: Record) throws(ManifestError)

    /// Ends the file. `isComplete` says whether every entry that was to be described is; dialects that cannot say so
    /// ignore it.
    func finish(isComplete: Bool) throws(ManifestError)
}
