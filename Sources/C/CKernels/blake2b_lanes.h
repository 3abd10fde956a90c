#pragma once
/* BLAKE2b (RFC 7693), unkeyed, of several messages of one length at a time: one in each 64-bit lane. A single message is bound
 * by the latency of its chain (1 GB/s); independent ones fill the execution units. On Zen 4 four lanes of AVX2 make 2.6 GB/s,
 * eight of AVX-512 with its rotations and twice as many registers 4.3. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "kernel_level.h"

enum { FERRY_BLAKE2B_BLOCK = 128, FERRY_MOST_LANES = 8 };

#if defined(__x86_64__)
static const uint64_t ferry_blake2b_iv[8] = {
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
};

static const uint8_t ferry_blake2b_sigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

#define FERRY_AVX2_INLINE __attribute__((target("avx2"), always_inline)) static inline
#define FERRY_AVX512_INLINE __attribute__((target("avx2,avx512f"), always_inline)) static inline

/* Lane k of a vector is of messages[k]. */
typedef uint64_t ferry_blake2b_x4 __attribute__((vector_size(32)));
typedef uint64_t ferry_blake2b_x8 __attribute__((vector_size(64)));
typedef uint8_t ferry_bytes_x32 __attribute__((vector_size(32)));

FERRY_AVX2_INLINE ferry_blake2b_x4 ferry_blake2b_vector_x4(const uint8_t *bytes) {
    ferry_blake2b_x4 vector;
    memcpy(&vector, bytes, sizeof vector);
    return vector;
}

/* Four words of four messages, by a transposition of 4 x 4. */
FERRY_AVX2_INLINE void ferry_blake2b_transpose_x4(const uint8_t *const *messages, size_t offset, ferry_blake2b_x4 *words) {
    const ferry_blake2b_x4 a = ferry_blake2b_vector_x4(messages[0] + offset);
    const ferry_blake2b_x4 b = ferry_blake2b_vector_x4(messages[1] + offset);
    const ferry_blake2b_x4 c = ferry_blake2b_vector_x4(messages[2] + offset);
    const ferry_blake2b_x4 d = ferry_blake2b_vector_x4(messages[3] + offset);
    const ferry_blake2b_x4 even_ab = __builtin_shufflevector(a, b, 0, 4, 2, 6), odd_ab = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const ferry_blake2b_x4 even_cd = __builtin_shufflevector(c, d, 0, 4, 2, 6), odd_cd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    words[0] = __builtin_shufflevector(even_ab, even_cd, 0, 1, 4, 5);
    words[1] = __builtin_shufflevector(odd_ab, odd_cd, 0, 1, 4, 5);
    words[2] = __builtin_shufflevector(even_ab, even_cd, 2, 3, 6, 7);
    words[3] = __builtin_shufflevector(odd_ab, odd_cd, 2, 3, 6, 7);
}

/* The sixteen words of a block of each message. */
FERRY_AVX2_INLINE void ferry_blake2b_load_x4(const uint8_t *const *messages, size_t offset, ferry_blake2b_x4 *words) {
    ferry_blake2b_transpose_x4(messages, offset, words);
    ferry_blake2b_transpose_x4(messages, offset + 32, words + 4);
    ferry_blake2b_transpose_x4(messages, offset + 64, words + 8);
    ferry_blake2b_transpose_x4(messages, offset + 96, words + 12);
}

/* Words 0, 2, 4 and 6 of two messages, or 1, 3, 5 and 7: two lanes each. */
FERRY_AVX512_INLINE ferry_blake2b_x8 ferry_blake2b_pair_x8(const uint8_t *const *messages, size_t offset, int odd) {
    ferry_blake2b_x8 a, b;
    memcpy(&a, messages[0] + offset, sizeof a);
    memcpy(&b, messages[1] + offset, sizeof b);
    return odd ? __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
               : __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
}

/* Four words of eight messages, every other one: half a transposition of 8 x 8. */
FERRY_AVX512_INLINE void ferry_blake2b_transpose_x8(const uint8_t *const *messages, size_t offset, int odd,
                                                    ferry_blake2b_x8 *words) {
    const ferry_blake2b_x8 ab = ferry_blake2b_pair_x8(messages, offset, odd);
    const ferry_blake2b_x8 cd = ferry_blake2b_pair_x8(messages + 2, offset, odd);
    const ferry_blake2b_x8 ef = ferry_blake2b_pair_x8(messages + 4, offset, odd);
    const ferry_blake2b_x8 gh = ferry_blake2b_pair_x8(messages + 6, offset, odd);
    const ferry_blake2b_x8 low_abcd = __builtin_shufflevector(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11);
    const ferry_blake2b_x8 high_abcd = __builtin_shufflevector(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15);
    const ferry_blake2b_x8 low_efgh = __builtin_shufflevector(ef, gh, 0, 1, 2, 3, 8, 9, 10, 11);
    const ferry_blake2b_x8 high_efgh = __builtin_shufflevector(ef, gh, 4, 5, 6, 7, 12, 13, 14, 15);
    words[odd] = __builtin_shufflevector(low_abcd, low_efgh, 0, 1, 4, 5, 8, 9, 12, 13);
    words[odd + 2] = __builtin_shufflevector(low_abcd, low_efgh, 2, 3, 6, 7, 10, 11, 14, 15);
    words[odd + 4] = __builtin_shufflevector(high_abcd, high_efgh, 0, 1, 4, 5, 8, 9, 12, 13);
    words[odd + 6] = __builtin_shufflevector(high_abcd, high_efgh, 2, 3, 6, 7, 10, 11, 14, 15);
}

