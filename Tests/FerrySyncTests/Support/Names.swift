import FerryCore

extension RelativePath: ExpressibleByStringLiteral {
    /// Tests write paths as they are.
    package init(stringLiteral text: String) {
        self.init(unchecked: Array(text.utf8))
    }
}
