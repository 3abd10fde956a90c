#pragma once
/* MD4 (RFC 1320) of several messages of one length at a time: one in each 32-bit lane. A single message is bound by the latency
 * of its chain (0.9 GB/s on Zen 4). Four lanes, which every processor of ours has, make 3.3 GB/s, eight of AVX2 6.6, and with the
 * rotations and three-way logic of AVX-512 7.7. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "kernel_level.h"

enum { FERRY_MD4_BLOCK = 64, FERRY_MD4_DIGEST = 16 };

typedef uint32_t ferry_md4_x4 __attribute__((vector_size(16)));
typedef uint32_t ferry_md4_x8 __attribute__((vector_size(32)));

#define FERRY_MD4_F(x, y, z) (((y ^ z) & x) ^ z)
#define FERRY_MD4_G(x, y, z) ((x & y) | (z & (x | y)))
#define FERRY_MD4_H(x, y, z) (x ^ y ^ z)
/* The word and the constant first: they are there before b, c and d. */
#define FERRY_MD4_STEP(f, a, b, c, d, k, constant, bits) \
    a += words[k] + constant; \
    a += f(b, c, d); \
    a = a << bits | a >> (32 - bits)
/* Four steps, in which each of the four variables is changed once. */
#define FERRY_MD4_STEPS(f, constant, k0, k1, k2, k3, s0, s1, s2, s3) \
    FERRY_MD4_STEP(f, a, b, c, d, k0, constant, s0); \
    FERRY_MD4_STEP(f, d, a, b, c, k1, constant, s1); \
    FERRY_MD4_STEP(f, c, d, a, b, k2, constant, s2); \
    FERRY_MD4_STEP(f, b, c, d, a, k3, constant, s3)

/* Words 0 to 3 of four messages, by a transposition of 4 x 4; so four times. Lane k of a word is of messages[k]. */
__attribute__((always_inline)) static inline void ferry_md4_load_x4(const uint8_t *const *messages, size_t offset,
                                                                    ferry_md4_x4 *words) {
    for (int group = 0; group < 4; group++) {
        ferry_md4_x4 r[4];
        for (int lane = 0; lane < 4; lane++) memcpy(&r[lane], messages[lane] + offset + 16 * group, 16);
        ferry_md4_x4 low01 = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
        ferry_md4_x4 high01 = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
        ferry_md4_x4 low23 = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
        ferry_md4_x4 high23 = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
        words[4 * group] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
        words[4 * group + 1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
        words[4 * group + 2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
        words[4 * group + 3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
    }
}

#define FERRY_LANES 4
#define FERRY_INLINE __attribute__((always_inline)) static inline
#define FERRY_NAME(name) name##_x4
#include "md4_rounds.h"

#if defined(__x86_64__)
#define FERRY_MD4_AVX2_INLINE __attribute__((target("avx2"), always_inline)) static inline

/* Of two messages words 0, 1, 4 and 5, or 2, 3, 6 and 7: two lanes each. */
FERRY_MD4_AVX2_INLINE ferry_md4_x8 ferry_md4_pair_x8(const uint8_t *const *messages, size_t offset, int half) {
    ferry_md4_x8 a, b;
    memcpy(&a, messages[0] + offset, sizeof a);
    memcpy(&b, messages[1] + offset, sizeof b);
    return half ? __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
                : __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}

/* Of eight messages words 0, 1, 4 and 5, or 2, 3, 6 and 7: half a transposition of 8 x 8. */
FERRY_MD4_AVX2_INLINE void ferry_md4_transpose_x8(const uint8_t *const *messages, size_t offset, int half,
                                                  ferry_md4_x8 *words) {
    const ferry_md4_x8 ab = ferry_md4_pair_x8(messages, offset, half), cd = ferry_md4_pair_x8(messages + 2, offset, half);
    const ferry_md4_x8 ef = ferry_md4_pair_x8(messages + 4, offset, half), gh = ferry_md4_pair_x8(messages + 6, offset, half);
    const ferry_md4_x8 even_abcd = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13);
    const ferry_md4_x8 odd_abcd = __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
    const ferry_md4_x8 even_efgh = __builtin_shufflevector(ef, gh, 0, 1, 8, 9, 4, 5, 12, 13);
    const ferry_md4_x8 odd_efgh = __builtin_shufflevector(ef, gh, 2, 3, 10, 11, 6, 7, 14, 15);
    words[2 * half] = __builtin_shufflevector(even_abcd, even_efgh, 0, 1, 2, 3, 8, 9, 10, 11);
    words[2 * half + 1] = __builtin_shufflevector(odd_abcd, odd_efgh, 0, 1, 2, 3, 8, 9, 10, 11);
    words[2 * half + 4] = __builtin_shufflevector(even_abcd, even_efgh, 4, 5, 6, 7, 12, 13, 14, 15);
    words[2 * half + 5] = __builtin_shufflevector(odd_abcd, odd_efgh, 4, 5, 6, 7, 12, 13, 14, 15);
}

FERRY_MD4_AVX2_INLINE void ferry_md4_load_x8(const uint8_t *const *messages, size_t offset, ferry_md4_x8 *words) {
    ferry_md4_transpose_x8(messages, offset, 0, words);
    ferry_md4_transpose_x8(messages, offset, 1, words);
    ferry_md4_transpose_x8(messages, offset + 32, 0, words + 8);
    ferry_md4_transpose_x8(messages, offset + 32, 1, words + 8);
}

#define FERRY_LANES 8
#define FERRY_INLINE FERRY_MD4_AVX2_INLINE
#define FERRY_NAME(name) name##_x8
#include "md4_rounds.h"

__attribute__((target("avx2"))) static inline void ferry_md4_avx2(const uint8_t *messages, size_t length,
                                                                  uint8_t *digests) {
    ferry_md4_digests_x8(messages, length, digests);
}

__attribute__((target("avx2,avx512f,avx512vl"))) static inline void ferry_md4_avx512vl(const uint8_t *messages,
                                                                                       size_t length, uint8_t *digests) {
    ferry_md4_digests_x8(messages, length, digests);
}
#endif

#undef FERRY_MD4_F
#undef FERRY_MD4_G
#undef FERRY_MD4_H
#undef FERRY_MD4_STEP
#undef FERRY_MD4_STEPS

/* How many messages are hashed at a time. */
static inline int32_t ferry_md4_lanes(int32_t level) { return level >= FERRY_KERNEL_AVX2 ? 8 : 4; }

/* The digests of as many neighbouring messages of `length` bytes as there are lanes, one after another. */
static inline void ferry_md4_digests(int32_t level, const uint8_t *messages, size_t length, uint8_t *digests) {
#if defined(__x86_64__)
    if (level >= FERRY_KERNEL_AVX512VL) return ferry_md4_avx512vl(messages, length, digests);
    if (level >= FERRY_KERNEL_AVX2) return ferry_md4_avx2(messages, length, digests);
#endif
    (void)level;
    ferry_md4_digests_x4(messages, length, digests);
}
