#pragma once
#include <zlib.h>
#include <zstd.h>

// A macro, which Swift does not import: it passes on the header's version and the size of the stream.
static inline int assay_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}
