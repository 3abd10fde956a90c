internal import FerryCore
internal import FerryManifest
internal import FuzzDriver

// The check file of one data file: a byte that says by which algorithm its name ends, and its text. It says something of that
// file or is refused with an error of one line; where an algorithm is named, there is a digest by it.

Fuzzer.run { input in
    guard let choice = input.first else { return true }
    let algorithms: [DigestAlgorithm?] = [nil] + DigestAlgorithm.allCases
    let algorithm = algorithms[Int(choice) % algorithms.count]
    let name = Array("x.csv".utf8)
    do throws(ManifestError) {
        let record = try DeliveryNote.record(of: name, in: Array(input.dropFirst()), algorithm: algorithm)
        precondition(record.path.bytes == name, "it says something of another file")
        precondition(record.size ?? 0 >= 0 && record.lineCount ?? 0 >= 0, "a negative number")
        precondition(Set(record.digests.map(\.algorithm)).count == record.digests.count, "two digests of one kind")
        if let algorithm { precondition(record.digest(algorithm) != nil, "there is no digest") }
    } catch {
        precondition(!"\(error)".contains("\n"), "a message of several lines")
    }
    return true
}
