/// Why the value of an option was refused: one line that names the value.
package struct ValueError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
