#ifndef ASSAY_CDIGEST_H
#define ASSAY_CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Whether the processor has instructions for SHA-256, which Swift has no names for.
int assay_sha256_is_in_hardware(void);

/// Takes blocks of 64 bytes into the eight words of the state; only where the above says so.
void assay_sha256_blocks(uint32_t *state, const uint8_t *bytes, size_t blocks);

#endif
