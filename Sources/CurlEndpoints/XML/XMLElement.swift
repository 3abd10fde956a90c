/// A small document as a tree: answers and errors, not listings.
struct XMLElement: Sendable {
    let name: String
    fileprivate(set) var text: [UInt8] = []
    fileprivate(set) var children: [XMLElement] = []

    /// Nil when the bytes are no document.
    init?(parsing bytes: [UInt8]) {
        let builder = Builder()
        guard (try? XMLParser.parse(bytes, builder)) != nil, let root = builder.root else { return nil }
        self = root
    }

    fileprivate init(name: String) {
        self.name = name
    }

    /// The text of the first child of this name.
    subscript(_ name: String) -> String? {
        children.first { $0.name == name }.flatMap { String(validating: $0.text, as: UTF8.self) }
    }

    func children(named name: String) -> [XMLElement] { children.filter { $0.name == name } }

    private final class Builder: XMLHandler {
        var root: XMLElement?
        private var open: [XMLElement] = []

        func begin(_ name: String) { open.append(XMLElement(name: name)) }

        func end(_ name: String, text: [UInt8]) {
            var element = open.removeLast()
            element.text = text
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }
    }
}
