#pragma once
/* Finds the windows of eight bytes whose hash is above a threshold, 32 positions at a time.
 *
 *     h(p) = load32le(p) * K1  xor  load32le(p + 4) * K2      mod 2^32
 *
 * Nothing is carried from one position to the next, so the test has no serial dependency: four unaligned loads give
 * eight neighbouring positions each, and one comparison of the greatest of the 32 hashes and one branch decide a whole
 * tile. Measured on Zen 4, random data, 12 hits in 8 KiB: AVX2 11.7 GB/s, SSE4.1 5.4, portable 1.1. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "kernel_level.h"

#define FERRY_WINDOW_K1 0x9E3779B1u
#define FERRY_WINDOW_K2 0x85EBCA77u

/* A tile has 32 positions and reads this many bytes. */
enum { FERRY_TILE_POSITIONS = 32, FERRY_TILE_BYTES = 39 };

static inline uint32_t ferry_window_hash(const void *window) {
    uint32_t low, high;
    memcpy(&low, window, 4);
    memcpy(&high, (const uint8_t *)window + 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    low = __builtin_bswap32(low);
    high = __builtin_bswap32(high);
#endif
    return low * FERRY_WINDOW_K1 ^ high * FERRY_WINDOW_K2;
}

static inline uint32_t ferry_tile_mask(const uint8_t *tile, uint32_t threshold) {
    uint32_t mask = 0;
    for (int i = 0; i < FERRY_TILE_POSITIONS; i++) {
        if (ferry_window_hash(tile + i) > threshold) mask |= 1u << i;
    }
    return mask;
}

static inline size_t ferry_next_tile_portable(const uint8_t *bytes, size_t position, size_t end, uint32_t threshold,
                                              uint32_t *mask) {
    for (; position + FERRY_TILE_BYTES <= end; position += FERRY_TILE_POSITIONS) {
        uint32_t greatest = 0;
        for (int i = 0; i < FERRY_TILE_POSITIONS; i++) {
            uint32_t hash = ferry_window_hash(bytes + position + i);
            greatest = hash > greatest ? hash : greatest;
        }
        if (greatest > threshold) {
            *mask = ferry_tile_mask(bytes + position, threshold);
            return position;
        }
    }
    *mask = 0;
    return position;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static inline __m256i ferry_window_hash8(const uint8_t *p) {
    __m256i low = _mm256_loadu_si256((const __m256i *)p), high = _mm256_loadu_si256((const __m256i *)(p + 4));
    return _mm256_xor_si256(_mm256_mullo_epi32(low, _mm256_set1_epi32((int)FERRY_WINDOW_K1)),
                            _mm256_mullo_epi32(high, _mm256_set1_epi32((int)FERRY_WINDOW_K2)));
}

/* One bit a lane where the unsigned value is at least the bound. */
__attribute__((target("avx2"))) static inline uint32_t ferry_at_least8(__m256i value, __m256i bound) {
    __m256i reached = _mm256_cmpeq_epi32(_mm256_max_epu32(value, bound), value);
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(reached));
}

__attribute__((target("avx2,bmi2"))) static inline size_t ferry_next_tile_avx2(
    const uint8_t *bytes, size_t position, size_t end, uint32_t threshold, uint32_t *mask) {
    const __m256i bound = _mm256_set1_epi32((int)(threshold + 1));
    for (; position + FERRY_TILE_BYTES <= end; position += FERRY_TILE_POSITIONS) {
        const uint8_t *tile = bytes + position;
        /* Lane i of the load at offset k begins at position 4i + k. */
        __m256i a = ferry_window_hash8(tile), b = ferry_window_hash8(tile + 1), c = ferry_window_hash8(tile + 2),
                d = ferry_window_hash8(tile + 3);
        __m256i greatest = _mm256_max_epu32(_mm256_max_epu32(a, b), _mm256_max_epu32(c, d));
        __m256i reached = _mm256_cmpeq_epi32(_mm256_max_epu32(greatest, bound), greatest);
        if (__builtin_expect(!_mm256_testz_si256(reached, reached), 0)) {
            *mask = _pdep_u32(ferry_at_least8(a, bound), 0x11111111u) |
                    _pdep_u32(ferry_at_least8(b, bound), 0x22222222u) |
                    _pdep_u32(ferry_at_least8(c, bound), 0x44444444u) |
                    _pdep_u32(ferry_at_least8(d, bound), 0x88888888u);
            return position;
        }
    }
    *mask = 0;
    return position;
}

__attribute__((target("sse4.1"))) static inline __m128i ferry_window_hash4(const uint8_t *p) {
    __m128i low = _mm_loadu_si128((const __m128i *)p), high = _mm_loadu_si128((const __m128i *)(p + 4));
    return _mm_xor_si128(_mm_mullo_epi32(low, _mm_set1_epi32((int)FERRY_WINDOW_K1)),
                         _mm_mullo_epi32(high, _mm_set1_epi32((int)FERRY_WINDOW_K2)));
}

__attribute__((target("sse4.1"))) static inline __m128i ferry_greatest16(const uint8_t *p) {
    return _mm_max_epu32(_mm_max_epu32(ferry_window_hash4(p), ferry_window_hash4(p + 1)),
                         _mm_max_epu32(ferry_window_hash4(p + 2), ferry_window_hash4(p + 3)));
}

__attribute__((target("sse4.1"))) static inline size_t ferry_next_tile_sse41(
    const uint8_t *bytes, size_t position, size_t end, uint32_t threshold, uint32_t *mask) {
    const __m128i bound = _mm_set1_epi32((int)(threshold + 1));
    for (; position + FERRY_TILE_BYTES <= end; position += FERRY_TILE_POSITIONS) {
        const uint8_t *tile = bytes + position;
        __m128i greatest = _mm_max_epu32(ferry_greatest16(tile), ferry_greatest16(tile + 16));
        __m128i reached = _mm_cmpeq_epi32(_mm_max_epu32(greatest, bound), greatest);
        if (__builtin_expect(!_mm_testz_si128(reached, reached), 0)) {
            *mask = ferry_tile_mask(tile, threshold);
            return position;
        }
    }
    *mask = 0;
    return position;
}
#endif

/* Looks at the tiles at `position`, `position` + 32, ... that lie wholly before `end`. Returns the first one with a
 * hash above the threshold, and in `mask` one bit for each such position in it. Without one, `mask` is 0 and the result
 * is where the first incomplete tile begins. The threshold must be less than 2^32 - 1. */
static inline size_t ferry_next_tile(int32_t level, const uint8_t *bytes, size_t position, size_t end,
                                     uint32_t threshold, uint32_t *mask) {
#if defined(__x86_64__)
    if (level >= FERRY_KERNEL_AVX2) return ferry_next_tile_avx2(bytes, position, end, threshold, mask);
    if (level == FERRY_KERNEL_SSE41) return ferry_next_tile_sse41(bytes, position, end, threshold, mask);
#endif
    return ferry_next_tile_portable(bytes, position, end, threshold, mask);
}
