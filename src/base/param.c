/* param.c - reads parameters by their rows. SPDX-License-Identifier: MIT */
#include <limits.h>
#include <string.h>

#include <json-c/linkhash.h>

#include "base/param.h"
#include "base/zone.h"

enum { LIST_MOST = 250, TEXT_MOST = 500, WORD_MOST = 64 };
enum { AMOUNT_WHOLE = 9, AMOUNT_FRACTION = 3 }; /* digits */

/* What one call of params_from_*() works with. */
struct reading {
    struct arena *arena;
    const struct params *params;
    char *into;
    struct complaints *complaints;
    size_t room;
};

/* The values that a query holds for one row. */
struct sent {
    const struct pair **all;
    size_t count;
    bool list;
};

static void *member(const struct reading *reading, const struct param *row)
{
    return reading->into + row->offset;
}

static void raise_given(const struct reading *reading, const struct param *row)
{
    uint64_t given;

    if (reading->params->given == PARAM_NO_GIVEN || row->bit == 0)
        return;
    memcpy(&given, reading->into + reading->params->given, sizeof given);
    given |= row->bit;
    memcpy(reading->into + reading->params->given, &given, sizeof given);
}

/* Whether it is missed when it was not sent. */
static bool is_needed(const struct reading *reading, const struct param *row)
{
    uint64_t given = 0;

    if (reading->params->given != PARAM_NO_GIVEN)
        memcpy(&given, reading->into + reading->params->given, sizeof given);
    return (row->manner & PARAM_REQUIRED) && (given & row->unless) == 0;
}

static void complain(struct reading *reading, struct complaint complaint)
{
    struct complaints *complaints = reading->complaints;

    if (complaints->count == reading->room) {
        size_t room = reading->room == 0 ? 8 : 2 * reading->room;
        struct complaint *more = TAKE_MANY(reading->arena, room, struct complaint);

        if (complaints->count > 0)
            memcpy(more, complaints->all, complaints->count * sizeof *more);
        complaints->all = more;
        reading->room = room;
    }
    complaints->all[complaints->count++] = complaint;
}

/* ---- texts ---- */

static size_t characters(const char *text, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

bool text_is_plain(const char *text, size_t length, bool lines)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte == 0x7f || (byte < 0x20 && !(lines && strchr("\t\n\r", byte) && byte != 0)))
            return false;
    }
    return true;
}

static bool mail_byte(unsigned char byte)
{
    return byte > 0x20 && byte != 0x7f && strchr("()<>[]\\,;:\"@", byte) == NULL;
}

static bool domain_is_plain(const char *at, const char *end)
{
    const char *label = at;

    for (; at <= end; at++) {
        if (at < end && *at != '.') {
            if (!mail_byte((unsigned char)*at))
                return false;
            continue;
        }
        if (at == label || *label == '-' || at[-1] == '-')
            return false;
        label = at + 1;
    }
    return true;
}

bool mail_is_plain(const char *text, size_t length)
{
    const char *at_sign = memchr(text, '@', length);

    if (at_sign == NULL || at_sign == text || length > 320 || at_sign - text > 64)
        return false;
    if (text[0] == '.' || at_sign[-1] == '.')
        return false;
    for (const char *at = text; at < at_sign; at++)
        if (!mail_byte((unsigned char)*at) || (*at == '.' && at[1] == '.'))
            return false;
    return domain_is_plain(at_sign + 1, text + length);
}

