#pragma once
#include <stdint.h>

/* The instruction sets that the kernels are written for. Every kernel gives the same results on each of them.
 * Those that gain nothing from AVX-512 use AVX2 there. */
enum { FERRY_KERNEL_PORTABLE = 0, FERRY_KERNEL_SSE41 = 1, FERRY_KERNEL_AVX2 = 2, FERRY_KERNEL_AVX512VL = 3 };

static inline int32_t ferry_best_kernel(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
        return __builtin_cpu_supports("avx512vl") ? FERRY_KERNEL_AVX512VL : FERRY_KERNEL_AVX2;
    }
    if (__builtin_cpu_supports("sse4.1")) return FERRY_KERNEL_SSE41;
#endif
    return FERRY_KERNEL_PORTABLE;
}
