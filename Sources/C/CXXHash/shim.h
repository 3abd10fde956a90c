#pragma once
#include <xxhash.h>

/* The `_dispatch` entry points pick AVX2 or AVX-512 at run time (55 GB/s on cached data, where the plain call of a
 * baseline build reaches 19); they exist on x86-64 only. The header's own macros that redirect the plain names are
 * invisible to Swift, hence these wrappers. */
#if defined(__x86_64__)
#include <xxh_x86dispatch.h>
#endif

static inline XXH128_hash_t ferry_xxh3_128(const void *bytes, size_t length) {
    return XXH3_128bits(bytes, length);
}

static inline XXH64_hash_t ferry_xxh3_64(const void *bytes, size_t length) {
    return XXH3_64bits(bytes, length);
}

static inline XXH_errorcode ferry_xxh3_128_update(XXH3_state_t *state, const void *bytes, size_t length) {
    return XXH3_128bits_update(state, bytes, length);
}

static inline XXH_errorcode ferry_xxh3_64_update(XXH3_state_t *state, const void *bytes, size_t length) {
    return XXH3_64bits_update(state, bytes, length);
}
