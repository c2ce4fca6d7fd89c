/* arena.c - blocks in a chain, the first kept between requests. SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <poll.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
/* A gap that is never handed out, so that running past a piece is seen. */
enum { GAP = 16 };
#define HIDE(bytes, length) ASAN_POISON_MEMORY_REGION((bytes), (length))
#define SHOW(bytes, length) ASAN_UNPOISON_MEMORY_REGION((bytes), (length))
#else
enum { GAP = 0 };
#define HIDE(bytes, length) ((void)(bytes), (void)(length))
#define SHOW(bytes, length) ((void)(bytes), (void)(length))
#endif

enum { ALIGNMENT = alignof(max_align_t), SMALLEST_BLOCK = 256, EXIT_EXHAUSTED = 70 };

struct block {
    struct block *previous;
    size_t room;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct closer {
    struct closer *previous;
    void (*close)(void *);
    void *thing;
};

struct arena {
    struct block *first;
    struct block *current;
    struct closer *closers;
    size_t most;
    size_t held; /* room of all blocks together */
};

/* The process has no memory to spare here, hence no log line through the usual way. */
__attribute__((noreturn, cold)) static void end_process(size_t asked, size_t most)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};

    if (poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0) {
        dprintf(STDERR_FILENO,
                "{\"level\":\"error\",\"pid\":%d,\"event\":\"arena_exhausted\",\"asked\":%zu,"
                "\"most\":%zu}\n",
                (int)getpid(), asked, most);
    }
    _exit(EXIT_EXHAUSTED);
}

static struct block *block_new(size_t room)
{
    struct block *block = malloc(sizeof(*block) + room);

    if (block == NULL) {
        end_process(room, room);
    }
    *block = (struct block){.room = room};
    HIDE(block->bytes, room);
    return block;
}

static void block_free(struct block *block)
{
    SHOW(block->bytes, block->room);
    free(block);
}

static size_t smaller(size_t one, size_t other)
{
    return one < other ? one : other;
}

static size_t larger(size_t one, size_t other)
{
    return one > other ? one : other;
}

/* Each block is twice the one before, as far as the rest of what is allowed reaches. */
__attribute__((noinline, cold)) static void grow(struct arena *arena, size_t size)
{
    size_t left = arena->most - arena->held;
    size_t room;
    struct block *block;

    if (size > left) {
        end_process(size, arena->most);
    }
    room = larger(size, smaller(left, arena->current->room * 2));
    block = block_new(room);
    block->previous = arena->current;
    arena->current = block;
    arena->held += room;
}

/* Not zeroed: for callers that write every byte. */
static void *take_raw(struct arena *arena, size_t size)
{
    struct block *block;
    size_t whole;
    void *piece;

    if (size > SIZE_MAX / 4) {
        end_process(size, arena->most);
    }
    whole = (size + GAP + ALIGNMENT - 1) & ~((size_t)ALIGNMENT - 1);
    if (whole > arena->current->room - arena->current->used) {
        grow(arena, whole);
    }
    block = arena->current;
    piece = block->bytes + block->used;
    block->used += whole;
    SHOW(piece, size);
    return piece;
}

static void run_closers(struct arena *arena, const struct closer *until)
{
    while (arena->closers != until) {
        struct closer *closer = arena->closers;

        arena->closers = closer->previous;
        closer->close(closer->thing);
    }
}

struct arena *arena_new(size_t first, size_t most)
{
    size_t room = (larger(first, SMALLEST_BLOCK) + ALIGNMENT - 1) & ~((size_t)ALIGNMENT - 1);
    struct arena *arena = calloc(1, sizeof(*arena));

    if (arena == NULL) {
        end_process(sizeof(*arena), most);
    }
    arena->first = block_new(room);
    arena->current = arena->first;
    arena->most = larger(most, room);
    arena->held = room;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    arena_clear(arena);
    block_free(arena->first);
    free(arena);
}

void *arena_take(struct arena *arena, size_t size)
{
    return memset(take_raw(arena, size), 0, size);
}

void *arena_take_many(struct arena *arena, size_t count, size_t size)
{
    size_t all;

    if (__builtin_mul_overflow(count, size, &all)) {
        end_process(SIZE_MAX, arena->most);
    }
    return arena_take(arena, all);
}

char *arena_bytes(struct arena *arena, const void *bytes, size_t length)
{
    char *copy;

    if (length == SIZE_MAX) {
        end_process(length, arena->most);
    }
    copy = take_raw(arena, length + 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_bytes(arena, text, strlen(text));
}

char *arena_lower(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);

    for (char *at = copy; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

char *arena_vformat(struct arena *arena, const char *format, va_list values)
{
    char small[256];
    va_list again;
    int length;
    char *text;

    va_copy(again, values);
    length = vsnprintf(small, sizeof(small), format, values);
    if (length < 0) {
        end_process(0, arena->most);
    }
    if ((size_t)length < sizeof(small)) {
        text = arena_bytes(arena, small, (size_t)length);
    } else {
        text = take_raw(arena, (size_t)length + 1);
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list values;
    char *text;

    va_start(values, format);
    text = arena_vformat(arena, format, values);
    va_end(values);
    return text;
}

void arena_defer(struct arena *arena, void (*close)(void *), void *thing)
{
    struct closer *closer = TAKE(arena, struct closer);

    *closer = (struct closer){.previous = arena->closers, .close = close, .thing = thing};
    arena->closers = closer;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){
        .block = arena->current,
        .used = arena->current->used,
        .closers = arena->closers,
    };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    struct block *block;

    run_closers(arena, mark.closers);
    while (arena->current != mark.block) {
        block = arena->current;
        arena->current = block->previous;
        arena->held -= block->room;
        block_free(block);
    }
    block = arena->current;
    HIDE(block->bytes + mark.used, block->used - mark.used);
    block->used = mark.used;
}

void arena_clear(struct arena *arena)
{
    arena_rewind(arena, (struct arena_mark){.block = arena->first});
}
