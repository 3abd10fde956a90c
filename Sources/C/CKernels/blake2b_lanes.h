#pragma once
/* BLAKE2b (RFC 7693), unkeyed, of four messages of one length at a time: one in each 64-bit lane. A single message is
 * bound by the latency of its chain (1 GB/s); four independent ones fill the execution units (3 GB/s on Zen 4). */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "kernel_level.h"

enum { FERRY_BLAKE2B_LANES = 4, FERRY_BLAKE2B_BLOCK = 128 };

#if defined(__x86_64__)
#include <immintrin.h>

/* Inlined into each of the two functions at the end, which are compiled for different processors. */
#define FERRY_LANES_AVX2 __attribute__((target("avx2"), always_inline))

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

/* Word k of the four messages into words[k], by four transpositions of 4 x 4. */
FERRY_LANES_AVX2 static inline void ferry_blake2b_load(const uint8_t *const *messages, size_t offset, __m256i *words) {
    for (int group = 0; group < 4; group++) {
        __m256i r[4];
        for (int lane = 0; lane < 4; lane++) {
            r[lane] = _mm256_loadu_si256((const __m256i *)(messages[lane] + offset + 32 * group));
        }
        __m256i low01 = _mm256_unpacklo_epi64(r[0], r[1]), high01 = _mm256_unpackhi_epi64(r[0], r[1]);
        __m256i low23 = _mm256_unpacklo_epi64(r[2], r[3]), high23 = _mm256_unpackhi_epi64(r[2], r[3]);
        words[4 * group] = _mm256_permute2x128_si256(low01, low23, 0x20);
        words[4 * group + 1] = _mm256_permute2x128_si256(high01, high23, 0x20);
        words[4 * group + 2] = _mm256_permute2x128_si256(low01, low23, 0x31);
        words[4 * group + 3] = _mm256_permute2x128_si256(high01, high23, 0x31);
    }
}

/* Right by `bits`. Without a rotate instruction three of the four distances are a shuffle of bytes; with one, the compiler
 * makes it of the two shifts. */
FERRY_LANES_AVX2 static inline __m256i ferry_blake2b_rotate(__m256i v, int bits, int has_rotate) {
    const __m256i by3 = _mm256_setr_epi8(3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10, 3, 4, 5, 6, 7, 0, 1, 2, 11,
                                         12, 13, 14, 15, 8, 9, 10);
    const __m256i by2 = _mm256_setr_epi8(2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9, 2, 3, 4, 5, 6, 7, 0, 1, 10,
                                         11, 12, 13, 14, 15, 8, 9);
    if (has_rotate) return _mm256_or_si256(_mm256_srli_epi64(v, bits), _mm256_slli_epi64(v, 64 - bits));
    switch (bits) {
    case 32: return _mm256_shuffle_epi32(v, 0xB1);
    case 24: return _mm256_shuffle_epi8(v, by3);
    case 16: return _mm256_shuffle_epi8(v, by2);
    default: return _mm256_or_si256(_mm256_srli_epi64(v, 63), _mm256_add_epi64(v, v));
    }
}

/* The function G of section 3.1. */
FERRY_LANES_AVX2 static inline void ferry_blake2b_mix(__m256i *v, int a, int b, int c, int d, __m256i x, __m256i y,
                                                      int has_rotate) {
    v[a] = _mm256_add_epi64(_mm256_add_epi64(v[a], v[b]), x);
    v[d] = ferry_blake2b_rotate(_mm256_xor_si256(v[d], v[a]), 32, has_rotate);
    v[c] = _mm256_add_epi64(v[c], v[d]);
    v[b] = ferry_blake2b_rotate(_mm256_xor_si256(v[b], v[c]), 24, has_rotate);
    v[a] = _mm256_add_epi64(_mm256_add_epi64(v[a], v[b]), y);
    v[d] = ferry_blake2b_rotate(_mm256_xor_si256(v[d], v[a]), 16, has_rotate);
    v[c] = _mm256_add_epi64(v[c], v[d]);
    v[b] = ferry_blake2b_rotate(_mm256_xor_si256(v[b], v[c]), 63, has_rotate);
}

