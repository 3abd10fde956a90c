import FerryCore
import FerrySync
import Testing

@testable import FerryCommands

@Suite struct JSONTests {
    @Test func escapes() {
        var object = JSONText()
        object.add("a", "\"\\\n\t\u{1}é")
        object.add("n", -1)
        object.add("b", true)
        object.add("s", seconds: 1.5)
        object.add("l", ["x", "y"])
        #expect(text(object) == #"{"a":"\"\\\n\t\u0001é","n":-1,"b":true,"s":1.500,"l":["x","y"]}"#)
    }

    @Test func namesAreExact() {
        var object = JSONText()
        object.add("path", name: Array("a\u{FFFD}".utf8))
        #expect(text(object) == "{\"path\":\"a\u{FFFD}\"}")
        object = JSONText()
        object.add("path", name: [0x61, 0xFF])
        #expect(text(object) == "{\"path\":\"a\u{FFFD}\",\"path_bytes\":\"Yf8=\"}")
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
    }

    @Test func item() {
        let report = FerryCommandsTests.item(
            .update, "d/a", changes: [.size, .modified], reason: .sizeDiffers, size: 5)
        #expect(
            text(JSONEvent.item(report))
                == #"{"event":"item","action":"update","reason":"sizeDiffers","path":"d/a","kind":"file","size":5,"#
                + #""modified":"1000000000.000000000","permissions":"4755","user":7,"group":8,"new":false,"#
                + #""changes":["size","modified"]}"#)
    }

    private func text(_ object: JSONText) -> String { String(decoding: object.bytes, as: UTF8.self) }
}