FERRY_AVX512_INLINE void ferry_blake2b_load_x8(const uint8_t *const *messages, size_t offset, ferry_blake2b_x8 *words) {
    ferry_blake2b_transpose_x8(messages, offset, 0, words);
    ferry_blake2b_transpose_x8(messages, offset, 1, words);
    ferry_blake2b_transpose_x8(messages, offset + 64, 0, words + 8);
    ferry_blake2b_transpose_x8(messages, offset + 64, 1, words + 8);
}

#define FERRY_ROTATED_BYTES(v, a, b, c, d, e, f, g, h) \
    __builtin_shufflevector(v, v, a, b, c, d, e, f, g, h, a + 8, b + 8, c + 8, d + 8, e + 8, f + 8, g + 8, h + 8, \
                            a + 16, b + 16, c + 16, d + 16, e + 16, f + 16, g + 16, h + 16, a + 24, b + 24, c + 24, \
                            d + 24, e + 24, f + 24, g + 24, h + 24)

/* To the right. Without a rotate instruction, 32, 24 and 16 bits are a shuffle of bytes. */
FERRY_AVX2_INLINE ferry_blake2b_x4 ferry_blake2b_rotate_x4(ferry_blake2b_x4 v, int bits) {
    const ferry_bytes_x32 bytes = (ferry_bytes_x32)v;
    switch (bits) {
    case 32: return (ferry_blake2b_x4)FERRY_ROTATED_BYTES(bytes, 4, 5, 6, 7, 0, 1, 2, 3);
    case 24: return (ferry_blake2b_x4)FERRY_ROTATED_BYTES(bytes, 3, 4, 5, 6, 7, 0, 1, 2);
    case 16: return (ferry_blake2b_x4)FERRY_ROTATED_BYTES(bytes, 2, 3, 4, 5, 6, 7, 0, 1);
    default: return v >> bits | v << (64 - bits);
    }
}

FERRY_AVX512_INLINE ferry_blake2b_x8 ferry_blake2b_rotate_x8(ferry_blake2b_x8 v, int bits) {
    return v >> bits | v << (64 - bits);
}

#define FERRY_LANES 4
#define FERRY_INLINE FERRY_AVX2_INLINE
#define FERRY_NAME(name) name##_x4
#include "blake2b_rounds.h"

#define FERRY_LANES 8
#define FERRY_INLINE FERRY_AVX512_INLINE
#define FERRY_NAME(name) name##_x8
#include "blake2b_rounds.h"

__attribute__((target("avx2"))) static inline void ferry_blake2b_avx2(const uint8_t *messages, size_t length,
                                                                      size_t digest_length, uint8_t *digests) {
    ferry_blake2b_digests_x4(messages, length, digest_length, digests);
}

__attribute__((target("avx2,avx512f"))) static inline void ferry_blake2b_avx512(const uint8_t *messages, size_t length,
                                                                                size_t digest_length, uint8_t *digests) {
    ferry_blake2b_digests_x8(messages, length, digest_length, digests);
}
#endif

/* How many messages the kernel hashes at a time; where it is 1 there is none, and they are to be hashed one by one. */
static inline int32_t ferry_blake2b_lanes(int32_t level) {
    return level >= FERRY_KERNEL_AVX512VL ? 8 : level >= FERRY_KERNEL_AVX2 ? 4 : 1;
}

/* The digests of as many neighbouring messages of `length` bytes as there are lanes, each of `digest_length` bytes (at most
 * 32), one after another. */
static inline void ferry_blake2b_digests(int32_t level, const uint8_t *messages, size_t length, size_t digest_length,
                                 uint8_t *digests) {
#if defined(__x86_64__)
    if (level >= FERRY_KERNEL_AVX512VL) {
        ferry_blake2b_avx512(messages, length, digest_length, digests);
    } else {
        ferry_blake2b_avx2(messages, length, digest_length, digests);
    }
#else
    (void)level, (void)messages, (void)length, (void)digest_length, (void)digests;
    __builtin_trap();
#endif
}
