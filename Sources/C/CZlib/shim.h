#pragma once
/* Only the streams in memory. The functions on files would draw <sys/types.h> into this module, whose types then count as
 * declared here and no longer in Glibc, depending on which of the two is loaded first. */
#define Z_SOLO
#include <zlib.h>

/* deflateInit2 and inflateInit2 are macros. A window of 15 bits stands for the zlib format, and 16 more for gzip's. */
enum { FERRY_ZLIB_WINDOW = 15, FERRY_GZIP_WINDOW = 15 + 16 };

static inline int ferry_deflate_init(z_stream *stream, int level, int window) {
    return deflateInit2(stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
}

static inline int ferry_inflate_init(z_stream *stream, int window) {
    return inflateInit2(stream, window);
}
