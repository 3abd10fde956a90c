internal import CKernels

/// The instruction set that the vector kernels use. All give identical results; tests ask for each of them.
public enum Kernel: Int32, CaseIterable, Comparable, Sendable {
    case portable = 0
    case sse41 = 1
    case avx2 = 2
    case avx512vl = 3

    /// The best one that this processor has.
    public static let best = Kernel(rawValue: ferry_best_kernel())!

    public static func < (left: Kernel, right: Kernel) -> Bool { left.rawValue < right.rawValue }
}
