internal import FerryCore

/// One JSON object as text, its fields in the order they are added (RFC 8259).
public struct JSONText: Sendable {
    private var body: [UInt8] = []

    public init() {}

    /// The object, without a newline.
    public var bytes: [UInt8] { [UInt8(ascii: "{")] + body + [UInt8(ascii: "}")] }

    public mutating func add(_ name: String, _ value: String) {
        add(name, raw: Self.quoted(value))
    }

    public mutating func add(_ name: String, _ value: some BinaryInteger) {
        add(name, raw: Array(String(value).utf8))
    }

    public mutating func add(_ name: String, _ value: Bool) {
        add(name, raw: Array((value ? "true" : "false").utf8))
    }

    /// A number of seconds, to the thousandth.
    public mutating func add(_ name: String, seconds: Double) {
        add(name, raw: Array(BigNumber.fixed(seconds, digits: 3).utf8))
    }

    public mutating func add(_ name: String, _ values: [String]) {
        let items = values.map { Self.quoted($0) }
        add(name, raw: [UInt8(ascii: "[")] + Array(items.joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "]")])
    }

    public mutating func add(_ name: String, _ object: JSONText) {
        add(name, raw: object.bytes)
    }

    public mutating func add(_ name: String, objects: [JSONText]) {
        let items = objects.map(\.bytes).joined(separator: [UInt8(ascii: ",")])
        add(name, raw: [UInt8(ascii: "[")] + Array(items) + [UInt8(ascii: "]")])
    }

    /// A name of a file. One that is not UTF-8 is shown with replacement characters, and `NAME_bytes` has it exactly, in
    /// Base64.
    public mutating func add(_ name: String, name bytes: some Collection<UInt8>) {
        add(name, String(decoding: bytes, as: UTF8.self))
        if String(validating: bytes, as: UTF8.self) == nil { add(name + "_bytes", Base64.encode(bytes)) }
    }

    private mutating func add(_ name: String, raw value: [UInt8]) {
        if !body.isEmpty { body.append(UInt8(ascii: ",")) }
        body += Self.quoted(name) + [UInt8(ascii: ":")] + value
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        JSONString.append(text.utf8, to: &result)
        return result
    }
}
