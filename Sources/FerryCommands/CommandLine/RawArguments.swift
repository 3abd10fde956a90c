internal import Glibc

extension CommandLine {
    /// The arguments as bytes: file names need not be UTF-8.
    public static var rawArguments: [[UInt8]] {
        (0..<Int(argc)).map { index in
            guard let word = unsafeArgv[index] else { return [] }
            return Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
        }
    }
}
