internal import CExpat

/// Is told the elements of a document, in order.
protocol XMLHandler: AnyObject {
    func begin(_ name: String)
    /// - Parameter text: All character data that lies in the element itself.
    func end(_ name: String, text: [UInt8])
}

/// Reads a document that is complete in memory. Expat does the work: what servers send is not trusted to be harmless.
enum XMLParser {
    struct Malformed: Error {
        let reason: String
    }

    static func parse(_ bytes: [UInt8], _ handler: some XMLHandler) throws(Malformed) {
        guard let parser = XML_ParserCreate(nil) else { throw Malformed(reason: "out of memory") }
        defer { XML_ParserFree(parser) }
        let context = Context(handler)
        XML_SetUserData(parser, Unmanaged.passUnretained(context).toOpaque())
        setCallbacks(parser)
        let status = bytes.withUnsafeBytes { raw in
            XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), 1)
        }
        guard status == XML_STATUS_OK else {
            throw Malformed(
                reason: XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "malformed")
        }
    }

    /// The element that is open, from the document's down: for each, where its text begins.
    private final class Context {
        let handler: any XMLHandler
        var text: [UInt8] = []
        var starts: [Int] = []

        init(_ handler: any XMLHandler) {
            self.handler = handler
        }

        static func from(_ pointer: UnsafeMutableRawPointer?) -> Context {
            Unmanaged<Context>.fromOpaque(pointer!).takeUnretainedValue()
        }
    }

    private static func setCallbacks(_ parser: XML_Parser) {
        XML_SetElementHandler(
            parser,
            { context, name, _ in
                let context = Context.from(context)
                context.starts.append(context.text.count)
                context.handler.begin(String(cString: name!))
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
    }
}