FERRY_LANES_AVX2 static inline void ferry_blake2b_compress(__m256i *chain, const __m256i *words, uint64_t length,
                                                           int is_last, int has_rotate) {
    __m256i v[16];
    for (int i = 0; i < 8; i++) {
        v[i] = chain[i];
        v[i + 8] = _mm256_set1_epi64x((long long)ferry_blake2b_iv[i]);
    }
    v[12] = _mm256_xor_si256(v[12], _mm256_set1_epi64x((long long)length));
    if (is_last) v[14] = _mm256_xor_si256(v[14], _mm256_set1_epi64x(-1));
#pragma clang loop unroll(full)
    for (int round = 0; round < 12; round++) {
        const uint8_t *s = ferry_blake2b_sigma[round % 10];
        ferry_blake2b_mix(v, 0, 4, 8, 12, words[s[0]], words[s[1]], has_rotate);
        ferry_blake2b_mix(v, 1, 5, 9, 13, words[s[2]], words[s[3]], has_rotate);
        ferry_blake2b_mix(v, 2, 6, 10, 14, words[s[4]], words[s[5]], has_rotate);
        ferry_blake2b_mix(v, 3, 7, 11, 15, words[s[6]], words[s[7]], has_rotate);
        ferry_blake2b_mix(v, 0, 5, 10, 15, words[s[8]], words[s[9]], has_rotate);
        ferry_blake2b_mix(v, 1, 6, 11, 12, words[s[10]], words[s[11]], has_rotate);
        ferry_blake2b_mix(v, 2, 7, 8, 13, words[s[12]], words[s[13]], has_rotate);
        ferry_blake2b_mix(v, 3, 4, 9, 14, words[s[14]], words[s[15]], has_rotate);
    }
    for (int i = 0; i < 8; i++) chain[i] = _mm256_xor_si256(chain[i], _mm256_xor_si256(v[i], v[i + 8]));
}

/* The digests of four messages of `length` bytes, each of `digest_length` bytes (at most 32), one after another. */
FERRY_LANES_AVX2 static inline void ferry_blake2b_4_lanes(const uint8_t *const *messages, size_t length,
                                                          size_t digest_length, uint8_t *digests, int has_rotate) {
    __m256i chain[8], words[16];
    for (int i = 0; i < 8; i++) chain[i] = _mm256_set1_epi64x((long long)ferry_blake2b_iv[i]);
    chain[0] = _mm256_xor_si256(chain[0], _mm256_set1_epi64x((long long)(0x01010000 ^ digest_length)));
    size_t done = 0;
    for (; length - done > FERRY_BLAKE2B_BLOCK; done += FERRY_BLAKE2B_BLOCK) {
        ferry_blake2b_load(messages, done, words);
        ferry_blake2b_compress(chain, words, done + FERRY_BLAKE2B_BLOCK, 0, has_rotate);
    }
    uint8_t last[FERRY_BLAKE2B_LANES][FERRY_BLAKE2B_BLOCK];
    const uint8_t *padded[FERRY_BLAKE2B_LANES];
    memset(last, 0, sizeof last);
    for (int lane = 0; lane < FERRY_BLAKE2B_LANES; lane++) {
        memcpy(last[lane], messages[lane] + done, length - done);
        padded[lane] = last[lane];
    }
    ferry_blake2b_load(padded, 0, words);
    ferry_blake2b_compress(chain, words, length, 1, has_rotate);
    for (int lane = 0; lane < FERRY_BLAKE2B_LANES; lane++) {
        uint64_t digest[4];
        for (int i = 0; i < 4; i++) memcpy(&digest[i], (const uint8_t *)&chain[i] + 8 * lane, 8);
        memcpy(digests + (size_t)lane * digest_length, digest, digest_length);
    }
}

__attribute__((target("avx2"))) static inline void ferry_blake2b_4_avx2(const uint8_t *const *messages, size_t length,
                                                                        size_t digest_length, uint8_t *digests) {
    ferry_blake2b_4_lanes(messages, length, digest_length, digests, 0);
}

/* Twice as many registers, and rotations in one instruction. */
__attribute__((target("avx2,avx512f,avx512vl"))) static inline void ferry_blake2b_4_avx512vl(
    const uint8_t *const *messages, size_t length, size_t digest_length, uint8_t *digests) {
    ferry_blake2b_4_lanes(messages, length, digest_length, digests, 1);
}
#endif

/* Whether four messages at a time are worth it here; without it, hash them one by one. */
static inline int ferry_blake2b_has_lanes(int32_t level) { return level >= FERRY_KERNEL_AVX2; }

static inline void ferry_blake2b_4(int32_t level, const uint8_t *const *messages, size_t length,
                                   size_t digest_length, uint8_t *digests) {
#if defined(__x86_64__)
    if (level >= FERRY_KERNEL_AVX512VL) {
        ferry_blake2b_4_avx512vl(messages, length, digest_length, digests);
    } else {
        ferry_blake2b_4_avx2(messages, length, digest_length, digests);
    }
#else
    (void)level, (void)messages, (void)length, (void)digest_length, (void)digests;
    __builtin_trap();
#endif
}
