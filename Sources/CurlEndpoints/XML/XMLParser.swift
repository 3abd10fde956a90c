internal import CExpat

/// Is told the elements of a document, in order.
protocol XMLHandler: AnyObject {
    func begin(_ name: String)
    func begin(_ name: String, _ attributes: XMLAttributes)
    /// - Parameter text: All character data that lies in the element itself.
    func end(_ name: String, text: [UInt8])
}

extension XMLHandler {
    func begin(_ name: String, _ attributes: XMLAttributes) { begin(name) }
}

/// What stands in the tag of an element, while it is handled.
struct XMLAttributes {
    /// Names and values by turns, ended by a null pointer.
    fileprivate let words: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

    subscript(_ name: String) -> String? {
        guard var next = words else { return nil }
        while let word = next.pointee, let value = (next + 1).pointee {
            if String(cString: word) == name { return String(cString: value) }
            next += 2
        }
        return nil
    }
}

/// Reads a document that is complete in memory. Expat does the work: what servers send is not trusted to be harmless. A
/// document type, by which entities are declared that unfold to gigabytes, is refused: no protocol here needs one.
enum XMLParser {
    struct Malformed: Error {
        let reason: String
    }

    /// - Parameter namespaces: Names come as `NAMESPACE NAME`; else as they are written.
    static func parse(_ bytes: [UInt8], _ handler: some XMLHandler, namespaces: Bool = false) throws(Malformed) {
        let space = XML_Char(bitPattern: UInt8(ascii: " "))
        guard let parser = namespaces ? XML_ParserCreateNS(nil, space) : XML_ParserCreate(nil) else {
            throw Malformed(reason: "out of memory")
        }
        defer { XML_ParserFree(parser) }
        let context = Context(handler, parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(context).toOpaque())
        setCallbacks(parser)
        let status = bytes.withUnsafeBytes { raw in
            XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), 1)
        }
        if context.hasDocumentType { throw Malformed(reason: "a document type is not allowed") }
        guard status == XML_STATUS_OK else {
            throw Malformed(
                reason: XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "malformed")
        }
    }

    /// The element that is open, from the document's down: for each, where its text begins.
    private final class Context {
        let handler: any XMLHandler
        let parser: XML_Parser
        var hasDocumentType = false
        var text: [UInt8] = []
        var starts: [Int] = []

        init(_ handler: any XMLHandler, _ parser: XML_Parser) {
            self.handler = handler
            self.parser = parser
        }

        static func from(_ pointer: UnsafeMutableRawPointer?) -> Context {
            Unmanaged<Context>.fromOpaque(pointer!).takeUnretainedValue()
        }
    }

    private static func setCallbacks(_ parser: XML_Parser) {
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                let context = Context.from(context)
                context.starts.append(context.text.count)
                context.handler.begin(String(cString: name!), XMLAttributes(words: attributes))
            },
            { context, name in
                let context = Context.from(context)
                let start = context.starts.removeLast()
                context.handler.end(String(cString: name!), text: Array(context.text[start...]))
                context.text.removeSubrange(start...)
            })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            let text = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            Context.from(context).text.append(contentsOf: text)
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            let context = Context.from(context)
            context.hasDocumentType = true
            XML_StopParser(context.parser, XML_Bool(XML_FALSE))
        }
    }
}
