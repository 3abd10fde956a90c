import Harness

extension Shell {
    /// With two versions of a file, `old` and `new`.
    static func zsync(_ name: String, size: Int = 300_000) -> Shell {
        let shell = Shell()
        var r = SeededGenerator(name)
        let old = r.bytes(size)
        shell.directory.write(old, "old")
        shell.directory.write(r.shifted(r.edited(old, times: 3), times: 4), "new")
        return shell
    }
}

extension Program.Outcome {
    /// How many bytes `ferry zsync get -s` says that it fetched.
    var fetched: Int? {
        guard let line = errorText.split(separator: "\n").last(where: { $0.hasSuffix(" fetched") }) else { return nil }
        return Int(line.split(separator: " ").dropLast().last ?? "")
    }
}
