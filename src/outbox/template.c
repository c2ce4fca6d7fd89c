/* template.c - texts with {{places}} for what a message tells. SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "outbox/template.h"

static const struct json_limits template_limits = {64 << 10, 16, 10000};

bool template_is_json(const char *template)
{
    return json_scan(template, strlen(template), &template_limits).problem == NULL;
}

/* ---- values ---- */

/* The next step of a path: a member's name or an item's number. */
static struct json_object *step(struct json_object *from, const char *name)
{
    struct json_object *found = NULL;

    if (json_object_is_type(from, json_type_object))
        (void)json_object_object_get_ex(from, name, &found);
    else if (json_object_is_type(from, json_type_array) && name[0] != '\0' &&
             name[strspn(name, "0123456789")] == '\0')
        found = json_object_array_get_idx(from, strtoul(name, NULL, 10));
    return found;
}

static struct json_object *value_at(struct arena *arena, struct json_object *told, const char *path,
                                    size_t length)
{
    const char *end = path + length;

    while (told != NULL && path < end) {
        const char *dot = memchr(path, '.', (size_t)(end - path));
        size_t part = (size_t)((dot == NULL ? end : dot) - path);

        told = step(told, arena_bytes(arena, path, part));
        path += part + 1;
    }
    return told;
}

static const char *shown(struct json_object *value)
{
    if (value == NULL)
        return "";
    if (json_object_is_type(value, json_type_string))
        return json_object_get_string(value);
    return json_object_to_json_string_ext(value,
                                          JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

/* ---- where they stand ---- */

static void put_in_json(struct text *out, const char *value)
{
    size_t start = out->length;

    text_json(out, value);
    if (out->overflowed)
        return;
    /* the quotes stand in the template */
    memmove(out->bytes + start, out->bytes + start + 1, out->length - start - 2);
    text_cut(out, out->length - 2);
}

static void put_in_form(struct text *out, const char *value)
{
    static const char digits[] = "0123456789ABCDEF";

    for (const unsigned char *at = (const unsigned char *)value; *at != '\0'; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || strchr("-._~", *at) != NULL;

        if (plain) {
            text_char(out, (char)*at);
            continue;
        }
        text_char(out, '%');
        text_char(out, digits[*at >> 4]);
        text_char(out, digits[*at & 15]);
    }
}

#define NAMES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

/* What stands between braces, without them and blanks; *after is behind the closing ones. NULL:
 * that is no path. */
static const char *place(const char *open, size_t *length, const char **after)
{
    const char *at = open + strspn(open, "{");
    const char *close = strstr(at, "}}");

    if (close == NULL)
        return NULL;
    *after = close + 2 + (close[2] == '}' && at - open > 2);
    at += strspn(at, " ");
    *length = strspn(at, NAMES);
    return *length > 0 && at + *length + strspn(at + *length, " ") == close ? at : NULL;
}

void template_fill(struct text *out, struct arena *arena, const char *template,
                   struct json_object *told)
{
    void (*put)(struct text *, const char *) =
        template_is_json(template) ? put_in_json : put_in_form;

    for (const char *open; (open = strstr(template, "{{")) != NULL;) {
        const char *after;
        size_t length;
        const char *path = place(open, &length, &after);

        if (path == NULL)
            after = open + 2;
        text_add(out, template, (size_t)((path == NULL ? after : open) - template));
        if (path != NULL)
            put(out, shown(value_at(arena, told, path, length)));
        template = after;
    }
    text_put(out, template);
}
