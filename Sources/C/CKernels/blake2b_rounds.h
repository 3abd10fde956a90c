/* What blake2b_lanes.h does in the same way at both widths; included once for each of them. Defined before: FERRY_LANES,
 * FERRY_INLINE, FERRY_NAME, and the vector's type, load and rotation under that name. */

/* Half of the function G of section 3.1 on four columns or diagonals, which begin at v[0] to v[3]; step by step through all four,
 * which do not wait for one another. Written out: not every compiler unrolls loops before it assigns registers. */
#define FERRY_HALF(b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, word, d_bits, b_bits) \
    v[0] += FERRY_WORD(word), v[1] += FERRY_WORD(word + 2), v[2] += FERRY_WORD(word + 4), v[3] += FERRY_WORD(word + 6); \
    v[0] += v[b0], v[1] += v[b1], v[2] += v[b2], v[3] += v[b3]; \
    v[d0] ^= v[0], v[d1] ^= v[1], v[d2] ^= v[2], v[d3] ^= v[3]; \
    v[d0] = FERRY_ROTATE(v[d0], d_bits), v[d1] = FERRY_ROTATE(v[d1], d_bits); \
    v[d2] = FERRY_ROTATE(v[d2], d_bits), v[d3] = FERRY_ROTATE(v[d3], d_bits); \
    v[c0] += v[d0], v[c1] += v[d1], v[c2] += v[d2], v[c3] += v[d3]; \
    v[b0] ^= v[c0], v[b1] ^= v[c1], v[b2] ^= v[c2], v[b3] ^= v[c3]; \
    v[b0] = FERRY_ROTATE(v[b0], b_bits), v[b1] = FERRY_ROTATE(v[b1], b_bits); \
    v[b2] = FERRY_ROTATE(v[b2], b_bits), v[b3] = FERRY_ROTATE(v[b3], b_bits)
#define FERRY_COLUMNS(word, d_bits, b_bits) \
    FERRY_HALF(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, word, d_bits, b_bits)
#define FERRY_DIAGONALS(word, d_bits, b_bits) \
    FERRY_HALF(5, 6, 7, 4, 10, 11, 8, 9, 15, 12, 13, 14, word, d_bits, b_bits)
#define FERRY_WORD(number) words[order[number]]
#define FERRY_ROTATE(v, bits) FERRY_NAME(ferry_blake2b_rotate)(v, bits)

/* `length`: of the messages up to the end of these words. */
FERRY_INLINE void FERRY_NAME(ferry_blake2b_compress)(FERRY_NAME(ferry_blake2b) *chain,
                                                     const FERRY_NAME(ferry_blake2b) *words, uint64_t length,
                                                     int is_last) {
    const FERRY_NAME(ferry_blake2b) zero = {0};
    FERRY_NAME(ferry_blake2b) v[16];
    for (int i = 0; i < 8; i++) {
        v[i] = chain[i];
        v[i + 8] = zero + ferry_blake2b_iv[i];
    }
    v[12] ^= zero + length;
    if (is_last) v[14] = ~v[14];
#pragma clang loop unroll(full)
    for (int round = 0; round < 12; round++) {
        const uint8_t *order = ferry_blake2b_sigma[round % 10];
        FERRY_COLUMNS(0, 32, 24);
        FERRY_COLUMNS(1, 16, 63);
        FERRY_DIAGONALS(8, 32, 24);
        FERRY_DIAGONALS(9, 16, 63);
    }
    for (int i = 0; i < 8; i++) chain[i] ^= v[i] ^ v[i + 8];
}

/* The digests of neighbouring messages of `length` bytes, one a lane. */
FERRY_INLINE void FERRY_NAME(ferry_blake2b_digests)(const uint8_t *bytes, size_t length, size_t digest_length,
                                                    uint8_t *digests) {
    const FERRY_NAME(ferry_blake2b) zero = {0};
    FERRY_NAME(ferry_blake2b) chain[8], words[16];
    const uint8_t *messages[FERRY_LANES];
    for (int lane = 0; lane < FERRY_LANES; lane++) messages[lane] = bytes + (size_t)lane * length;
    for (int i = 0; i < 8; i++) chain[i] = zero + ferry_blake2b_iv[i];
    chain[0] ^= zero + (0x01010000 ^ digest_length);
    size_t done = 0;
    for (; length - done > FERRY_BLAKE2B_BLOCK; done += FERRY_BLAKE2B_BLOCK) {
        FERRY_NAME(ferry_blake2b_load)(messages, done, words);
        FERRY_NAME(ferry_blake2b_compress)(chain, words, done + FERRY_BLAKE2B_BLOCK, 0);
    }
    uint8_t last[FERRY_LANES][FERRY_BLAKE2B_BLOCK];
    memset(last, 0, sizeof last);
    for (int lane = 0; lane < FERRY_LANES; lane++) {
        memcpy(last[lane], messages[lane] + done, length - done);
        messages[lane] = last[lane];
    }
    FERRY_NAME(ferry_blake2b_load)(messages, 0, words);
    FERRY_NAME(ferry_blake2b_compress)(chain, words, length, 1);
    for (int lane = 0; lane < FERRY_LANES; lane++) {
        uint64_t digest[4];
        for (int i = 0; i < 4; i++) digest[i] = chain[i][lane];
        memcpy(digests + (size_t)lane * digest_length, digest, digest_length);
    }
}

#undef FERRY_LANES
#undef FERRY_INLINE
#undef FERRY_NAME
#undef FERRY_HALF
#undef FERRY_COLUMNS
#undef FERRY_DIAGONALS
#undef FERRY_WORD
#undef FERRY_ROTATE