bool phone_is_plain(const char *text, size_t length)
{
    if (length < 8 || length > 16 || text[0] != '+' || text[1] == '0')
        return false;
    for (size_t i = 1; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static char *cleaned(const struct reading *reading, const struct param *row, const char *text,
                     size_t *length)
{
    if (row->manner & PARAM_TRIMMED) {
        for (; *length > 0 && *text == ' '; text++)
            --*length;
        for (; *length > 0 && text[*length - 1] == ' ';)
            --*length;
    }
    char *copy = arena_bytes(reading->arena, text, *length);
    for (char *at = copy; at < copy + *length; at++) {
        if (*at == ' ' && (row->manner & PARAM_BLANK_IS_PLUS))
            *at = '+';
        if (*at >= 'A' && *at <= 'Z' && (row->manner & PARAM_LOWER_CASE))
            *at = (char)(*at - 'A' + 'a');
    }
    return copy;
}

static unsigned text_bounds(const struct param *row, const char *text, size_t length)
{
    size_t count = characters(text, length);
    unsigned kinds = 0;

    if (!text_is_plain(text, length, row->manner & PARAM_LINES))
        kinds |= COMPLAINT_BAD_BYTES;
    if (count < (size_t)row->least)
        kinds |= COMPLAINT_TOO_SHORT;
    if (count > (size_t)(row->most > 0 ? row->most : TEXT_MOST))
        kinds |= COMPLAINT_TOO_LONG;
    return kinds;
}

/* A text of any of the textual kinds into *out. */
static unsigned read_text(const struct reading *reading, const struct param *row, const char *text,
                          size_t length, const char **out)
{
    char *copy = cleaned(reading, row, text, &length);
    unsigned kinds = text_bounds(row, copy, length);

    *out = copy;
    if (kinds != 0)
        return kinds;
    if ((row->kind == PARAM_MAIL || row->manner & PARAM_EACH_MAIL) && !mail_is_plain(copy, length))
        return COMPLAINT_NOT_MAIL;
    if ((row->kind == PARAM_TEXT || row->kind == PARAM_TEXTS) && row->words != NULL &&
        word_find(row->words, copy, length) == NULL)
        return COMPLAINT_NOT_WORD;
    if (row->kind == PARAM_PHONE && !phone_is_plain(copy, length))
        return COMPLAINT_NOT_PHONE;
    if (row->kind == PARAM_ZONE) {
        const char *proper = zone_proper_name(copy);

        if (proper == NULL)
            return COMPLAINT_NOT_ZONE;
        *out = arena_text(reading->arena, proper);
    }
    return 0;
}

/* ---- numbers ---- */

static unsigned number_bounds(const struct param *row, int64_t number)
{
    if (row->least == 0 && row->most == 0)
        return 0;
    if (number < row->least)
        return COMPLAINT_TOO_SMALL;
    return number > row->most ? COMPLAINT_TOO_LARGE : 0;
}

static int64_t clamped(const struct param *row, int64_t number)
{
    if (number < row->least)
        return row->least;
    return number > row->most ? row->most : number;
}

static unsigned number_bounds_of_nothing(const struct param *row)
{
    if (row->least == 0 && row->most == 0)
        return 0;
    return COMPLAINT_TOO_SMALL | (row->most < PARAM_UNBOUNDED ? COMPLAINT_TOO_LARGE : 0);
}

/* Digits with an optional sign; *rest is where they end. A number beyond int64 stops at its border.
 */
static bool read_digits(const char *text, const char *end, int64_t *number, const char **rest)
{
    bool minus = text < end && *text == '-';
    int64_t value = 0;

    if (text < end && (*text == '-' || *text == '+'))
        text++;
    if (text == end || *text < '0' || *text > '9')
        return false;
    for (; text < end && *text >= '0' && *text <= '9'; text++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *text - '0', &value))
            value = INT64_MAX;
    *number = minus ? -value : value;
    *rest = text;
    return true;
}

static bool read_number_text(const struct param *row, const char *text, size_t length,
                             int64_t *number)
{
    const char *end = text + length;
    const char *rest;

    while (text < end && *text == ' ')
        text++;
    if (!read_digits(text, end, number, &rest))
        return false;
    while (rest < end && *rest == ' ')
        rest++;
    return rest == end || (row->manner & PARAM_LEADING_DIGITS);
}

/* ---- the other scalars, from text ---- */

static unsigned read_instant(const struct param *row, const char *text, size_t length,
                             struct instant *out)
{
    enum instant_form form = row->manner & PARAM_DATE_TIME ? INSTANT_DATE_TIME : INSTANT_ANY_FORM;

    return instant_read(text, length, form, out) ? 0 : COMPLAINT_NOT_INSTANT;
}

static unsigned read_minute(const char *text, size_t length, int64_t *out)
{
    int minute;

    if (!minute_read(text, length, &minute))
        return COMPLAINT_NOT_TEXT;
    *out = minute;
    return 0;
}

static unsigned read_word(const struct param *row, const char *text, size_t length, int *out)
{
    char lower[WORD_MOST];
    const struct word *word;

    if (row->manner & PARAM_LOWER_CASE && length <= sizeof lower) {
        for (size_t i = 0; i < length; i++)
            lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 'a' - 'A' : text[i]);
        text = lower;
    }
    word = word_find(row->words, text, length);
    if (word == NULL && !(row->manner & PARAM_OTHERS_UNSENT))
        return COMPLAINT_NOT_WORD;
    *out = word == NULL ? 0 : word->value;
    return 0;
}

