/* json.c - a strict scan before json-c, and a walk without a tree. SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json_tokener.h>

#include "base/utf8.h"

enum {
    FIRST_KEYS = 64,
    /* The digits of 2^1024, beyond which no digit can decide whether a number is finite. */
    FINITE_DIGITS = 310,
    LARGEST_DOUBLE_EXPONENT = 308,
};

/* Digits of an exponent beyond this change nothing: no text is long enough to bring such a number
 * back. */
#define EXPONENT_FAR (INT64_MAX / 100)

/* A key as it reads after unescaping. `object` is 0 where the table is free. */
struct key {
    const char *bytes;
    size_t length;
    size_t object;
    uint64_t hash;
};

/* All keys of a text, open addressing, never more than half full. */
struct keys {
    struct key *all;
    size_t room; /* a power of two */
    size_t count;
    char *unescaped; /* of keys that held escapes; as long as the text, thus never too short */
    size_t unescaped_length;
    struct key first[FIRST_KEYS];
};

struct scan {
    const char *start, *at, *end;
    const struct json_limits *limits;
    int depth;
    size_t values;
    size_t objects;
    struct json_fault fault;
    struct keys keys;
};

struct span_of_text {
    const char *bytes;
    size_t length;
    bool has_escapes;
};

struct literal {
    const char *name;
    size_t length;
    int kind;
};

const struct json_limits json_request_limits = {.bytes = 65536, .depth = 16, .values = 10000};

static const struct literal literals[] = {
    {"null", 4, JSON_NULL},
    {"false", 5, JSON_FALSE},
    {"true", 4, JSON_TRUE},
};

/* Bytes a string may hold as they are and that are not part of a longer sequence. */
static const bool is_plain[256] = {
    [0x20 ... 0x21] = true,
    [0x23 ... 0x5B] = true,
    [0x5D ... 0x7F] = true,
};

