internal import Harness

/// A named pair of an old and a new file.
struct VersionPair: CustomStringConvertible, Sendable {
    let name: String
    let old: [UInt8]
    let new: [UInt8]

    var description: String { name }

    /// Contents of every kind that has its own path through the matcher, and edits of every kind. Sizes are small, and the
    /// block sizes with them, so that the whole set stays quick without optimisation.
    static let all: [VersionPair] = {
        var r = SeededGenerator("pairs")
        let size = 30_000
        let random = r.bytes(size + 77)
        let text = r.text(size + 33)
        let records = r.records(size)
        let zeros = [UInt8](repeating: 0, count: size)
        let sparse = r.sparse(size, flags: 40)
        let tailed = Array(random[..<(1024 * 20 + 300)])
        let tail = Array(random[(1024 * 20)..<(1024 * 20 + 300)])
        let other = r.bytes(size)
        var pairs: [VersionPair] = []
        func add(_ name: String, _ old: [UInt8], _ new: [UInt8]) {
            pairs.append(VersionPair(name: name, old: old, new: new))
        }
        for (name, content) in [("random", random), ("text", text), ("records", records)] {
            add("\(name), same", content, content)
            add("\(name), edited", content, r.edited(content, times: 12))
            add("\(name), shifted", content, r.shifted(content, times: 12))
            add("\(name), moved", content, r.moved(content, pieces: 10))
            add("\(name), truncated", content, Array(content[..<(size / 3)]))
        }
        // Executable code, as this machine has it.
        let programs = ["/bin/sh", "/usr/bin/env"].map { Array(Program("cat").run([$0]).output.prefix(size)) }
        add("program, edited", programs[0], r.edited(programs[0], times: 12))
        add("program, moved", programs[0], r.moved(programs[0], pieces: 10))
        add("programs", programs[0], programs[1])
        add("unrelated random", random, other)
        add("unrelated text", text, r.text(size))
        add("zeros", zeros, zeros)
        add("zeros, longer", zeros, zeros + zeros + [1, 2, 3])
        add("zeros against random", random, zeros)
        add("random against zeros", zeros, random)
        add("sparse, edited", sparse, r.edited(sparse, times: 10))
        add("sparse, shifted", sparse, r.shifted(sparse, times: 10))
        add("sparse against zeros", sparse, zeros)
        add(
            "holes", Array(random[..<9000]) + zeros + random[9000...],
            Array(random[..<5000]) + zeros + zeros + random[5000...])
        for period in [3, 100, 4096] {
            let content = r.periodic(period, size)
            add("period \(period), same", content, content)
            add("period \(period), new edited", content, r.edited(content, times: 10))
            add("period \(period), old edited", r.edited(content, times: 30), content)
            add("period \(period), shifted", content, r.shifted(content, times: 10))
            add("period \(period), both edited", r.edited(content, times: 20), r.shifted(content, times: 10))
        }
        add("old empty", [], random)
        add("new empty", random, [])
        add("both empty", [], [])
        add("one byte", [7], [7])
        add("new shorter than a block", random, Array(random[100..<200]))
        add("old shorter than a block", Array(random[..<100]), random)
        add("both shorter than a block", Array(random[..<100]), Array(random[..<100]))
        add("tail at the end", tailed, Array(other[..<5000]) + tailed)
        add("tail appended to", tailed, tailed + other[..<5000])
        add("tail alone inside", tailed, Array(other[..<9000]) + tail + other[9000..<20000])
        add("tail alone at the end", tailed, Array(other[..<9000]) + tail)
        add("tail alone at the start", tailed, tail + other[..<9000])
        let files = (0..<20).map { _ in r.text(100 + r.below(2500)) }
        var changed = files
        changed[3] = r.edited(files[3], times: 2)
        changed[8] += r.text(70)
        changed.remove(at: 12)
        changed.insert(r.text(900), at: 5)
        add("archive, some files changed", SeededGenerator.archive(files), SeededGenerator.archive(changed))
        add("archive, other order", SeededGenerator.archive(files), SeededGenerator.archive(files.shuffled(using: &r)))
        add("twice", tailed, tailed + tailed)
        let block = r.bytes(1024)
        add("all blocks equal", r.repeating(block, size), r.repeating(block, size))
        add("all blocks equal, shifted", r.repeating(block, size), other[..<100] + r.repeating(block, size))
        let (crowdedOld, crowdedNew) = r.crowded(size)
        add("one key at many offsets", crowdedOld, crowdedNew)
        add("one key at many offsets, moved", crowdedOld, r.moved(crowdedOld, pieces: 8))
        return pairs
    }()
}

extension SeededGenerator {
    /// Files behind headers, padded, as in a tar archive.
    static func archive(_ files: [[UInt8]]) -> [UInt8] {
        files.reduce(into: []) { archive, file in
            let name = Array("file of \(file.count) bytes".utf8)
            archive += name + [UInt8](repeating: 0, count: 512 - name.count) + file
            archive += [UInt8](repeating: 0, count: (512 - file.count % 512) % 512)
        }
    }

    /// Blocks that are alike in a string of 160 random bytes, which each has at another offset, between spaces.
    mutating func crowded(_ size: Int) -> (old: [UInt8], new: [UInt8]) {
        let string = bytes(160)
        var old: [UInt8] = []
        for number in 0..<(size / 1024) {
            var block = [UInt8](repeating: 32, count: 1024)
            let at = number * 13 % 800
            block.replaceSubrange(at..<at + 160, with: string)
            block[at + 161] = UInt8(33 + number)
            old += block
        }
        return (old, repeating(string + [UInt8](repeating: 32, count: 64), size))
    }
}