/* ---- queries ---- */

static struct sent sent_for(const struct reading *reading, const struct param *row,
                            const struct pairs *pairs)
{
    struct sent sent = {0};

    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->all[i].name, row->name) != 0)
            continue;
        if (sent.all == NULL)
            sent.all = TAKE_MANY(reading->arena, pairs->count - i, const struct pair *);
        sent.all[sent.count++] = &pairs->all[i];
        sent.list = sent.list || pairs->all[i].list || sent.count > 1;
    }
    return sent;
}

static const char *json_of_sent(const struct reading *reading, const struct sent *sent)
{
    struct text out;

    text_init(&out, 1 << 20);
    if (sent->list)
        text_char(&out, '[');
    for (size_t i = 0; i < sent->count; i++) {
        if (i > 0)
            text_char(&out, ',');
        text_json_bytes(&out, sent->all[i]->value, sent->all[i]->length);
    }
    if (sent->list)
        text_char(&out, ']');
    char *copy = arena_bytes(reading->arena, out.bytes, out.length);
    text_free(&out);
    return copy;
}

static unsigned query_number(const struct reading *reading, const struct param *row,
                             const struct sent *sent, const char **shown)
{
    const struct pair *pair = sent->all[0];
    int64_t *out = member(reading, row);

    if (sent->list || !read_number_text(row, pair->value, pair->length, out)) {
        if (pair->length == 0 && !sent->list && (row->manner & PARAM_EMPTY_IS_UNSENT))
            return 0;
        *shown = pair->length == 0 ? "\"\"" : "null";
        return number_bounds_of_nothing(row) |
               (row->manner & PARAM_LEADING_DIGITS ? COMPLAINT_NOT_NUMBER : COMPLAINT_NOT_WHOLE);
    }
    *shown = arena_format(reading->arena, "%lld", (long long)*out);
    if (row->manner & PARAM_CLAMPED)
        *out = clamped(row, *out);
    return number_bounds(row, *out);
}

/* Splits "a,b" and repeated values into items, each trimmed; calls take for each. A comma inside a
 * repeated value is part of the item, as validators of the Cal.com family have it. */
static unsigned query_items(const struct reading *reading, const struct param *row,
                            const struct sent *sent,
                            unsigned (*take)(const struct reading *, const struct param *,
                                             const char *, size_t, size_t, struct text *),
                            const char **shown)
{
    size_t most = row->items > 0 ? (size_t)row->items : LIST_MOST;
    unsigned kinds = 0;
    size_t items = 0;
    struct text out;

    text_init(&out, 1 << 20);
    text_char(&out, '[');
    for (size_t i = 0; i < sent->count; i++) {
        const char *at = sent->all[i]->value;
        const char *end = at + sent->all[i]->length;

        for (bool more = true; more; items++) {
            const char *comma = sent->list ? NULL : memchr(at, ',', (size_t)(end - at));
            const char *stop = comma != NULL ? comma : end;
            const char *last = stop;

            while (at < last && *at == ' ')
                at++;
            while (last > at && last[-1] == ' ')
                last--;
            if (items > 0)
                text_char(&out, ',');
            if (items >= most)
                kinds |= COMPLAINT_TOO_MANY;
            else
                kinds |= take(reading, row, at, (size_t)(last - at), items, &out);
            more = comma != NULL && items < most;
            at = stop + 1;
        }
    }
    text_char(&out, ']');
    *shown =
        kinds & COMPLAINT_TOO_MANY ? "null" : arena_bytes(reading->arena, out.bytes, out.length);
    text_free(&out);
    return kinds;
}

