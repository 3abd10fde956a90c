internal import FerryCore

extension OptionText {
    /// The value as a parser of values reads it; what it refuses is a usage error that names the option.
    func parsed<Value>(_ parse: (String) throws(ValueError) -> Value) throws(UsageError) -> Value {
        let text = try text()
        do throws(ValueError) {
            return try parse(text)
        } catch {
            throw UsageError("\(option): \(DisplayName.escaping("\(error)".utf8))")
        }
    }

    /// A number of bytes.
    func size() throws(UsageError) -> Int64 {
        try parsed { (text) throws(ValueError) in try ByteSize.parse(text) }
    }
}
