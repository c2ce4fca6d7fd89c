/* uid.c - identifiers, digests and base64. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/digest.h"
#include "base/uid.h"
#include "tap.h"

static struct arena *arena;

static struct instant millisecond(int64_t ms)
{
    return (struct instant){ms * 1000};
}

static void version_7_sorts_by_its_stamp(void)
{
    unsigned char before[16], after[16];

    for (int64_t ms = 1; ms < 4000000000000; ms = ms * 3 + 1) {
        uuid_v7(before, millisecond(ms));
        uuid_v7(after, millisecond(ms + 1));
        CU_ASSERT(memcmp(before, after, 16) < 0);
    }
}

static void bounds_hold_every_uuid_of_their_millisecond(void)
{
    unsigned char least[16], most[16], one[16], next[16];
    struct instant stamp = millisecond(1934323200123);

    uuid_v7_least(least, stamp);
    uuid_v7_most(most, stamp);
    uuid_v7_least(next, millisecond(1934323200124));
    for (int i = 0; i < 1000; i++) {
        uuid_v7(one, stamp);
        CU_ASSERT(memcmp(least, one, 16) <= 0 && memcmp(one, most, 16) <= 0);
    }
    CU_ASSERT(memcmp(most, next, 16) < 0);
}

static void version_and_variant_are_set(void)
{
    unsigned char uuid[16];
    char text[37];

    uuid_v4(uuid);
    uuid_write(text, uuid);
    CU_ASSERT_EQUAL(text[14], '4');
    CU_ASSERT_PTR_NOT_NULL(strchr("89ab", text[19]));
    uuid_v7(uuid, millisecond(0x018f4c2e3f1a));
    uuid_write(text, uuid);
    CU_ASSERT_NSTRING_EQUAL(text, "018f4c2e-3f1a-7", 15);
    CU_ASSERT_PTR_NOT_NULL(strchr("89ab", text[19]));
}

static void a_time_before_1970_is_taken_as_1970(void)
{
    unsigned char uuid[16];
    static const unsigned char zero[6];

    uuid_v7(uuid, millisecond(-5));
    CU_ASSERT_EQUAL(memcmp(uuid, zero, 6), 0);
}

static void uuids_are_read_back(void)
{
    unsigned char uuid[16], again[16];
    char text[37];

    for (int i = 0; i < 100; i++) {
        uuid_v4(uuid);
        uuid_write(text, uuid);
        CU_ASSERT_TRUE(uuid_read(text, 36, again));
        CU_ASSERT_EQUAL(memcmp(uuid, again, 16), 0);
    }
    CU_ASSERT_TRUE(uuid_read("018F4C2E-3F1A-7ABC-9DEF-0123456789AB", 36, again));
}

static void what_is_no_uuid_is_refused(void)
{
    static const char *const wrong[] = {"",
                                        "018f4c2e",
                                        "018f4c2e-3f1a-7abc-9def-0123456789a",
                                        "018f4c2e-3f1a-7abc-9def-0123456789ag",
                                        "018f4c2e-3f1a-7abc-9def0-123456789ab",
                                        "018f4c2e3f1a7abc9def0123456789ab----"};
    unsigned char uuid[16];

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CU_ASSERT_FALSE(uuid_read(wrong[i], strlen(wrong[i]), uuid));
}

static void drawn_uids_use_their_alphabet_and_differ(void)
{
    char booking[23], other[23], shorter[17], secret[80];

    for (int i = 0; i < 200; i++) {
        uid_booking(booking);
        CU_ASSERT_EQUAL(strlen(booking), 22);
        CU_ASSERT_EQUAL(strcspn(booking, "0OIl+/-_"), 22);
        uid_short(shorter);
        CU_ASSERT_EQUAL(strspn(shorter, "abcdefghijklmnopqrstuvwxyz0123456789"), 16);
    }
    uid_booking(other);
    CU_ASSERT_STRING_NOT_EQUAL(booking, other);
    uid_secret(secret, sizeof secret, "cal_live_");
    CU_ASSERT_EQUAL(strlen(secret), 9 + 64);
    CU_ASSERT_NSTRING_EQUAL(secret, "cal_live_", 9);
}

static void sha256_is_that_of_the_standard(void)
{
    unsigned char digest[DIGEST_ROOM], parts[DIGEST_ROOM];
    char hex[2 * DIGEST_ROOM + 1];

    digest_sha256(digest, "abc", 3);
    hex_write(hex, digest, sizeof digest);
    CU_ASSERT_STRING_EQUAL(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_sha256_parts(parts, (struct digest_part[]){{"a", 1}, {"", 0}, {"bc", 2}}, 3);
    CU_ASSERT_TRUE(digest_equal(digest, parts, sizeof digest));
}

static void base64_goes_and_comes_back(void)
{
    unsigned char bytes[64];

    uid_random_bytes(bytes, sizeof bytes);
    for (size_t length = 0; length <= sizeof bytes; length++) {
        char *text = base64_write(arena, bytes, length);
        size_t decoded = 99;
        char *again = base64_read(arena, text, strlen(text), &decoded);

        CU_ASSERT_PTR_NOT_NULL_FATAL(again);
        CU_ASSERT_EQUAL(decoded, length);
        CU_ASSERT_EQUAL(memcmp(again, bytes, length), 0);
    }
}

static void base64_takes_both_alphabets_and_nothing_else(void)
{
    size_t length;

    CU_ASSERT_PTR_NOT_NULL(base64_read(arena, "-_-_", 4, &length));
    CU_ASSERT_PTR_NOT_NULL(base64_read(arena, "+/+/", 4, &length));
    CU_ASSERT_PTR_NOT_NULL(base64_read(arena, "YQ==", 4, &length));
    CU_ASSERT_EQUAL(length, 1);
    CU_ASSERT_PTR_NULL(base64_read(arena, "a", 1, &length));
    CU_ASSERT_PTR_NULL(base64_read(arena, "a b=", 4, &length));
    CU_ASSERT_PTR_NULL(base64_read(arena, "ab\0d", 4, &length));
    CU_ASSERT_PTR_NULL(base64_read(arena, "=abc", 4, &length));
}

static const struct tap_case cases[] = {
    {"version 7 sorts by its stamp", version_7_sorts_by_its_stamp},
    {"bounds hold every uuid of their millisecond", bounds_hold_every_uuid_of_their_millisecond},
    {"version and variant are set", version_and_variant_are_set},
    {"a time before 1970 is taken as 1970", a_time_before_1970_is_taken_as_1970},
    {"uuids are read back", uuids_are_read_back},
    {"what is no uuid is refused", what_is_no_uuid_is_refused},
    {"drawn uids use their alphabet and differ", drawn_uids_use_their_alphabet_and_differ},
    {"SHA-256 is that of the standard", sha256_is_that_of_the_standard},
    {"base64 goes and comes back", base64_goes_and_comes_back},
    {"base64 takes both alphabets and nothing else", base64_takes_both_alphabets_and_nothing_else},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    arena = arena_new(1 << 16, 1 << 20);
    int failed = tap_main("identifiers", cases, argc, argv);
    arena_free(arena);
    return failed;
}