static unsigned take_word(const struct reading *reading, const struct param *row, const char *text,
                          size_t length, size_t position, struct text *shown)
{
    unsigned *out = member(reading, row);
    int value = 0;
    unsigned kinds = read_word(row, text, length, &value);

    (void)position;
    text_json_bytes(shown, text, length);
    if (kinds == 0)
        *out |= 1U << value;
    return kinds;
}

static unsigned take_number(const struct reading *reading, const struct param *row,
                            const char *text, size_t length, size_t position, struct text *shown)
{
    struct numbers *out = member(reading, row);
    struct param digits = *row;
    int64_t number = 0;

    if (position == 0)
        *out = (struct numbers){TAKE_MANY(reading->arena, LIST_MOST, int64_t), 0};
    if (row->words != NULL) {
        int value = 0;
        unsigned kinds = read_word(row, text, length, &value);

        text_json_bytes(shown, text, length);
        out->all[out->count++] = value;
        return kinds;
    }
    digits.manner |= PARAM_LEADING_DIGITS;
    if (!read_number_text(&digits, text, length, &number)) {
        text_put(shown, "null");
        return COMPLAINT_NOT_NUMBER;
    }
    text_number(shown, number);
    out->all[out->count++] = number;
    return number_bounds(row, number);
}

static unsigned take_text(const struct reading *reading, const struct param *row, const char *text,
                          size_t length, size_t position, struct text *shown)
{
    struct texts *out = member(reading, row);

    if (position == 0)
        *out = (struct texts){TAKE_MANY(reading->arena, LIST_MOST, const char *), 0};
    text_json_bytes(shown, text, length);
    return read_text(reading, row, text, length, &out->all[out->count++]);
}

static unsigned query_flag(const struct reading *reading, const struct param *row,
                           const struct pair *pair)
{
    static const struct word flags[] = {{"true", 1}, {"false", 0}, {"1", 1}, {"0", 0}, {NULL, 0}};
    const struct word *word =
        word_find(row->words != NULL ? row->words : flags, pair->value, pair->length);

    if (word == NULL)
        return row->words != NULL ? COMPLAINT_NOT_WORD : COMPLAINT_NOT_FLAG;
    *(bool *)member(reading, row) = word->value;
    return 0;
}

/* Digits, and perhaps a dot and up to three more. */
static unsigned read_amount(const struct reading *reading, const struct param *row,
                            const char *text, size_t length)
{
    size_t whole = 0, dot;

    while (whole < length && text[whole] >= '0' && text[whole] <= '9')
        whole++;
    for (dot = whole + 1; dot < length && text[dot] >= '0' && text[dot] <= '9';)
        dot++;
    bool fraction = whole < length && text[whole] == '.' && dot == length && dot > whole + 1;
    if (whole == 0 || whole > AMOUNT_WHOLE || (whole > 1 && *text == '0') ||
        (whole < length && !fraction) || dot > whole + 1 + AMOUNT_FRACTION)
        return COMPLAINT_NOT_NUMBER;
    *(const char **)member(reading, row) = arena_bytes(reading->arena, text, length);
    return 0;
}

