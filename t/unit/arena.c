/* arena.c - tests of base/arena. SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#endif

enum { FIRST = 1024, MOST = 1024 * 1024 };

static struct arena *arena;

static int setup(void)
{
    arena = arena_new(FIRST, MOST);
    return 0;
}

static int teardown(void)
{
    arena_free(arena);
    return 0;
}

static bool all_are(const unsigned char *bytes, size_t length, unsigned char byte)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != byte) {
            return false;
        }
    }
    return true;
}

static void test_zeroed(void)
{
    for (int round = 0; round < 20; round++) {
        for (size_t size = 1; size < 3000; size = size * 3 + 1) {
            unsigned char *piece = arena_take(arena, size);

            CU_ASSERT(all_are(piece, size, 0));
            memset(piece, 0xA5, size);
        }
        arena_clear(arena);
    }
}

static void test_aligned(void)
{
    for (size_t size = 0; size < 200; size++) {
        CU_ASSERT_EQUAL((uintptr_t)arena_take(arena, size) % alignof(max_align_t), 0);
    }
    arena_clear(arena);
}

static void test_pieces_apart(void)
{
    unsigned char *pieces[100];

    for (size_t i = 0; i < 100; i++) {
        pieces[i] = arena_take(arena, i + 1);
        memset(pieces[i], (int)i + 1, i + 1);
    }
    for (size_t i = 0; i < 100; i++) {
        CU_ASSERT(all_are(pieces[i], i + 1, (unsigned char)(i + 1)));
    }
    arena_clear(arena);
}

static void test_copies(void)
{
    char *bytes = arena_bytes(arena, "a\0b", 3);

    CU_ASSERT_EQUAL(memcmp(bytes, "a\0b", 4), 0);
    CU_ASSERT_STRING_EQUAL(arena_bytes(arena, NULL, 0), "");
    CU_ASSERT_STRING_EQUAL(arena_text(arena, "slot"), "slot");
    CU_ASSERT_PTR_NULL(arena_text(arena, NULL));
    arena_clear(arena);
}

static void test_copies_after_dirt(void)
{
    memset(arena_take(arena, 512), 'x', 512);
    arena_clear(arena);
    CU_ASSERT_STRING_EQUAL(arena_bytes(arena, "abc", 3), "abc");
    CU_ASSERT_STRING_EQUAL(arena_text(arena, "de"), "de");
    CU_ASSERT_STRING_EQUAL(arena_format(arena, "%d", 12), "12");
    arena_clear(arena);
}

static void test_format(void)
{
    for (int width = 1; width < 6000; width += 85) {
        char *text = arena_format(arena, "%*d|", width, 7);

        CU_ASSERT_EQUAL(strlen(text), (size_t)width + 1);
        CU_ASSERT_EQUAL(text[width - 1], '7');
        CU_ASSERT_EQUAL(text[width], '|');
    }
    arena_clear(arena);
}

static char closed[8];

static void close_letter(void *letter)
{
    strncat(closed, letter, 1);
}

static void test_closers(void)
{
    struct arena *own = arena_new(256, 4096);

    closed[0] = '\0';
    arena_defer(own, close_letter, "a");
    arena_defer(own, close_letter, "b");
    arena_defer(own, close_letter, "c");
    arena_clear(own);
    CU_ASSERT_STRING_EQUAL(closed, "cba");
    arena_clear(own);
    CU_ASSERT_STRING_EQUAL(closed, "cba");
    arena_defer(own, close_letter, "d");
    arena_free(own);
    CU_ASSERT_STRING_EQUAL(closed, "cbad");
}

static void test_rewind(void)
{
    struct arena_mark mark;
    char *kept;

    closed[0] = '\0';
    arena_defer(arena, close_letter, "a");
    kept = arena_text(arena, "kept");
    mark = arena_mark(arena);
    arena_defer(arena, close_letter, "b");
    for (int i = 0; i < 100; i++) {
        memset(arena_take(arena, 1000), 0xFF, 1000);
    }
    arena_defer(arena, close_letter, "c");
    arena_rewind(arena, mark);
    CU_ASSERT_STRING_EQUAL(closed, "cb");
    CU_ASSERT_STRING_EQUAL(kept, "kept");
    CU_ASSERT(all_are(arena_take(arena, 900), 900, 0));
    arena_rewind(arena, mark);
    CU_ASSERT_STRING_EQUAL(closed, "cb");
    arena_clear(arena);
    CU_ASSERT_STRING_EQUAL(closed, "cba");
}

static void test_rewind_gives_back(void)
{
    struct arena_mark mark = arena_mark(arena);
    void *before = arena_take(arena, 64);

    arena_rewind(arena, mark);
    CU_ASSERT_PTR_EQUAL(arena_take(arena, 64), before);
    for (int i = 0; i < 1000; i++) {
        arena_rewind(arena, mark);
        (void)arena_take(arena, MOST / 2);
    }
    arena_clear(arena);
}

static void test_first_block_kept(void)
{
    void *first = arena_take(arena, 100);

    for (int i = 0; i < 10; i++) {
        (void)arena_take(arena, 10000);
    }
    arena_clear(arena);
    CU_ASSERT_PTR_EQUAL(arena_take(arena, 100), first);
    arena_clear(arena);
}

static void test_most_is_reached(void)
{
    struct arena *own = arena_new(1024, 64 * 1024);

    (void)arena_take(own, 1000);
    memset(arena_take(own, 62 * 1024), 1, 62 * 1024);
    CU_ASSERT_PTR_NOT_NULL(arena_take(own, 100));
    arena_free(own);
}

static void take_too_much(void)
{
    for (int i = 0; i < 65; i++) {
        (void)arena_take(arena, 16 * 1024);
    }
}

static void take_at_once(void)
{
    (void)arena_take(arena, MOST + 1);
}

/* Sizes that wrap to small ones. Through variables, or the compiler warns of the very mistake. */
static volatile size_t wrapping_size = SIZE_MAX - 3;
static volatile size_t wrapping_count = SIZE_MAX / 16 + 2;

