/* shape.h - what a client gets, as rows of tables. SPDX-License-Identifier: MIT
 *
 * The mirror image of param.h: each row writes one member of a plain struct under a name, straight
 * into the output, without a tree between. */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/param.h"
#include "base/text.h"
#include "base/when.h"

enum field_kind {
    FIELD_TEXT,    /* const char *; NULL is absent */
    FIELD_NUMBER,  /* int64_t */
    FIELD_SOME,    /* int64_t; 0 is absent */
    FIELD_FLAG,    /* bool, by words if there are any */
    FIELD_TOGGLE,  /* bool, as 0 or 1 */
    FIELD_WORD,    /* int, by words */
    FIELD_INSTANT, /* struct instant; INSTANT_NONE is absent */
    FIELD_RAW,     /* const char *: JSON that we made ourselves; NULL is absent */
    FIELD_TEXTS,   /* struct texts; without any it is absent */
    FIELD_OBJECT,  /* a struct in place, by shape */
    FIELD_LIST,    /* struct list of structs, by shape */
    FIELD_MADE,    /* a named function writes the value */
    FIELD_ALSO     /* all rows of another shape of the same struct */
};

/* What a made value looks like, where the interface is described; an object's or a list's shape may
 * be named. */
enum made_form {
    MADE_SOMEHOW,
    MADE_TEXT,
    MADE_NUMBER,
    MADE_FLAG,
    MADE_OBJECT,
    MADE_LIST,
    MADE_NULL,      /* always */
    MADE_EMPTY_LIST /* always */
};

enum field_absent { ABSENT_LEFT_OUT, ABSENT_NULL, ABSENT_EMPTY };

struct shape;

struct field {
    const char *label; /* "name": with quotes and colon */
    size_t label_length;
    enum field_kind kind;
    enum field_absent absent;
    size_t offset;
    const struct word *words;
    enum when_style style;
    const struct shape *shape;
    void (*made)(struct text *out, const void *thing);
    enum made_form form;
    const char *schema; /* of FIELD_MADE and FIELD_RAW, instead of a form: its members, as JSON */
    bool (*shown)(
        const void *thing); /* of FIELD_MADE: whether it is written at all; NULL: always */
};

struct shape {
    const struct field *fields;
    size_t count;
    size_t size; /* of the struct, for lists */
};

void shape_write(struct text *out, const struct shape *shape, const void *thing);
void shape_write_list(struct text *out, const struct shape *shape, const struct list *list);
/* Only the rows, with commas between, into an object that someone else opened; returns whether any
 * was written. */
bool shape_write_fields(struct text *out, const struct shape *shape, const void *thing, bool first);

#define LABEL(n) .label = "\"" n "\":", .label_length = sizeof("\"" n "\":") - 1
#define F_TEXT(S, m, n, ...)                                                                       \
    {                                                                                              \
        LABEL(n), .kind = FIELD_TEXT, .offset = AT(S, m, const char *), __VA_ARGS__                \
    }
#define F_NUMBER(S, m, n, ...)                                                                     \
    {                                                                                              \
        LABEL(n), .kind = FIELD_NUMBER, .offset = AT(S, m, int64_t), __VA_ARGS__                   \
    }
#define F_SOME(S, m, n, ...)                                                                       \
    {                                                                                              \
        LABEL(n), .kind = FIELD_SOME, .offset = AT(S, m, int64_t), __VA_ARGS__                     \
    }
#define F_FLAG(S, m, n, ...)                                                                       \
    {                                                                                              \
        LABEL(n), .kind = FIELD_FLAG, .offset = AT(S, m, bool), __VA_ARGS__                        \
    }
#define F_TOGGLE(S, m, n, ...)                                                                     \
    {                                                                                              \
        LABEL(n), .kind = FIELD_TOGGLE, .offset = AT(S, m, bool), __VA_ARGS__                      \
    }
#define F_WORD(S, m, n, w, ...)                                                                    \
    {                                                                                              \
        LABEL(n), .kind = FIELD_WORD, .offset = AT(S, m, int), .words = (w), __VA_ARGS__           \
    }
#define F_INSTANT(S, m, n, ...)                                                                    \
    {                                                                                              \
        LABEL(n), .kind = FIELD_INSTANT, .offset = AT(S, m, struct instant), __VA_ARGS__           \
    }
#define F_RAW(S, m, n, ...)                                                                        \
    {                                                                                              \
        LABEL(n), .kind = FIELD_RAW, .offset = AT(S, m, const char *), __VA_ARGS__                 \
    }
#define F_TEXTS(S, m, n, ...)                                                                      \
    {                                                                                              \
        LABEL(n), .kind = FIELD_TEXTS, .offset = AT(S, m, struct texts), __VA_ARGS__               \
    }
#define F_OBJECT(S, m, n, t, s, ...)                                                               \
    {                                                                                              \
        LABEL(n), .kind = FIELD_OBJECT, .offset = AT(S, m, t), .shape = (s), __VA_ARGS__           \
    }
#define F_LIST(S, m, n, s, ...)                                                                    \
    {                                                                                              \
        LABEL(n), .kind = FIELD_LIST, .offset = AT(S, m, struct list), .shape = (s), __VA_ARGS__   \
    }
#define F_MADE(n, f, ...)                                                                          \
    {                                                                                              \
        LABEL(n), .kind = FIELD_MADE, .made = (f), __VA_ARGS__                                     \
    }
#define F_ALSO(s)                                                                                  \
    {                                                                                              \
        .kind = FIELD_ALSO, .shape = (s), .absent = ABSENT_EMPTY                                   \
    }
/* In descriptions alone: fields that may be left out together. */
#define F_PERHAPS(s)                                                                               \
    {                                                                                              \
        .kind = FIELD_ALSO, .shape = (s), .absent = ABSENT_LEFT_OUT                                \
    }

#endif
