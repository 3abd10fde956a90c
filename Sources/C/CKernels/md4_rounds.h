/* What md4_lanes.h does in the same way at both widths; included once for each of them. Defined before: FERRY_LANES,
 * FERRY_INLINE, FERRY_NAME, the steps, and the vector's type and load under that name. */

FERRY_INLINE void FERRY_NAME(ferry_md4_compress)(FERRY_NAME(ferry_md4) *chain, const FERRY_NAME(ferry_md4) *words) {
    FERRY_NAME(ferry_md4) a = chain[0], b = chain[1], c = chain[2], d = chain[3];
    FERRY_MD4_STEPS(FERRY_MD4_F, 0, 0, 1, 2, 3, 3, 7, 11, 19);
    FERRY_MD4_STEPS(FERRY_MD4_F, 0, 4, 5, 6, 7, 3, 7, 11, 19);
    FERRY_MD4_STEPS(FERRY_MD4_F, 0, 8, 9, 10, 11, 3, 7, 11, 19);
    FERRY_MD4_STEPS(FERRY_MD4_F, 0, 12, 13, 14, 15, 3, 7, 11, 19);
    FERRY_MD4_STEPS(FERRY_MD4_G, 0x5A827999, 0, 4, 8, 12, 3, 5, 9, 13);
    FERRY_MD4_STEPS(FERRY_MD4_G, 0x5A827999, 1, 5, 9, 13, 3, 5, 9, 13);
    FERRY_MD4_STEPS(FERRY_MD4_G, 0x5A827999, 2, 6, 10, 14, 3, 5, 9, 13);
    FERRY_MD4_STEPS(FERRY_MD4_G, 0x5A827999, 3, 7, 11, 15, 3, 5, 9, 13);
    FERRY_MD4_STEPS(FERRY_MD4_H, 0x6ED9EBA1, 0, 8, 4, 12, 3, 9, 11, 15);
    FERRY_MD4_STEPS(FERRY_MD4_H, 0x6ED9EBA1, 2, 10, 6, 14, 3, 9, 11, 15);
    FERRY_MD4_STEPS(FERRY_MD4_H, 0x6ED9EBA1, 1, 9, 5, 13, 3, 9, 11, 15);
    FERRY_MD4_STEPS(FERRY_MD4_H, 0x6ED9EBA1, 3, 11, 7, 15, 3, 9, 11, 15);
    chain[0] += a, chain[1] += b, chain[2] += c, chain[3] += d;
}

/* The digests of neighbouring messages of `length` bytes, one a lane. */
FERRY_INLINE void FERRY_NAME(ferry_md4_digests)(const uint8_t *bytes, size_t length, uint8_t *digests) {
    const FERRY_NAME(ferry_md4) zero = {0};
    FERRY_NAME(ferry_md4) words[16];
    FERRY_NAME(ferry_md4) chain[4] = {zero + 0x67452301, zero + 0xEFCDAB89, zero + 0x98BADCFE, zero + 0x10325476};
    const uint8_t *messages[FERRY_LANES];
    for (int lane = 0; lane < FERRY_LANES; lane++) messages[lane] = bytes + (size_t)lane * length;
    size_t done = 0;
    for (; length - done >= FERRY_MD4_BLOCK; done += FERRY_MD4_BLOCK) {
        FERRY_NAME(ferry_md4_load)(messages, done, words);
        FERRY_NAME(ferry_md4_compress)(chain, words);
    }
    /* One bit, zeros, and the length in bits: in one more block, or two. */
    uint8_t last[FERRY_LANES][2 * FERRY_MD4_BLOCK];
    const size_t rest = length - done, end = rest < FERRY_MD4_BLOCK - 8 ? FERRY_MD4_BLOCK : 2 * FERRY_MD4_BLOCK;
    const uint64_t bits = (uint64_t)length * 8;
    memset(last, 0, sizeof last);
    for (int lane = 0; lane < FERRY_LANES; lane++) {
        memcpy(last[lane], messages[lane] + done, rest);
        last[lane][rest] = 0x80;
        memcpy(last[lane] + end - 8, &bits, 8);
        messages[lane] = last[lane];
    }
    for (size_t offset = 0; offset < end; offset += FERRY_MD4_BLOCK) {
        FERRY_NAME(ferry_md4_load)(messages, offset, words);
        FERRY_NAME(ferry_md4_compress)(chain, words);
    }
    for (int lane = 0; lane < FERRY_LANES; lane++) {
        for (int i = 0; i < 4; i++) {
            const uint32_t word = chain[i][lane];
            memcpy(digests + FERRY_MD4_DIGEST * lane + 4 * i, &word, 4);
        }
    }
}

#undef FERRY_LANES
#undef FERRY_INLINE
#undef FERRY_NAME
