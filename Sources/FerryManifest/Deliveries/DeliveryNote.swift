public import FerryCore

/// The small file that comes with a data file and says what that has to be: lines of `sha256sum`, of its kin or of SFV
/// programs, a digest alone, words such as `records: 120`, or a JSON object with such. What is like none of these says nothing.
public enum DeliveryNote {
    /// What the note says of the file `name`. One that speaks of other files alone is refused.
    ///
    /// - Parameter algorithm: What its digests are of, by its name. It has to hold one then, of this file.
    public static func record(
        of name: [UInt8], in text: [UInt8], algorithm: DigestAlgorithm?
    ) throws(ManifestError) -> Record {
        var note = Reading(name, algorithm)
        if text.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
            try note.addObject(text)
        } else {
            for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                note.line += 1
                let content = line.trimmed
                if content.isEmpty || content.first == UInt8(ascii: "#") || content.first == UInt8(ascii: ";") {
                    continue
                }
                try note.add(content)
            }
        }
        return try note.finish()
    }

    /// A note that is being read.
    private struct Reading {
        var record: Record
        var line = 0
        let algorithm: DigestAlgorithm?
        /// Whether it names this file, and another one.
        var namesFile = false
        var other: [UInt8]?
        /// Whether it says that it is about that one.
        var isAboutOther = false

        init(_ name: [UInt8], _ algorithm: DigestAlgorithm?) {
            record = Record(path: RelativePath(unchecked: name))
            self.algorithm = algorithm
        }

        func finish() throws(ManifestError) -> Record {
            let saysNothing = record.digests.isEmpty && record.size == nil && record.lineCount == nil
            if let other, !namesFile, saysNothing || isAboutOther {
                throw damage("it speaks of '\(DisplayName.escaping(other))', not of the file beside which it lies")
            }
            if let algorithm, record.digest(algorithm) == nil {
                throw damage("there is no \(algorithm.rawValue) digest of the file")
            }
            return record
        }

        // MARK: Lines

        mutating func add(_ text: ArraySlice<UInt8>) throws(ManifestError) {
            let digits = algorithm ?? DigestAlgorithm(digitCount: text.count)
            if let digits, text.allSatisfy(Hexadecimal.isDigit),
                let digest = Digest(algorithm: digits, hexadecimal: text)
            {
                return try add(digest)
            }
            if let named = text.withUnsafeBytes({ checkLine($0) }) {
                if isOwn(named.name) || algorithm != nil || named.digest.algorithm != .crc32 {
                    if note(named.name) { try add(named.digest) }
                    return
                }
                // A word and eight digits may be anything, such as a date.
            }
            try addWords(text)
        }

        private func checkLine(_ text: UnsafeRawBufferPointer) -> (digest: Digest, name: [UInt8])? {
            do throws(CheckLine.Failure) {
                let parsed = try CheckLine(parsing: text, algorithm: algorithm)
                return (parsed.digest, parsed.name)
            } catch {
                guard algorithm == nil || algorithm == .crc32, let (name, digest) = SFVReader.split(text[...]) else {
                    return nil
                }
                return (digest, name)
            }
        }

        /// Whether a name that it has is this file's.
        private mutating func note(_ name: [UInt8]) -> Bool {
            let isOwn = isOwn(name)
            if isOwn { namesFile = true } else { other = name }
            return isOwn
        }

        private func isOwn(_ name: [UInt8]) -> Bool { name.lastComponent.elementsEqual(record.path.bytes) }

        /// `record_count = 120`, `Size: 4711 bytes`, `sha256: 2c8b...`. A line that begins with such a key has to state its
        /// value.
        private mutating func addWords(_ text: ArraySlice<UInt8>) throws(ManifestError) {
            let mark = text.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
            let blank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let end = mark ?? text.firstIndex(where: blank) ?? text.endIndex
            guard let key = DeliveryKey(text[..<end], isMarked: mark != nil) else { return }
            if key == .name { return try add(key, text[end...].dropFirst().trimmed) }
            let words = text[end...].dropFirst(mark == nil ? 0 : 1).split(whereSeparator: blank)
            let unit = words.dropFirst().first.flatMap { DeliveryKey($0) }
            guard let value = words.first, words.count == 1 || (words.count == 2 && unit == key) else {
                throw damage("'\(DisplayName.escaping(text[..<end]))' is followed by something else than one value")
            }
            try add(key, value)
        }

        private mutating func add(_ key: DeliveryKey, _ value: ArraySlice<UInt8>) throws(ManifestError) {
            switch key {
            case .name: isAboutOther = !note(Array(value)) || isAboutOther
            case .digest(let algorithm):
                guard let digest = Digest(algorithm: algorithm, hexadecimal: value) else {
                    throw damage("the \(algorithm.rawValue) digest is none")
                }
                try add(digest)
            case .size, .lines:
                guard let number = Int64(String(decoding: value, as: UTF8.self)), number >= 0 else {
                    throw damage("the number of \(key == .size ? "bytes" : "records") is none")
                }
                try add(key, number)
            }
        }

        private mutating func add(_ key: DeliveryKey, _ number: Int64) throws(ManifestError) {
            let known = key == .size ? record.size : record.lineCount
            if let known, known != number {
                throw .damaged(line: max(1, line), .contradiction(record.path, earlier: nil))
            }
            if key == .size { record.size = number } else { record.lineCount = number }
        }

        private mutating func add(_ digest: Digest) throws(ManifestError) {
            if let known = record.digest(digest.algorithm) {
                if known != digest { throw .damaged(line: line, .contradiction(record.path, earlier: 1)) }
            } else {
                record.digests.append(digest)
            }
        }

        // MARK: JSON

        /// An object, over as many lines as it likes. What it has under other keys says nothing.
        mutating func addObject(_ text: [UInt8]) throws(ManifestError) {
            line = 1
            let flat = text.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
            var fields: [(DeliveryKey, [UInt8])] = []
            do throws(JSONScanner.Failure) {
                fields = try Self.fields(flat)
            } catch {
                throw damage(error.text)
            }
            for (key, value) in fields { try add(key, value[...]) }
        }

        private static func fields(_ text: [UInt8]) throws(JSONScanner.Failure) -> [(DeliveryKey, [UInt8])] {
            var fields: [(DeliveryKey, [UInt8])] = []
            var failure: JSONScanner.Failure?
            text.withUnsafeBytes { bytes in
                do throws(JSONScanner.Failure) {
                    var scanner = try JSONScanner(bytes)
                    while let name = try scanner.nextKey() {
                        if let key = DeliveryKey(Array(name)[...]) {
                            fields.append((key, try scanner.scalar()))
                        } else {
                            try scanner.skipAny()
                        }
                    }
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            return fields
        }

        private func damage(_ what: String) -> ManifestError { .damaged(line: max(1, line), .malformed(what)) }
    }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: ArraySlice<UInt8> {
        let blank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        var rest = drop(while: blank)
        while let last = rest.last, blank(last) { rest.removeLast() }
        return rest
    }
}

extension [UInt8] {
    fileprivate var lastComponent: ArraySlice<UInt8> {
        self[(lastIndex(of: RelativePath.separator).map { $0 + 1 } ?? 0)...]
    }
}
