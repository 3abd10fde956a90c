import Harness
import Testing

@testable import FerrySync

@Suite struct RecordSpoolTests {
    /// Below and beyond what stays in memory.
    @Test(arguments: [0, 1, 7, 3000]) func readsBothWays(_ count: Int) {
        var generator = SeededGenerator(seed: 42)
        let spool = RecordSpool()
        var records: [[UInt8]] = []
        for _ in 0..<count {
            let record = [UInt8](
                repeating: .random(in: 0...255, using: &generator), count: .random(in: 0...9000, using: &generator))
            records.append(record)
            spool.append(record)
        }
        #expect(spool.count == count)
        var forwards: [[UInt8]] = []
        spool.forEach { forwards.append($0) }
        #expect(forwards == records)
        var backwards: [[UInt8]] = []
        spool.forEachReversed { backwards.append($0) }
        #expect(backwards == records.reversed())
    }
}