static unsigned query_scalar(const struct reading *reading, const struct param *row,
                             const struct pair *pair)
{
    switch (row->kind) {
    case PARAM_TEXT:
    case PARAM_MAIL:
    case PARAM_PHONE:
    case PARAM_ZONE:
        return read_text(reading, row, pair->value, pair->length, member(reading, row));
    case PARAM_FLAG:
        return query_flag(reading, row, pair);
    case PARAM_AMOUNT:
        return read_amount(reading, row, pair->value, pair->length);
    case PARAM_WORD:
        return read_word(row, pair->value, pair->length, member(reading, row));
    case PARAM_INSTANT:
        return read_instant(row, pair->value, pair->length, member(reading, row));
    case PARAM_TIME:
        return time_sent_read(pair->value, pair->length, member(reading, row))
                   ? 0
                   : COMPLAINT_NOT_INSTANT;
    case PARAM_DAY:
        return day_read(pair->value, pair->length, member(reading, row)) ? 0 : COMPLAINT_NOT_DAY;
    case PARAM_MINUTE:
        return read_minute(pair->value, pair->length, member(reading, row));
    default: /* objects do not come in queries */
        return COMPLAINT_NOT_TEXT;
    }
}

static unsigned form_complaint(const struct param *row)
{
    static const unsigned of_kind[] = {
        [PARAM_FLAG] = COMPLAINT_NOT_FLAG,       [PARAM_WORD] = COMPLAINT_NOT_WORD,
        [PARAM_INSTANT] = COMPLAINT_NOT_INSTANT, [PARAM_DAY] = COMPLAINT_NOT_DAY,
        [PARAM_ZONE] = COMPLAINT_NOT_ZONE,       [PARAM_TIME] = COMPLAINT_NOT_INSTANT,
        [PARAM_AMOUNT] = COMPLAINT_NOT_NUMBER,   [PARAM_JSON] = 0,
    };

    return row->kind < COUNT(of_kind) && of_kind[row->kind] ? of_kind[row->kind]
                                                            : COMPLAINT_NOT_TEXT;
}

static unsigned query_value(const struct reading *reading, const struct param *row,
                            const struct sent *sent, const char **shown)
{
    switch (row->kind) {
    case PARAM_NUMBER:
        return query_number(reading, row, sent, shown);
    case PARAM_WORDS:
        return query_items(reading, row, sent, take_word, shown);
    case PARAM_NUMBERS:
        return query_items(reading, row, sent, take_number, shown);
    case PARAM_TEXTS:
        return query_items(reading, row, sent, take_text, shown);
    default:
        *shown = json_of_sent(reading, sent);
        return sent->list ? form_complaint(row) : query_scalar(reading, row, sent->all[0]);
    }
}

/* Whether a value that was read counts as sent at all. */
static bool counts_as_sent(const struct reading *reading, const struct param *row)
{
    if (row->manner & PARAM_OTHERS_UNSENT)
        return *(int *)member(reading, row) != 0;
    if (!(row->manner & PARAM_EMPTY_IS_UNSENT))
        return true;
    if (row->kind == PARAM_NUMBER)
        return *(int64_t *)member(reading, row) != 0;
    return **(const char **)member(reading, row) != '\0';
}

/* `alone` tells that it is one value, where a list may have come. */
static unsigned note_sent(const struct reading *reading, const struct param *row, bool alone)
{
    if (!counts_as_sent(reading, row))
        return is_needed(reading, row) ? COMPLAINT_MISSING : 0;
    if (!(row->manner & PARAM_ALONE) || !alone)
        raise_given(reading, row);
    return 0;
}

/* Of a query, where a list is one value with commas. */
static bool is_alone(const struct reading *reading, const struct param *row)
{
    return row->kind == PARAM_TEXTS && ((const struct texts *)member(reading, row))->count == 1;
}

static void set_otherwise(const struct reading *reading, const struct param *row)
{
    if (row->kind == PARAM_NUMBER && row->otherwise != 0)
        *(int64_t *)member(reading, row) = row->otherwise;
}

static void target_add(struct text *target, const char *name, const char *shown)
{
    text_char(target, target->length == 0 ? '{' : ',');
    text_json(target, name);
    text_char(target, ':');
    text_put(target, shown);
}

const struct complaints *complaints_of_missing(struct arena *arena, const struct complaints *all,
                                               bool *any)
{
    struct complaints *missing = TAKE(arena, struct complaints);

    *missing =
        (struct complaints){TAKE_MANY(arena, all->count + 1, struct complaint), 0, all->target};
    for (size_t i = 0; i < all->count; i++)
        if (all->all[i].kinds & COMPLAINT_MISSING)
            missing->all[missing->count++] = all->all[i];
    *any = missing->count > 0;
    return *any ? missing : all;
}

