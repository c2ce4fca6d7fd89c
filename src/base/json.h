/* json.h - strict JSON in, and cheap looks into JSON of our own. SPDX-License-Identifier: MIT
 *
 * json-c accepts more than RFC 8259 (duplicate keys, NaN, single quotes, lone surrogates, numbers
 * that it clamps), so a scan of our own comes first and only clean text reaches it. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json_object.h>

#include "base/arena.h"
#include "base/text.h"

struct json_limits {
    size_t bytes;  /* of the text */
    int depth;     /* nested arrays and objects */
    size_t values; /* scalars, arrays, objects and keys together */
};
extern const struct json_limits json_request_limits; /* 64 KiB... depth 16, 10,000 values */

struct json_fault {
    const char *problem; /* static text, e.g. "duplicate key"; NULL when there is none */
    size_t offset;       /* byte where it was seen */
};

/* Checks the grammar of RFC 8259 and beyond it: UTF-8 (no overlong forms, no surrogates), escapes
 * \uD800-\uDFFF only in pairs, no \u0000, no duplicate keys in one object (after unescaping),
 * numbers within the range of a finite double and integers within int64, nothing after the value.
 * Linear in the length of the text (duplicate keys by hashing, not by comparing all pairs). */
struct json_fault json_scan(const char *text, size_t length, const struct json_limits *limits);

/* json_scan(), then json-c. The tree dies with the arena. NULL and *fault on refusal. JSON null is
 * NULL too, with fault->problem NULL. */
struct json_object *json_read(struct arena *arena, const char *text, size_t length,
                              const struct json_limits *limits, struct json_fault *fault);

/* A walk over JSON text that we wrote ourselves (columns of the database): no tree, no copies
 * except where a string holds escapes. Returns false at the end or on anything unexpected. */
struct json_walk {
    const char *at, *end;
    struct arena *arena;
    bool broken;
};
struct json_item {
    const char *key; /* in an object; NULL in an array. NUL-terminated, in the arena */
    size_t key_length;
    enum {
        JSON_NULL,
        JSON_FALSE,
        JSON_TRUE,
        JSON_NUMBER,
        JSON_STRING,
        JSON_ARRAY,
        JSON_OBJECT
    } kind;
    const char *raw; /* the value as it stands */
    size_t raw_length;
};
/* Starts inside an array or object; false when the text is neither. */
bool json_walk_start(struct json_walk *walk, struct arena *arena, const char *text, size_t length);
bool json_walk_next(struct json_walk *walk, struct json_item *item);
/* The string of an item, unescaped, NUL-terminated, in the arena; NULL when it is not a string. */
const char *json_item_string(struct json_walk *walk, const struct json_item *item);
long long json_item_number(const struct json_item *item, long long otherwise);

/* Writes an object of our own JSON but for the members of one name, which needs no escapes. What is
 * no object is written as it is. */
void json_without(struct text *out, const char *json, const char *name);

#endif
