#pragma once
/* The scan for two sums at once: that of the block at each start, and that of the block after it. For files that keep so
 * little of a sum that one of them tells nothing (see SumPairs.swift). */
#include "rolling_sums.h"

/* Stands for two sums that follow one another. Where only the upper halves count, as in files of zsync with two bytes a sum, the
 * halves of the two are kept apart. */
static inline uint32_t ferry_pair_key(uint32_t first, uint32_t second) {
    return first * 0x85EBCA77u ^ (second >> 16 | second << 16);
}

/* As ferry_roll_over_portable, for two sums of the block at each start and of the block after it: what is looked for, and
 * noted as the sum of a candidate, is the key of the pair. */
static inline size_t ferry_roll_pairs_over_portable(const uint8_t *bytes, size_t starts, uint32_t block_size,
                                                    const ferry_sum_filter *filter, uint32_t significant,
                                                    ferry_rolling_state *first, ferry_rolling_state *second,
                                                    ferry_candidate *candidates) {
    size_t found = 0;
    ferry_rolling_state s = *first, t = *second;
    for (size_t i = 0; i < starts; i++) {
        s = ferry_roll(FERRY_TWO_SUMS, s, bytes[i], bytes[i + block_size], block_size, 0);
        t = ferry_roll(FERRY_TWO_SUMS, t, bytes[i + block_size], bytes[i + 2 * (size_t)block_size], block_size, 0);
        ferry_candidate candidate = {(uint32_t)i + 1,
                                     ferry_pair_key(ferry_rolling_value(FERRY_TWO_SUMS, s) & significant,
                                                    ferry_rolling_value(FERRY_TWO_SUMS, t) & significant)};
        candidates[found] = candidate;
        found += (size_t)ferry_filter_passes(filter, candidate.sum);
    }
    *first = s;
    *second = t;
    return found;
}

#if defined(__x86_64__)
FERRY_AVX2 static inline size_t ferry_roll_pairs_over_avx2(const uint8_t *bytes, size_t starts, uint32_t block_size,
                                                           const ferry_sum_filter *filter, uint32_t significant,
                                                           ferry_rolling_state *first, ferry_rolling_state *second,
                                                           ferry_candidate *candidates) {
    const __m256i size = _mm256_set1_epi32((int)block_size), mask = _mm256_set1_epi32((int)significant);
    const __m256i factor = _mm256_set1_epi32((int)0x85EBCA77u);
    __m256i a = _mm256_set1_epi32((int)first->a), b = _mm256_set1_epi32((int)first->b);
    __m256i next_a = _mm256_set1_epi32((int)second->a), next_b = _mm256_set1_epi32((int)second->b);
    size_t found = 0;
    for (size_t i = 0; i + 8 <= starts; i += 8) {
        __m256i border = ferry_bytes8(bytes + i + block_size);
        __m256i sums = ferry_two_sums8(ferry_bytes8(bytes + i), border, size, &a, &b);
        __m256i next = ferry_two_sums8(border, ferry_bytes8(bytes + i + 2 * (size_t)block_size), size, &next_a, &next_b);
        next = _mm256_and_si256(next, mask);
        __m256i turned = _mm256_or_si256(_mm256_srli_epi32(next, 16), _mm256_slli_epi32(next, 16));
        __m256i keys = _mm256_xor_si256(_mm256_mullo_epi32(_mm256_and_si256(sums, mask), factor), turned);
        uint32_t passing = ferry_filter8(filter, keys);
        if (__builtin_expect(passing != 0, 0)) found = ferry_note(passing, i + 1, keys, candidates, found);
    }
    first->a = (uint32_t)_mm256_extract_epi32(a, 0);
    first->b = (uint32_t)_mm256_extract_epi32(b, 0);
    second->a = (uint32_t)_mm256_extract_epi32(next_a, 0);
    second->b = (uint32_t)_mm256_extract_epi32(next_b, 0);
    return found;
}
#endif

/* See ferry_roll_pairs_over_portable. Candidates are in increasing order. */
static inline size_t ferry_roll_pairs_over(int32_t level, const uint8_t *bytes, size_t starts, uint32_t block_size,
                                           const ferry_sum_filter *filter, uint32_t significant,
                                           ferry_rolling_state *first, ferry_rolling_state *second,
                                           ferry_candidate *candidates) {
    size_t done = 0, found = 0;
#if defined(__x86_64__)
    if (level >= FERRY_KERNEL_AVX2) {
        done = starts & ~(size_t)7;
        found = ferry_roll_pairs_over_avx2(bytes, done, block_size, filter, significant, first, second, candidates);
    }
#endif
    size_t rest = ferry_roll_pairs_over_portable(bytes + done, starts - done, block_size, filter, significant, first,
                                                 second, candidates + found);
    for (size_t i = found; i < found + rest; i++) candidates[i].distance += (uint32_t)done;
    return found + rest;
}
