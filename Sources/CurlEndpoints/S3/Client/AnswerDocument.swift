extension XMLElement {
    /// The document that a store answers. Some repeat keys as they are, even where no document can hold them: what ferry
    /// needs to know of keys it asks for escaped.
    init?(answer: [UInt8]) { self.init(parsing: XMLText.withoutControlCharacters(answer)) }
}
