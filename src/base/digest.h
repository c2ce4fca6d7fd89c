/* digest.h - SHA-256, HMAC and base64, by OpenSSL. SPDX-License-Identifier: MIT */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define DIGEST_ROOM 32

struct digest_part {
    const void *bytes;
    size_t length;
};

void digest_sha256(unsigned char out[DIGEST_ROOM], const void *bytes, size_t length);
/* Of several parts one after the other. */
void digest_sha256_parts(unsigned char out[DIGEST_ROOM], const struct digest_part *parts,
                         size_t count);
void digest_hmac(unsigned char out[DIGEST_ROOM], const unsigned char key[DIGEST_ROOM],
                 const void *bytes, size_t length);
/* With a key of any length. */
void digest_hmac_long(unsigned char out[DIGEST_ROOM], const void *key, size_t key_length,
                      const void *bytes, size_t length);
/* In a time that does not depend on where they differ. */
bool digest_equal(const void *a, const void *b, size_t length);

/* RFC 4648 base64, the alphabet with '-' and '_', without padding. */
char *base64_write(struct arena *arena, const void *bytes, size_t length);
/* Takes both alphabets, with or without padding; NULL for anything else. */
char *base64_read(struct arena *arena, const char *text, size_t length, size_t *decoded_length);

void hex_write(char *out, const void *bytes, size_t length); /* 2 * length + 1 bytes */

#endif
