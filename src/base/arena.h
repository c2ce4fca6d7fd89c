/* arena.h - memory that lives as long as one request. SPDX-License-Identifier: MIT
 *
 * Everything taken from an arena is zeroed, aligned for any type and dies together at
 * arena_clear(). Nobody frees single pieces. An arena that outgrows its stated largest size, or a
 * machine without memory, ends the process with a message: a worker that is replaced is better than
 * one that limps. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* The first block of `first` bytes is kept between requests; `most` bounds all blocks together. */
struct arena *arena_new(size_t first, size_t most);
void arena_free(struct arena *arena);

void *arena_take(struct arena *arena, size_t size)
    __attribute__((malloc, returns_nonnull, alloc_size(2)));
void *arena_take_many(struct arena *arena, size_t count, size_t size)
    __attribute__((malloc, returns_nonnull, alloc_size(2, 3)));

/* Copies with a closing NUL. arena_text(NULL) is NULL. */
char *arena_bytes(struct arena *arena, const void *bytes, size_t length)
    __attribute__((returns_nonnull));
char *arena_text(struct arena *arena, const char *text);
/* A copy with A to Z as a to z, as addresses are compared. The text must be one. */
char *arena_lower(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vformat(struct arena *arena, const char *format, va_list values)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Runs close(thing) when the arena is cleared, rewound past this point or freed; latest first. */
void arena_defer(struct arena *arena, void (*close)(void *), void *thing);

/* A mark remembers how full the arena is; rewinding gives back everything taken since. */
struct arena_mark {
    void *block;
    size_t used;
    void *closers;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

void arena_clear(struct arena *arena);

#define TAKE(arena, type)             ((type *)arena_take((arena), sizeof(type)))
#define TAKE_MANY(arena, count, type) ((type *)arena_take_many((arena), (count), sizeof(type)))

#endif
