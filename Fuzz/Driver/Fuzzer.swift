internal import Glibc

/// libFuzzer, as a function: the targets are ordinary programs whose main file calls it.
package enum Fuzzer {
    fileprivate nonisolated(unsafe) static var property: ((UnsafeBufferPointer<UInt8>) -> Bool)?

    /// Hands input after input to the property, as the program's arguments say (libFuzzer's own). A property fails by
    /// trapping; false means that the input is of no use and is not kept.
    package static func run(_ property: @escaping (UnsafeBufferPointer<UInt8>) -> Bool) -> Never {
        self.property = property
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, testOneInput))
    }
}

/// The entry point that libFuzzer's own main function would call; it is linked whether used or not.
@_cdecl("LLVMFuzzerTestOneInput")
package func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Fuzzer.property?(UnsafeBufferPointer(start: start, count: count)) == true ? 0 : -1
}

/// `LLVMFuzzerRunDriver` of libFuzzer (compiler-rt, FuzzerInterface.h).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ property: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
