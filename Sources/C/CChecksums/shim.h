#pragma once
#include "byte_count.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Folding of reflected CRCs with carry-less multiplication (Gopal et al., "Fast CRC Computation for Generic Polynomials
 * Using PCLMULQDQ Instruction", Intel, 2009). In a register of n reflected bits, bit i stands for x^(n-1-i); a product
 * of two 64-bit registers, read as 128 bits, is x times too large, so a factor for x^n holds x^(n-1). */

static inline int ferry_has_carryless_multiplication(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
#else
    return 0;
#endif
}

static inline int ferry_has_crc32c_instruction(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("sse4.2");
#else
    return 0;
#endif
}

#if defined(__x86_64__)
__attribute__((target("pclmul,sse4.1"))) static inline __m128i ferry_crc_fold(__m128i sum, __m128i factors) {
    return _mm_xor_si128(_mm_clmulepi64_si128(sum, factors, 0x00), _mm_clmulepi64_si128(sum, factors, 0x11));
}

__attribute__((target("pclmul,sse4.1"))) static inline void ferry_crc_fold_x86(
    const uint8_t *bytes, size_t length, uint64_t state, const uint64_t factors[4], uint8_t rest[16]) {
    const __m128i *block = (const __m128i *)bytes;
    __m128i far = _mm_loadu_si128((const __m128i *)factors), near = _mm_loadu_si128((const __m128i *)(factors + 2));
    __m128i a = _mm_xor_si128(_mm_loadu_si128(block), _mm_set_epi64x(0, (long long)state));
    __m128i b = _mm_loadu_si128(block + 1), c = _mm_loadu_si128(block + 2), d = _mm_loadu_si128(block + 3);
    /* Four sums hide the latency of the multiplication. */
    for (block += 4, length -= 64; length >= 64; block += 4, length -= 64) {
        a = _mm_xor_si128(ferry_crc_fold(a, far), _mm_loadu_si128(block));
        b = _mm_xor_si128(ferry_crc_fold(b, far), _mm_loadu_si128(block + 1));
        c = _mm_xor_si128(ferry_crc_fold(c, far), _mm_loadu_si128(block + 2));
        d = _mm_xor_si128(ferry_crc_fold(d, far), _mm_loadu_si128(block + 3));
    }
    b = _mm_xor_si128(ferry_crc_fold(a, near), b);
    c = _mm_xor_si128(ferry_crc_fold(b, near), c);
    d = _mm_xor_si128(ferry_crc_fold(c, near), d);
    _mm_storeu_si128((__m128i *)rest, d);
}

__attribute__((target("sse4.2"))) static inline uint32_t ferry_crc32c_x86(
    uint32_t state, const uint8_t *bytes, size_t length) {
    uint64_t sum = state;
    for (; length >= 8; bytes += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        sum = _mm_crc32_u64(sum, word);
    }
    for (; length > 0; bytes++, length--) sum = _mm_crc32_u8((uint32_t)sum, *bytes);
    return (uint32_t)sum;
}
#endif

/* Reduces `length` bytes, a multiple of 64 and at least 64, to 16 that have the same CRC when it starts from zero.
 * `factors`: x^(512+63), x^511, x^(128+63), x^127 modulo the polynomial. Only where the instructions exist. */
static inline void ferry_crc_reduce(
    const void *bytes, size_t length, uint64_t state, const uint64_t factors[4], void *rest) {
#if defined(__x86_64__)
    ferry_crc_fold_x86((const uint8_t *)bytes, length, state, factors, (uint8_t *)rest);
#endif
}

/* The state of CRC-32C after more bytes, by the instruction that computes it. Only where it exists. */
static inline uint32_t ferry_crc32c(uint32_t state, const void *bytes, size_t length) {
#if defined(__x86_64__)
    return ferry_crc32c_x86(state, (const uint8_t *)bytes, length);
#else
    return state;
#endif
}
