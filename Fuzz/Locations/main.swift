internal import FerryCore
internal import FuzzDriver

// Any word is a location or is refused with one line: no path has a NUL byte, and whatever is remote has a host.

Fuzzer.run { input in
    do throws(LocationError) {
        let location = try LocationParser.parse(Array(input))
        precondition(!location.path.contains(0), "a NUL byte in a path")
        precondition(location.isLocal || !location.host.isEmpty, "no host")
        check(location.description)
    } catch {
        check(error.description)
    }
    return true
}

func check(_ line: String) {
    precondition(!line.utf8.contains { $0 < 0x20 }, "a control character in a message")
}
