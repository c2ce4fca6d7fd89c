/* digest.c - SHA-256, HMAC and base64. SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/digest.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* libcrypto fails here only without memory; going on without a digest is not an option. */
static void insist(int ok)
{
    if (ok != 1)
        abort();
}

void digest_sha256_parts(unsigned char out[DIGEST_ROOM], const struct digest_part *parts,
                         size_t count)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    insist(context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL));
    for (size_t i = 0; i < count; i++)
        insist(EVP_DigestUpdate(context, parts[i].bytes, parts[i].length));
    insist(EVP_DigestFinal_ex(context, out, NULL));
    EVP_MD_CTX_free(context);
}

void digest_sha256(unsigned char out[DIGEST_ROOM], const void *bytes, size_t length)
{
    digest_sha256_parts(out, &(struct digest_part){bytes, length}, 1);
}

void digest_hmac(unsigned char out[DIGEST_ROOM], const unsigned char key[DIGEST_ROOM],
                 const void *bytes, size_t length)
{
    insist(HMAC(EVP_sha256(), key, DIGEST_ROOM, bytes, length, out, NULL) != NULL);
}

void digest_hmac_long(unsigned char out[DIGEST_ROOM], const void *key, size_t key_length,
                      const void *bytes, size_t length)
{
    insist(HMAC(EVP_sha256(), key, (int)key_length, bytes, length, out, NULL) != NULL);
}

bool digest_equal(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}

char *base64_write(struct arena *arena, const void *bytes, size_t length)
{
    const unsigned char *in = bytes;
    char *out = arena_take(arena, (length + 2) / 3 * 4 + 1);
    size_t at = 0;

    for (size_t i = 0; i < length; i += 3) {
        size_t have = length - i < 3 ? length - i : 3;
        unsigned group = (unsigned)in[i] << 16;

        if (have > 1)
            group |= (unsigned)in[i + 1] << 8;
        if (have > 2)
            group |= in[i + 2];
        for (size_t letter = 0; letter <= have; letter++)
            out[at++] = alphabet[(group >> (18 - 6 * letter)) & 63];
    }
    return out;
}

static int base64_value(char letter)
{
    if (letter == '+')
        letter = '-';
    if (letter == '/')
        letter = '_';
    const char *found = letter == '\0' ? NULL : strchr(alphabet, letter);
    return found == NULL ? -1 : (int)(found - alphabet);
}

char *base64_read(struct arena *arena, const char *text, size_t length, size_t *decoded_length)
{
    unsigned group = 0;
    unsigned bits = 0;
    size_t at = 0;

    for (int padding = 0; padding < 2 && length > 0 && text[length - 1] == '='; padding++)
        length--;
    if (length % 4 == 1)
        return NULL;

    char *out = arena_take(arena, length / 4 * 3 + 3);
    for (size_t i = 0; i < length; i++) {
        int value = base64_value(text[i]);

        if (value < 0)
            return NULL;
        group = (group << 6) | (unsigned)value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[at++] = (char)((group >> bits) & 255);
        }
    }
    *decoded_length = at;
    return out;
}

void hex_write(char *out, const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *in = bytes;

    for (size_t i = 0; i < length; i++) {
        *out++ = digits[in[i] >> 4];
        *out++ = digits[in[i] & 15];
    }
    *out = '\0';
}
