/* uid.c - random identifiers from getrandom(2). SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/uid.h"

static const char hex_digits[] = "0123456789abcdef";

void uid_random_bytes(void *bytes, size_t count)
{
    unsigned char *at = bytes;

    while (count > 0) {
        ssize_t got = getrandom(at, count, 0);

        if (got <= 0) {
            fputs("slotd: the kernel gives no random bytes\n", stderr);
            abort();
        }
        at += got;
        count -= (size_t)got;
    }
}

static void stamp_version(unsigned char uuid[16], unsigned version)
{
    uuid[6] = (unsigned char)((uuid[6] & 0x0f) | (version << 4));
    uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
}

static void stamp_time(unsigned char uuid[16], struct instant stamp)
{
    int64_t milliseconds = stamp.us < 0 ? 0 : stamp.us / 1000;

    for (int i = 0; i < 6; i++)
        uuid[i] = (unsigned char)((uint64_t)milliseconds >> (40 - 8 * i));
}

void uuid_v4(unsigned char uuid[16])
{
    uid_random_bytes(uuid, 16);
    stamp_version(uuid, 4);
}

void uuid_v7(unsigned char uuid[16], struct instant stamp)
{
    uid_random_bytes(uuid, 16);
    stamp_time(uuid, stamp);
    stamp_version(uuid, 7);
}

void uuid_v7_least(unsigned char uuid[16], struct instant stamp)
{
    memset(uuid, 0, 16);
    stamp_time(uuid, stamp);
    stamp_version(uuid, 7);
}

void uuid_v7_most(unsigned char uuid[16], struct instant stamp)
{
    memset(uuid, 0xff, 16);
    stamp_time(uuid, stamp);
    stamp_version(uuid, 7);
}

void uuid_write(char out[37], const unsigned char uuid[16])
{
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = hex_digits[uuid[i] >> 4];
        *out++ = hex_digits[uuid[i] & 15];
    }
    *out = '\0';
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

int uuid_read(const char *text, size_t length, unsigned char uuid[16])
{
    int nibbles = 0;

    if (length != 36)
        return 0;
    for (size_t i = 0; i < 36; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        int value = hex_value(text[i]);

        if (hyphen ? text[i] != '-' : value < 0)
            return 0;
        if (hyphen)
            continue;
        if (nibbles % 2 == 0)
            uuid[nibbles / 2] = (unsigned char)(value << 4);
        else
            uuid[nibbles / 2] = (unsigned char)(uuid[nibbles / 2] | value);
        nibbles++;
    }
    return 1;
}

/* Unbiased: bytes past the largest multiple of the alphabet are thrown away. */
static void draw(char *out, size_t count, const char *alphabet, unsigned letters)
{
    unsigned limit = 256 - 256 % letters;
    size_t have = 0;

    while (have < count) {
        unsigned char bytes[48];

        uid_random_bytes(bytes, sizeof bytes);
        for (size_t i = 0; i < sizeof bytes && have < count; i++)
            if (bytes[i] < limit)
                out[have++] = alphabet[bytes[i] % letters];
    }
    out[count] = '\0';
}

void uid_booking(char out[23])
{
    draw(out, 22, "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", 58);
}

void uid_short(char out[17])
{
    draw(out, 16, "abcdefghijklmnopqrstuvwxyz0123456789", 36);
}

void uid_secret(char *out, size_t room, const char *prefix)
{
    unsigned char bytes[32];
    size_t length = strlen(prefix);

    if (room < length + 65)
        abort();
    memcpy(out, prefix, length);
    uid_random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[length + 2 * i] = hex_digits[bytes[i] >> 4];
        out[length + 2 * i + 1] = hex_digits[bytes[i] & 15];
    }
    out[length + 64] = '\0';
}