static struct fail outcome(const struct reading *reading)
{
    if (reading->complaints->count == 0)
        return NO_FAIL;
    return (struct fail){.code = MALFORMED,
                         .field = reading->complaints->all[0].property,
                         .complaints = reading->complaints};
}

static void complain_of_unknown_pairs(struct reading *reading, const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        bool known = false;

        for (size_t j = 0; j < reading->params->count && !known; j++)
            known = strcmp(reading->params->rows[j].name, pairs->all[i].name) == 0;
        if (!known)
            complain(reading,
                     (struct complaint){pairs->all[i].name, NULL, COMPLAINT_UNKNOWN, "null", NULL});
    }
}

struct fail params_from_query(struct arena *arena, const struct params *params,
                              const struct pairs *pairs, void *into)
{
    struct reading reading = {arena, params, into, TAKE(arena, struct complaints), 0};
    struct text target;

    text_init(&target, 1 << 20);
    for (size_t i = 0; i < params->count; i++) {
        const struct param *row = &params->rows[i];
        struct sent sent = sent_for(&reading, row, pairs);
        const char *shown = "null";
        unsigned kinds = 0;

        if (sent.count > 0) {
            kinds = query_value(&reading, row, &sent, &shown);
            target_add(&target, row->name, shown);
            if (kinds == 0)
                kinds = note_sent(&reading, row, is_alone(&reading, row));
        } else if (is_needed(&reading, row)) {
            kinds = COMPLAINT_MISSING;
        } else {
            set_otherwise(&reading, row);
        }
        if (kinds != 0)
            complain(&reading, (struct complaint){row->name, row, kinds, shown, NULL});
    }
    if (params->refuse_unknown)
        complain_of_unknown_pairs(&reading, pairs);
    else if (reading.complaints->count > 0)
        reading.complaints->target =
            target.length == 0 ? "{}"
                               : arena_format(arena, "%.*s}", (int)target.length, target.bytes);
    text_free(&target);
    return outcome(&reading);
}

/* ---- bodies ---- */

static struct fail read_object(struct arena *arena, const struct params *params,
                               struct json_object *object, void *into);

static unsigned json_text(const struct reading *reading, const struct param *row,
                          struct json_object *value, const char **out)
{
    if (!json_object_is_type(value, json_type_string))
        return form_complaint(row);
    return read_text(reading, row, json_object_get_string(value),
                     (size_t)json_object_get_string_len(value), out);
}

static bool json_whole(struct json_object *value, int64_t *out)
{
    if (json_object_is_type(value, json_type_int)) {
        *out = json_object_get_int64(value);
        return true;
    }
    if (!json_object_is_type(value, json_type_double))
        return false;
    double real = json_object_get_double(value);
    if (!(real >= -9007199254740992.0 && real <= 9007199254740992.0) ||
        (double)(int64_t)real != real)
        return false;
    *out = (int64_t)real;
    return true;
}

static unsigned json_number(const struct reading *reading, const struct param *row,
                            struct json_object *value)
{
    int64_t *out = member(reading, row);
    bool quoted = row->manner & PARAM_QUOTED && json_object_is_type(value, json_type_string) &&
                  read_number_text(row, json_object_get_string(value),
                                   (size_t)json_object_get_string_len(value), out);

    return quoted || json_whole(value, out) ? number_bounds(row, *out) : COMPLAINT_NOT_WHOLE;
}

/* The kinds that stand as strings in JSON but are not texts. */
static unsigned json_written(const struct reading *reading, const struct param *row,
                             struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return form_complaint(row);
    struct pair pair = {row->name, json_object_get_string(value),
                        (size_t)json_object_get_string_len(value), false};
    return query_scalar(reading, row, &pair);
}

static unsigned json_flag(const struct reading *reading, const struct param *row,
                          struct json_object *value)
{
    int64_t number;

