import FerryCore
import FerryEndpoints
import Testing

let compositionClauses: [Clause] = [
    Clause("a file is composed of copied ranges and new bytes") { subject in
        guard let unit = subject.compositionUnit else { return }
        let old = pattern(3 * unit)
        let entry = try subject.put(subject.path("old"), old).entry
        let literal = pattern(unit, seed: 99)
        let file = try subject.stage(subject.path("new"), size: 3 * unit + 3)
        try file.copy(ByteRange(offset: Int64(unit), length: Int64(unit)), of: entry, at: 0)
        try file.write(literal, at: Int64(unit))
        try file.copy(ByteRange(offset: 0, length: Int64(unit)), of: entry, at: Int64(2 * unit))
        try file.write([1, 2, 3], at: Int64(3 * unit))
        let new = try file.commit(metadata: Metadata(), length: Int64(3 * unit + 3)).entry
        let expected = old[unit..<2 * unit] + literal + old[..<unit] + [1, 2, 3]
        #expect(try subject.bytes(of: new, step: 65_536) == Array(expected))
    },
    Clause("a file can be composed of its own old version") { subject in
        guard let unit = subject.compositionUnit else { return }
        let old = pattern(2 * unit)
        let entry = try subject.put(subject.path("file"), old).entry
        let file = try subject.stage(subject.path("file"), size: unit)
        try file.copy(ByteRange(offset: Int64(unit), length: Int64(unit)), of: entry, at: 0)
        let new = try file.commit(metadata: Metadata(), length: Int64(unit)).entry
        #expect(try subject.bytes(of: new, step: 65_536) == Array(old[unit...]))
    },
    Clause("copying from a file that changed since is changedDuringTransfer, at the latest in the commit") { subject in
        guard let unit = subject.compositionUnit else { return }
        let entry = try subject.put(subject.path("old"), pattern(unit)).entry
        guard entry.version != nil else { return }
        try subject.put(subject.path("old"), pattern(unit, seed: 5))
        let file = try subject.stage(subject.path("new"), size: unit)
        expectError(.changedDuringTransfer, clause: "composing from another version") {
            try file.copy(ByteRange(offset: 0, length: Int64(unit)), of: entry, at: 0)
            _ = try file.commit(metadata: Metadata(), length: Int64(unit))
        }
        file.discard()
        #expect(try subject.entry("new") == nil)
    },
    Clause("where nothing can be copied, copying is unsupported") { subject in
        guard [.none, .unmoved].contains(subject.capabilities.composition) else { return }
        let entry = try subject.put("old", "0123").entry
        let file = try subject.stage("new")
        expectError(.unsupported, clause: "a copy") {
            try file.copy(ByteRange(offset: 0, length: 4), of: entry, at: 0)
        }
        file.discard()
    },
    Clause("parts that are too small are refused, at the latest in the commit") { subject in
        guard case .parts(let minimum, _, _) = subject.capabilities.composition, minimum > 1 else { return }
        let entry = try subject.put(subject.path("old"), pattern(Int(minimum))).entry
        let file = try subject.stage(subject.path("new"), size: Int(minimum) + 1)
        expectError(.unsupported, clause: "a first part of one byte") {
            try file.write([1], at: 0)
            try file.copy(ByteRange(offset: 0, length: minimum), of: entry, at: 1)
            _ = try file.commit(metadata: Metadata(), length: minimum + 1)
        }
        file.discard()
        #expect(try subject.entry("new") == nil)
    },
]

extension Subject {
    /// A length that can be copied; nil where nothing can.
    fileprivate var compositionUnit: Int? {
        switch capabilities.composition {
        case .none, .unmoved: nil
        case .bytes: 5003
        case .parts(let minimum, _, _): Int(minimum)
        }
    }
}
