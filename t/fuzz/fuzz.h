/* fuzz.h - what a fuzz target gives to libFuzzer and to replay.c. SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Inputs worth changing a little; a seed without bytes ends the list. */
struct fuzz_seed {
    const void *bytes;
    size_t length;
};
const struct fuzz_seed *fuzz_seeds(void);

#define SEED(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static inline void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

#endif