    if (row->words != NULL)
        return json_object_is_type(value, json_type_string) ? json_written(reading, row, value)
                                                            : COMPLAINT_NOT_WORD;
    if (row->manner & PARAM_TOGGLE && json_whole(value, &number) && (number == 0 || number == 1)) {
        *(bool *)member(reading, row) = number == 1;
        return 0;
    }
    if (!json_object_is_type(value, json_type_boolean))
        return COMPLAINT_NOT_FLAG;
    *(bool *)member(reading, row) = json_object_get_boolean(value);
    return 0;
}

/* A number is taken by its letters, so that no digit of it changes. */
static unsigned json_amount(const struct reading *reading, const struct param *row,
                            struct json_object *value)
{
    const char *text;

    if (json_object_is_type(value, json_type_string))
        return json_written(reading, row, value);
    if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
        return COMPLAINT_NOT_NUMBER;
    text = json_object_to_json_string(value);
    return read_amount(reading, row, text, strlen(text));
}

static unsigned list_bounds(const struct param *row, size_t count, size_t most)
{
    return count > (row->items > 0 ? (size_t)row->items : most) ? COMPLAINT_TOO_MANY : 0;
}

/* A text where a list of them is expected. */
static unsigned json_alone(const struct reading *reading, const struct param *row,
                           struct json_object *value)
{
    struct texts *out = member(reading, row);

    *out = (struct texts){TAKE_MANY(reading->arena, 1, const char *), 1};
    return json_text(reading, row, value, &out->all[0]);
}

static unsigned json_list(const struct reading *reading, const struct param *row,
                          struct json_object *value, const struct complaints **inside)
{
    size_t count =
        json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;
    unsigned kinds = json_object_is_type(value, json_type_array) ? 0 : COMPLAINT_NOT_LIST;

    kinds |= list_bounds(row, count, row->kind == PARAM_OBJECTS ? 10000 : LIST_MOST);
    if (kinds == 0 && row->kind == PARAM_OBJECTS && count < (size_t)row->least)
        kinds = COMPLAINT_TOO_FEW;
    if (kinds != 0)
        return kinds;

    if (row->kind == PARAM_TEXTS) {
        struct texts *out = member(reading, row);

        *out = (struct texts){TAKE_MANY(reading->arena, count + 1, const char *), count};
        for (size_t i = 0; i < count; i++)
            kinds |= json_text(reading, row, json_object_array_get_idx(value, i), &out->all[i]);
    } else if (row->kind == PARAM_NUMBERS) {
        struct numbers *out = member(reading, row);

        *out = (struct numbers){TAKE_MANY(reading->arena, count + 1, int64_t), count};
        for (size_t i = 0; i < count; i++)
            if (!json_whole(json_object_array_get_idx(value, i), &out->all[i]))
                kinds |= COMPLAINT_NOT_NUMBER;
    } else if (row->kind == PARAM_WORDS) {
        for (size_t i = 0; i < count; i++) {
            struct json_object *item = json_object_array_get_idx(value, i);
            struct text ignored;

            text_init(&ignored, 1024);
            kinds |= json_object_is_type(item, json_type_string)
                         ? take_word(reading, row, json_object_get_string(item),
                                     (size_t)json_object_get_string_len(item), i, &ignored)
                         : COMPLAINT_NOT_WORD;
            text_free(&ignored);
        }
    } else {
        struct list *out = member(reading, row);
        char *items = arena_take_many(reading->arena, count + 1, row->object->size);

        *out = (struct list){items, count};
        for (size_t i = 0; i < count; i++) {
            struct fail fail =
                read_object(reading->arena, row->object, json_object_array_get_idx(value, i),
                            items + i * row->object->size);

            if (FAILED(fail)) {
                *inside = fail.complaints;
                return COMPLAINT_NOT_OBJECT;
            }
        }
    }
    return kinds;
}

static unsigned json_nested(const struct reading *reading, const struct param *row,
                            struct json_object *value, const struct complaints **inside)
{
    if (!json_object_is_type(value, json_type_object))
        return COMPLAINT_NOT_OBJECT;
    struct fail fail = read_object(reading->arena, row->object, value, member(reading, row));
    if (!FAILED(fail))
        return 0;
    *inside = fail.complaints;
    return 0;
}