/* What one letter behind a backslash stands for; 0: nothing. */
static const char escape_letters[256] = {
    ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

/* So that nobody can prepare keys which all fall into one place of the table. */
static struct {
    bool drawn;
    uint64_t words[2];
} hash_seed;

static void draw_hash_seed(void)
{
    if (!hash_seed.drawn) {
        hash_seed.drawn = getentropy(hash_seed.words, sizeof(hash_seed.words)) == 0;
    }
}

static uint64_t turn(uint64_t word, int bits)
{
    return (word << bits) | (word >> (64 - bits));
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = turn(v[1], 13) ^ v[0];
    v[3] = turn(v[3], 16) ^ v[2];
    v[0] = turn(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = turn(v[1], 17) ^ v[2];
    v[3] = turn(v[3], 21) ^ v[0];
    v[2] = turn(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
}

/* SipHash-1-3, keyed by the seed and the object. */
static uint64_t hash_key(const char *bytes, size_t length, size_t object)
{
    const uint64_t one = hash_seed.words[0], other = hash_seed.words[1] ^ object;
    uint64_t v[4] = {
        one ^ UINT64_C(0x736f6d6570736575),
        other ^ UINT64_C(0x646f72616e646f6d),
        one ^ UINT64_C(0x6c7967656e657261),
        other ^ UINT64_C(0x7465646279746573),
    };
    uint64_t word;
    size_t left = length;

    for (; left >= sizeof(word); left -= sizeof(word), bytes += sizeof(word)) {
        memcpy(&word, bytes, sizeof(word));
        sip_word(v, word);
    }
    word = 0;
    memcpy(&word, bytes, left);
    sip_word(v, word ^ ((uint64_t)length << 56));
    v[2] ^= 0xFF;
    for (int round = 0; round < 3; round++) {
        sip_round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The place of the key, or the free place where it belongs. */
static struct key *key_place(const struct keys *keys, const struct key *key)
{
    size_t at = (size_t)key->hash & (keys->room - 1);

    while (keys->all[at].object != 0) {
        const struct key *other = &keys->all[at];

        if (other->hash == key->hash && other->object == key->object &&
            other->length == key->length && memcmp(other->bytes, key->bytes, key->length) == 0) {
            break;
        }
        at = (at + 1) & (keys->room - 1);
    }
    return &keys->all[at];
}

static bool keys_grow(struct keys *keys)
{
    struct keys larger = {.room = keys->room * 2};

    larger.all = calloc(larger.room, sizeof(*larger.all));
    if (larger.all == NULL) {
        return false;
    }
    for (size_t i = 0; i < keys->room; i++) {
        if (keys->all[i].object != 0) {
            *key_place(&larger, &keys->all[i]) = keys->all[i];
        }
    }
    if (keys->all != keys->first) {
        free(keys->all);
    }
    keys->all = larger.all;
    keys->room = larger.room;
    return true;
}

static void keys_free(struct keys *keys)
{
    if (keys->all != keys->first) {
        free(keys->all);
    }
    free(keys->unescaped);
}

static bool fail(struct scan *scan, const char *problem, const char *where)
{
    scan->fault = (struct json_fault){problem, (size_t)(where - scan->start)};
    return false;
}

static bool fail_here(struct scan *scan)
{
    return fail(scan, scan->at < scan->end ? "unexpected character" : "unfinished", scan->at);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at)) {
        at++;
    }
    return at;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static int hex_value(char byte)
{
    if (is_digit(byte)) {
        return byte - '0';
    }
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* The four hex digits behind \u, or -1. */
static int32_t unit_read(const char *at, const char *end)
{
    int32_t unit = 0;

    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') {
        return -1;
    }
    for (int i = 2; i < 6; i++) {
        int value = hex_value(at[i]);

        if (value < 0) {
            return -1;
        }
        unit = unit * 16 + value;
    }
    return unit;
}

static size_t utf8_write(char out[4], int32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | (point >> 6));
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | (point >> 12));
        out[1] = (char)(0x80 | ((point >> 6) & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (point >> 18));
    out[1] = (char)(0x80 | ((point >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((point >> 6) & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/* Reads the four digits after \u, or a pair of them, at *at. Returns the problem or NULL. */
static const char *point_read(const char **at, const char *end, int32_t *point)
{
    int32_t unit = unit_read(*at, end), low;

    if (unit < 0) {
        return "bad escape";
    }
    if (unit == 0) {
        return "NUL in a string";
    }
    *at += 6;
    *point = unit;
    if (unit < 0xD800 || unit > 0xDFFF) {
        return NULL;
    }
    low = unit_read(*at, end);
    if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
        return "lone surrogate";
    }
    *at += 6;
    *point = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    return NULL;
}

/* Reads the escape at *at. Returns the problem or NULL. */
static const char *escape_read(const char **at, const char *end, char out[4], size_t *written)
{
    const char *problem;
    int32_t point;

    if (end - *at >= 2 && (*at)[1] != 'u') {
        out[0] = escape_letters[(unsigned char)(*at)[1]];
        *written = 1;
        *at += 2;
        return out[0] == 0 ? "bad escape" : NULL;
    }
    problem = point_read(at, end, &point);
    if (problem == NULL) {
        *written = utf8_write(out, point);
    }
    return problem;
}

/* Unescapes into `out`, which has room for `length` bytes. False on a broken escape. */
static bool unescape(const char *bytes, size_t length, char *out, size_t *out_length)
{
    const char *at = bytes, *end = bytes + length;
    char *to = out;

    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((escape == NULL ? end : escape) - at);
        char piece[4];
        size_t written;

        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (at == end) {
            break;
        }
        if (escape_read(&at, end, piece, &written) != NULL) {
            return false;
        }
        memcpy(to, piece, written);
        to += written;
    }
    *out_length = (size_t)(to - out);
    return true;
}

/* Steps over one byte or sequence that is not plain. Returns the problem or NULL. */
static const char *step_over(const char **at, const char *end, struct span_of_text *inside)
{
    char piece[4];
    size_t length;

    if (**at == '\\') {
        inside->has_escapes = true;
        return escape_read(at, end, piece, &length);
    }
    if ((unsigned char)**at < 0x20) {
        return "control character in a string";
    }
    length = utf8_sequence(*at, (size_t)(end - *at));
    *at += length;
    return length == 0 ? "not UTF-8" : NULL;
}

/* Scans the string at its opening quote; *inside is what the quotes hold. */
static bool scan_string(struct scan *scan, struct span_of_text *inside)
{
    const char *at = scan->at + 1, *end = scan->end;

    *inside = (struct span_of_text){.bytes = at};
    for (;;) {
        const char *before, *problem;

        while (at < end && is_plain[(unsigned char)*at]) {
            at++;
        }
        if (at == end) {
            return fail(scan, "unfinished", at);
        }
        if (*at == '"') {
            break;
        }
        before = at;
        problem = step_over(&at, end, inside);
        if (problem != NULL) {
            return fail(scan, problem, before);
        }
    }
    inside->length = (size_t)(at - inside->bytes);
    scan->at = at + 1;
    return true;
}

static bool count_value(struct scan *scan)
{
    scan->values++;
    return scan->values <= scan->limits->values ? true : fail(scan, "too many values", scan->at);
}

/* The key's bytes without escapes: in the text itself, or where escapes are written out. */
static bool key_bytes(struct scan *scan, const struct span_of_text *inside, struct key *key)
{
    struct keys *keys = &scan->keys;
    char *out;

    if (!inside->has_escapes) {
        key->bytes = inside->bytes;
        key->length = inside->length;
        return true;
    }
    if (keys->unescaped == NULL) {
        keys->unescaped = malloc((size_t)(scan->end - scan->start));
        if (keys->unescaped == NULL) {
            return false;
        }
    }
    out = keys->unescaped + keys->unescaped_length;
    key->bytes = out;
    if (!unescape(inside->bytes, inside->length, out, &key->length)) {
        return false;
    }
    keys->unescaped_length += key->length;
    return true;
}

static bool remember_key(struct scan *scan, const struct span_of_text *inside, size_t object)
{
    struct keys *keys = &scan->keys;
    struct key key = {.object = object};
    struct key *place;

    if (!key_bytes(scan, inside, &key)) {
        return fail(scan, "out of memory", inside->bytes);
    }
    key.hash = hash_key(key.bytes, key.length, object);
    place = key_place(keys, &key);
    if (place->object != 0) {
        return fail(scan, "duplicate key", inside->bytes - 1);
    }
    *place = key;
    keys->count++;
    if (keys->count > keys->room / 2 && !keys_grow(keys)) {
        return fail(scan, "out of memory", inside->bytes);
    }
    return true;
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && is_digit(*at)) {
        at++;
    }
    return at;
}

static bool fits_int64(const char *at, const char *end)
{
    bool negative = *at == '-';
    int64_t number = 0;

    for (at += negative; at < end; at++) {
        int digit = *at - '0';

        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, negative ? -digit : digit, &number)) {
            return false;
        }
    }
    return true;
}

/* Of "e5", "E+5", "e-5" or nothing. */
static int64_t exponent_read(const char *at, const char *end)
{
    bool negative = end - at > 1 && at[1] == '-';
    int64_t exponent = 0;

    for (; at < end; at++) {
        if (is_digit(*at) && exponent < EXPONENT_FAR) {
            exponent = exponent * 10 + (*at - '0');
        }
    }
    return negative ? -exponent : exponent;
}

/* Decides by magnitude; only numbers near the largest double are computed. Their digits go to
 * strtod() as a whole number, since what it takes for a decimal point depends on the locale. */
static bool is_finite(const char *at, const char *mantissa_end, int64_t exponent)
{
    char digits[FINITE_DIGITS + 16];
    int64_t significant = 0, behind_point = 0, magnitude;
    int count = 0;
    bool in_fraction = false;

    for (; at < mantissa_end; at++) {
        in_fraction = in_fraction || *at == '.';
        if (!is_digit(*at)) {
            continue;
        }
        behind_point += in_fraction ? 1 : 0;
        if (significant == 0 && *at == '0') {
            continue;
        }
        significant++;
        if (count < FINITE_DIGITS) {
            digits[count++] = *at;
        }
    }
    magnitude = exponent - behind_point + significant - 1;
    if (significant == 0 || magnitude != LARGEST_DOUBLE_EXPONENT) {
        return significant == 0 || magnitude < LARGEST_DOUBLE_EXPONENT;
    }
    (void)snprintf(digits + count, sizeof(digits) - (size_t)count, "e%d",
                   LARGEST_DOUBLE_EXPONENT - (count - 1));
    return isfinite(strtod(digits, NULL)) != 0;
}

/* Each of these two gives `at` where its part is absent and NULL where it is broken. */
static const char *fraction_end(const char *at, const char *end)
{
    const char *behind;

    if (at == end || *at != '.') {
        return at;
    }
    behind = skip_digits(at + 1, end);
    return behind > at + 1 ? behind : NULL;
}

static const char *exponent_end(const char *at, const char *end)
{
    const char *digits = at + 1, *behind;

    if (at == end || (*at != 'e' && *at != 'E')) {
        return at;
    }
    digits += digits < end && (*digits == '+' || *digits == '-');
    behind = skip_digits(digits, end);
    return behind > digits ? behind : NULL;
}

static bool scan_number(struct scan *scan)
{
    const char *start = scan->at, *end = scan->end;
    const char *whole = start + (*start == '-');
    const char *whole_end = skip_digits(whole, end);
    const char *mantissa_end = fraction_end(whole_end, end);
    const char *behind = mantissa_end == NULL ? NULL : exponent_end(mantissa_end, end);

    if (whole_end == whole || behind == NULL || (*whole == '0' && whole_end - whole > 1)) {
        return fail(scan, "bad number", start);
    }
    if (behind == whole_end
            ? !fits_int64(start, behind)
            : !is_finite(whole, mantissa_end, exponent_read(mantissa_end, behind))) {
        return fail(scan, "number out of range", start);
    }
    scan->at = behind;
    return true;
}

static const struct literal *literal_at(const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++) {
        const struct literal *literal = &literals[i];

        if ((size_t)(end - at) >= literal->length &&
            memcmp(at, literal->name, literal->length) == 0) {
            return literal;
        }
    }
    return NULL;
}

static bool scan_literal(struct scan *scan)
{
    const struct literal *literal = literal_at(scan->at, scan->end);

    if (literal == NULL) {
        return fail_here(scan);
    }
    scan->at += literal->length;
    return true;
}

static void skip(struct scan *scan)
{
    scan->at = skip_blanks(scan->at, scan->end);
}

static bool next_is(const struct scan *scan, char byte)
{
    return scan->at < scan->end && *scan->at == byte;
}

static bool scan_value(struct scan *scan);

static bool scan_member(struct scan *scan, size_t object)
{
    struct span_of_text key;

    if (!next_is(scan, '"')) {
        return fail_here(scan);
    }
    if (!count_value(scan) || !scan_string(scan, &key) || !remember_key(scan, &key, object)) {
        return false;
    }
    skip(scan);
    if (!next_is(scan, ':')) {
        return fail_here(scan);
    }
    scan->at++;
    skip(scan);
    return scan_value(scan);
}

/* The inside of an array (object 0) or of an object, from its opening bracket on. */
static bool scan_inside(struct scan *scan, size_t object, char closing)
{
    scan->at++;
    skip(scan);
    if (next_is(scan, closing)) {
        scan->at++;
        return true;
    }
    for (;;) {
        if (!(object == 0 ? scan_value(scan) : scan_member(scan, object))) {
            return false;
        }
        skip(scan);
        if (next_is(scan, closing)) {
            scan->at++;
            return true;
        }
        if (!next_is(scan, ',')) {
            return fail_here(scan);
        }
        scan->at++;
        skip(scan);
    }
}

static bool scan_container(struct scan *scan)
{
    bool is_object = *scan->at == '{';
    bool fine;

    if (scan->depth == scan->limits->depth) {
        return fail(scan, "too deep", scan->at);
    }
    scan->depth++;
    scan->objects += is_object ? 1 : 0;
    fine = scan_inside(scan, is_object ? scan->objects : 0, is_object ? '}' : ']');
    scan->depth--;
    return fine;
}

/* Calls itself through scan_container() at most limits->depth times. */
static bool scan_value(struct scan *scan)
{
    struct span_of_text inside;

    if (scan->at == scan->end) {
        return fail_here(scan);
    }
    if (!count_value(scan)) {
        return false;
    }
    switch (*scan->at) {
    case '{':
    case '[':
        return scan_container(scan);
    case '"':
        return scan_string(scan, &inside);
    case 't':
    case 'f':
    case 'n':
        return scan_literal(scan);
    default:
        return *scan->at == '-' || is_digit(*scan->at) ? scan_number(scan) : fail_here(scan);
    }
}

static bool scan_text(struct scan *scan)
{
    skip(scan);
    if (scan->at == scan->end) {
        return fail(scan, "empty", scan->at);
    }
    if (!scan_value(scan)) {
        return false;
    }
    skip(scan);
    return scan->at == scan->end ? true : fail(scan, "text after the value", scan->at);
}

static void put_tree(void *tree)
{
    (void)json_object_put(tree);
}

/* A number at the top has no end of its own; a NUL behind the text gives it one. */
static struct json_object *parse(struct json_tokener *tokener, const char *text, size_t length,
                                 struct json_fault *fault)
{
    struct json_object *tree = json_tokener_parse_ex(tokener, text, (int)length + 1);

    if (json_tokener_get_error(tokener) != json_tokener_success) {
        *fault =
            (struct json_fault){"not taken by the parser", json_tokener_get_parse_end(tokener)};
    }
    return tree;
}

/* The end of the string that begins at `at`, behind its closing quote, or NULL. A quote behind an
 * odd number of backslashes closes nothing. */
static const char *string_end(const char *at, const char *end)
{
    const char *quote = at;

    while ((quote = memchr(quote + 1, '"', (size_t)(end - quote - 1))) != NULL) {
        const char *before = quote;

        while (before[-1] == '\\') {
            before--;
        }
        if ((quote - before) % 2 == 0) {
            return quote + 1;
        }
    }
    return NULL;
}

static const char *container_end(const char *at, const char *end)
{
    size_t open = 0;

    while (at != NULL && at < end) {
        switch (*at) {
        case '"':
            at = string_end(at, end);
            continue;
        case '[':
        case '{':
            open++;
            break;
        case ']':
        case '}':
            open--;
            if (open == 0) {
                return at + 1;
            }
            break;
        default:
            break;
        }
        at++;
    }
    return NULL;
}

static const char *number_end(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && (is_digit(*at) || (*at != '\0' && strchr("+-.eE", *at) != NULL))) {
        at++;
    }
    return at > start ? at : NULL;
}

/* The kind of the value at `at` and its end, or NULL where no value begins. */
static const char *value_end(const char *at, const char *end, struct json_item *item)
{
    const struct literal *literal;

    switch (*at) {
    case '"':
        item->kind = JSON_STRING;
        return string_end(at, end);
    case '[':
    case '{':
        item->kind = *at == '[' ? JSON_ARRAY : JSON_OBJECT;
        return container_end(at, end);
    default:
        break;
    }
    literal = literal_at(at, end);
    if (literal != NULL) {
        item->kind = (__typeof__(item->kind))literal->kind;
        return at + literal->length;
    }
    item->kind = JSON_NUMBER;
    return number_end(at, end);
}

static bool walk_break(struct json_walk *walk)
{
    walk->broken = true;
    walk->at = walk->end;
    return false;
}

/* From the quote in front of a string to the quote behind it. */
static char *string_of(struct arena *arena, const char *raw, size_t raw_length, size_t *length)
{
    const char *inside = raw + 1;
    size_t inside_length = raw_length - 2;
    char *string;

    if (memchr(inside, '\\', inside_length) == NULL) {
        *length = inside_length;
        return arena_bytes(arena, inside, inside_length);
    }
    string = arena_take(arena, inside_length + 1);
    return unescape(inside, inside_length, string, length) ? string : NULL;
}

static bool walk_key(struct json_walk *walk, struct json_item *item)
{
    const char *start = walk->at;
    const char *behind = *start == '"' ? string_end(start, walk->end) : NULL;

    if (behind == NULL) {
        return false;
    }
    item->key = string_of(walk->arena, start, (size_t)(behind - start), &item->key_length);
    behind = skip_blanks(behind, walk->end);
    if (item->key == NULL || behind == walk->end || *behind != ':') {
        return false;
    }
    walk->at = skip_blanks(behind + 1, walk->end);
    return walk->at < walk->end;
}

/* A comma must be followed by another item, and an item by a comma or the end. */
static bool walk_comma(struct json_walk *walk)
{
    walk->at = skip_blanks(walk->at, walk->end);
    if (walk->at == walk->end) {
        return true;
    }
    if (*walk->at != ',') {
        return false;
    }
    walk->at = skip_blanks(walk->at + 1, walk->end);
    return walk->at < walk->end;
}

struct json_fault json_scan(const char *text, size_t length, const struct json_limits *limits)
{
    struct scan scan = {
        .start = text,
        .at = text,
        .end = text + length,
        .limits = limits,
        .keys = {.room = FIRST_KEYS},
    };

    if (length > limits->bytes || length > INT_MAX - 1) {
        return (struct json_fault){"too long", limits->bytes};
    }
    draw_hash_seed();
    scan.keys.all = scan.keys.first;
    (void)scan_text(&scan);
    keys_free(&scan.keys);
    return scan.fault;
}

struct json_object *json_read(struct arena *arena, const char *text, size_t length,
                              const struct json_limits *limits, struct json_fault *fault)
{
    struct json_tokener *tokener;
    struct json_object *tree;

    *fault = json_scan(text, length, limits);
    if (fault->problem != NULL) {
        return NULL;
    }
    tokener = json_tokener_new_ex(limits->depth + 1);
    if (tokener == NULL) {
        *fault = (struct json_fault){"out of memory", 0};
        return NULL;
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    tree = parse(tokener, arena_bytes(arena, text, length), length, fault);
    json_tokener_free(tokener);
    if (tree != NULL) {
        arena_defer(arena, put_tree, tree);
    }
    return tree;
}

/* The end is set to the closing bracket, which later tells arrays from objects. */
bool json_walk_start(struct json_walk *walk, struct arena *arena, const char *text, size_t length)
{
    const char *end = text + length;
    const char *at = skip_blanks(text, end);

    while (end > at && is_blank(end[-1])) {
        end--;
    }
    *walk = (struct json_walk){.at = end, .end = end, .arena = arena, .broken = true};
    if (end - at < 2 || !((*at == '[' && end[-1] == ']') || (*at == '{' && end[-1] == '}'))) {
        return false;
    }
    walk->end = end - 1;
    walk->at = skip_blanks(at + 1, walk->end);
    walk->broken = false;
    return true;
}

bool json_walk_next(struct json_walk *walk, struct json_item *item)
{
    const char *behind;

    *item = (struct json_item){0};
    if (walk->at == walk->end) {
        return false;
    }
    if (*walk->end == '}' && !walk_key(walk, item)) {
        return walk_break(walk);
    }
    behind = value_end(walk->at, walk->end, item);
    if (behind == NULL) {
        return walk_break(walk);
    }
    item->raw = walk->at;
    item->raw_length = (size_t)(behind - walk->at);
    walk->at = behind;
    return walk_comma(walk) ? true : walk_break(walk);
}

const char *json_item_string(struct json_walk *walk, const struct json_item *item)
{
    size_t length;
    const char *string;

    if (item->kind != JSON_STRING) {
        return NULL;
    }
    string = string_of(walk->arena, item->raw, item->raw_length, &length);
    walk->broken = walk->broken || string == NULL;
    return string;
}

long long json_item_number(const struct json_item *item, long long otherwise)
{
    const char *at = item->raw, *end = item->raw + item->raw_length;
    long long number = 0;
    bool negative;

    if (item->kind != JSON_NUMBER) {
        return otherwise;
    }
    negative = *at == '-';
    at += negative;
    if (at == end) {
        return otherwise;
    }
    for (; at < end; at++) {
        int digit = *at - '0';

        if (!is_digit(*at) || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, negative ? -digit : digit, &number)) {
            return otherwise;
        }
    }
    return number;
}

/* One member from its key to behind its value, or NULL. */
static const char *member_end(const char *at, const char *end, const char **key_end)
{
    struct json_item item;
    const char *value;

    *key_end = *at == '"' ? string_end(at, end) : NULL;
    if (*key_end == NULL) {
        return NULL;
    }
    value = skip_blanks(*key_end, end);
    if (value == end || *value != ':') {
        return NULL;
    }
    value = skip_blanks(value + 1, end);
    return value == end ? NULL : value_end(value, end, &item);
}

void json_without(struct text *out, const char *json, const char *name)
{
    const char *end = json + strlen(json);
    const char *at = skip_blanks(json + (*json == '{'), end);
    size_t length = strlen(name);
    size_t start = out->length;
    bool first = true;

    text_char(out, '{');
    while (*json == '{' && at < end && *at != '}') {
        const char *key_end, *behind = member_end(at, end, &key_end);

        if (behind == NULL) {
            break;
        }
        if ((size_t)(key_end - at) != length + 2 || memcmp(at + 1, name, length) != 0) {
            if (!first) {
                text_char(out, ',');
            }
            text_add(out, at, (size_t)(behind - at));
            first = false;
        }
        at = skip_blanks(behind, end);
        at = at < end && *at == ',' ? skip_blanks(at + 1, end) : at;
    }
    if (*json == '{' && at < end && *at == '}') {
        text_char(out, '}');
        return;
    }
    text_cut(out, start);
    text_put(out, json);
}
