import Harness
import Testing

@testable import CurlEndpoints

/// `ferry` on buckets of any number of keys.
@Suite struct ListingMemoryTests {
    /// What a bucket of keys `k000000000` and so on answers to a listing. Its pages are made as they are asked for.
    private struct Keys {
        let count: Int

        private static let length = 9

        static func name(_ number: Int) -> [UInt8] {
            var name = [UInt8](repeating: UInt8(ascii: "0"), count: length + 1)
            name[0] = UInt8(ascii: "k")
            var rest = number
            for index in stride(from: length, to: 0, by: -1) where rest > 0 {
                name[index] += UInt8(rest % 10)
                rest /= 10
            }
            return name
        }

        /// The number of the first key behind another one.
        private func first(behind start: [UInt8]) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if start.lexicographicallyPrecedes(Self.name(middle)) { high = middle } else { low = middle + 1 }
            }
            return low
        }

        func page(_ request: LoopbackConnection.Request) -> StubStore.Answer {
            let start = request[query: "continuation-token"] ?? request[query: "start-after"]
            let first = start.map { self.first(behind: Array($0.utf8)) } ?? 0
            let end = min(count, first + (request[query: "max-keys"].flatMap { Int($0) } ?? 1000))
            var body = Array("<ListBucketResult><IsTruncated>\(end < count)</IsTruncated>".utf8)
            let (before, behind) = (
                Array("<Contents><Key>".utf8),
                Array("</Key><Size>1</Size><ETag>0123456789abcdef0123456789abcdef</ETag></Contents>".utf8)
            )
            for number in first..<end { body += before + Self.name(number) + behind }
            if end < count {
                let last = String(decoding: Self.name(end - 1), as: UTF8.self)
                body += Array("<NextContinuationToken>\(last)</NextContinuationToken>".utf8)
            }
            return .init(bytes: body + Array("</ListBucketResult>".utf8))
        }
    }

    /// The most memory that a command takes on so many keys, in KiB, and the lines that it prints.
    private func measure(_ count: Int, _ words: [String]) -> (memory: Int, lines: Int) {
        let keys = Keys(count: count)
        let store = StubStore(keys.page)
        // The child must have ended before it is counted.
        let script = """
            import resource, subprocess, sys
            child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
            lines = sum(1 for _ in child.stdout)
            status = child.wait()
            print(-1 if status else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, lines)
            """
        let run = Program("python3").run(
            ["-c", script, Program.ferry.path] + words, environment: store.environment)
        let numbers = run.outputText.split(separator: " ").compactMap { Int($0.filter { !$0.isWhitespace }) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (-1, 0)
    }

    @Test(arguments: [
        ["list", "-r", "s3://bucket"], ["sync", "-n", "-i", "--no-state", "s3://bucket/", "/tmp/no-such"],
    ])
    func memoryDoesNotGrowWithTheKeys(words: [String]) {
        let some = measure(60_000, words)
        let many = measure(400_000, words)
        #expect(some.memory > 0 && some.lines >= 60_000, "\(some)")
        #expect(many.lines >= 400_000 && many.memory < some.memory + 14 << 10, "\(some) \(many)")
    }
}