static unsigned json_value(const struct reading *reading, const struct param *row,
                           struct json_object *value, const struct complaints **inside)
{
    switch (row->kind) {
    case PARAM_TEXT:
    case PARAM_MAIL:
    case PARAM_PHONE:
    case PARAM_ZONE:
        return json_text(reading, row, value, member(reading, row));
    case PARAM_NUMBER:
        return json_number(reading, row, value);
    case PARAM_FLAG:
        return json_flag(reading, row, value);
    case PARAM_AMOUNT:
        return json_amount(reading, row, value);
    case PARAM_WORD:
    case PARAM_INSTANT:
    case PARAM_TIME:
    case PARAM_DAY:
    case PARAM_MINUTE:
        return json_written(reading, row, value);
    case PARAM_TEXTS:
        if (row->manner & PARAM_ALONE && json_object_is_type(value, json_type_string))
            return json_alone(reading, row, value);
        return json_list(reading, row, value, inside);
    case PARAM_WORDS:
    case PARAM_NUMBERS:
    case PARAM_OBJECTS:
        return json_list(reading, row, value, inside);
    case PARAM_OBJECT:
        return json_nested(reading, row, value, inside);
    case PARAM_JSON:
        *(struct json_object **)member(reading, row) = value;
        return row->manner & PARAM_ANY_JSON || json_object_is_type(value, json_type_object)
                   ? 0
                   : COMPLAINT_NOT_OBJECT;
    }
    return COMPLAINT_NOT_TEXT;
}

static const char *json_shown(struct arena *arena, struct json_object *value)
{
    if (value == NULL)
        return "null";
    return arena_text(arena, json_object_to_json_string_ext(
                                 value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static void complain_of_unknown(struct reading *reading, struct json_object *object)
{
    json_object_object_foreach(object, name, value)
    {
        bool known = false;

        for (size_t i = 0; i < reading->params->count && !known; i++)
            known = strcmp(reading->params->rows[i].name, name) == 0;
        if (!known)
            complain(reading,
                     (struct complaint){arena_text(reading->arena, name), NULL, COMPLAINT_UNKNOWN,
                                        json_shown(reading->arena, value), NULL});
    }
}

static struct fail read_object(struct arena *arena, const struct params *params,
                               struct json_object *object, void *into)
{
    struct reading reading = {arena, params, into, TAKE(arena, struct complaints), 0};

    if (object != NULL && !json_object_is_type(object, json_type_object)) {
        complain(&reading, (struct complaint){"", NULL, COMPLAINT_NOT_OBJECT, "null", NULL});
        return outcome(&reading);
    }
    for (size_t i = 0; i < params->count; i++) {
        const struct param *row = &params->rows[i];
        const struct complaints *inside = NULL;
        struct json_object *value = NULL;
        unsigned kinds = 0;

        /* null counts as not sent: the validators that clients know skip optional nulls */
        if (object != NULL)
            (void)json_object_object_get_ex(object, row->name, &value);
        if (value != NULL) {
            kinds = json_value(&reading, row, value, &inside);
            if (kinds == 0 && inside == NULL)
                kinds = note_sent(&reading, row, json_object_is_type(value, json_type_string));
        } else if (is_needed(&reading, row)) {
            kinds = COMPLAINT_MISSING;
        } else {
            set_otherwise(&reading, row);
        }
        if (kinds != 0 || inside != NULL)
            complain(&reading,
                     (struct complaint){row->name, row, kinds, json_shown(arena, value), inside});
    }
    if (params->refuse_unknown && object != NULL)
        complain_of_unknown(&reading, object);
    if (!params->refuse_unknown && reading.complaints->count > 0)
        reading.complaints->target = object == NULL ? "{}" : json_shown(arena, object);
    return outcome(&reading);
}

struct fail params_from_json(struct arena *arena, const struct params *params,
                             struct json_object *body, void *into)
{
    return read_object(arena, params, body, into);
}