static void take_largest(void)
{
    (void)arena_take(arena, wrapping_size);
}

static void take_wrapping(void)
{
    (void)arena_take_many(arena, wrapping_count, 16);
}

/* The exit status of a process that runs `run`; what it said on stderr is in `said`. */
static int status_of(void (*run)(void), char *said, size_t room)
{
    int ends[2], status = -1;
    ssize_t length;
    pid_t child;

    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        run();
        _exit(0);
    }
    close(ends[1]);
    length = read(ends[0], said, room - 1);
    said[length < 0 ? 0 : length] = '\0';
    close(ends[0]);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_exhaustion(void)
{
    static void (*const ways[])(void) = {take_too_much, take_at_once, take_largest, take_wrapping};
    char said[512];

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        CU_ASSERT_EQUAL(status_of(ways[i], said, sizeof(said)), 70);
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "\"event\":\"arena_exhausted\""));
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "}\n"));
    }
}

static void test_poison(void)
{
#ifdef HAVE_ASAN
    char *piece = arena_take(arena, 20);

    CU_ASSERT(!__asan_address_is_poisoned(piece + 19));
    CU_ASSERT(__asan_address_is_poisoned(piece + 24));
    arena_clear(arena);
    CU_ASSERT(__asan_address_is_poisoned(piece));
#else
    CU_PASS("only seen by the address sanitizer");
#endif
}

int main(int argc, char **argv)
{
    static const struct tap_case cases[] = {
        {"what is taken is zeroed, also where it was used before", test_zeroed},
        {"what is taken is aligned for any type", test_aligned},
        {"pieces do not overlap", test_pieces_apart},
        {"copies are closed by a NUL and no text stays no text", test_copies},
        {"copies over used memory are closed by a NUL", test_copies_after_dirt},
        {"a formatted text may have any length", test_format},
        {"closers run once, latest first", test_closers},
        {"a rewind undoes what came after its mark and nothing else", test_rewind},
        {"a rewind gives memory back", test_rewind_gives_back},
        {"the first block is kept between requests", test_first_block_kept},
        {"the stated largest size can be used", test_most_is_reached},
        {"asking for more than the stated size ends the process with a line", test_exhaustion},
        {"memory that is not taken is poisoned", test_poison},
        {NULL, NULL},
    };

    return tap_main_with("arena", cases, setup, teardown, argc, argv);
}
