/* param.h - what a client may send, as rows of tables. SPDX-License-Identifier: MIT
 *
 * A row translates one parameter's spelling, kind and bounds into a member of a plain struct and
 * raises a bit when it was sent. Path, query and body of one endpoint fill one struct by three
 * tables. What is wrong is collected as complaints, all at once; dialects put them into their own
 * words. */
#ifndef BASE_PARAM_H
#define BASE_PARAM_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json_object.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/list.h"
#include "base/query.h"
#include "base/text.h"
#include "base/when.h"

enum param_kind {
    PARAM_TEXT,    /* const char * */
    PARAM_MAIL,    /* const char *: one address, in the plain form local@domain */
    PARAM_PHONE,   /* const char *: E.164, + and 7 to 15 digits */
    PARAM_ZONE,    /* const char *: a zone that zone_find() knows, in its proper case */
    PARAM_NUMBER,  /* int64_t */
    PARAM_FLAG,    /* bool; a text in bodies too where it has words, of value 1 and 0 */
    PARAM_AMOUNT,  /* const char *: a decimal number of at least 0, as text or number in bodies */
    PARAM_WORD,    /* int: the value of a word */
    PARAM_INSTANT, /* struct instant */
    PARAM_TIME,    /* struct time_sent: an instant, or without offset a time on some wall */
    PARAM_DAY,     /* struct day */
    PARAM_MINUTE,  /* int64_t: minutes since midnight, from hh:mm */
    PARAM_WORDS,   /* unsigned: a bit (1 << value) for each word */
    PARAM_NUMBERS, /* struct numbers; with words those of a query are the values of words */
    PARAM_TEXTS,   /* struct texts; bounds are those of each text */
    PARAM_OBJECT,  /* a struct held in place, by the table `object` */
    PARAM_OBJECTS, /* struct list of structs, by the table `object` */
    PARAM_JSON /* struct json_object *: any object, kept as it is; lives as long as the request */
};

enum param_manner {
    PARAM_REQUIRED = 1 << 0,
    PARAM_TRIMMED = 1 << 1,         /* blanks around a text are dropped */
    PARAM_BLANK_IS_PLUS = 1 << 2,   /* a blank inside is a '+' that was sent unescaped */
    PARAM_EMPTY_IS_UNSENT = 1 << 3, /* "" or 0 counts as not sent, and so may be missing */
    PARAM_LEADING_DIGITS = 1 << 4,  /* 5x is 5 and 2.7 is 2, as JavaScript's parseInt has it */
    PARAM_LINES = 1 << 5,           /* a text may have line breaks and tabs */
    PARAM_DATE_TIME = 1 << 6,       /* an instant needs a time of day */
    PARAM_ANY_JSON = 1 << 7,        /* PARAM_JSON takes any kind of value */
    PARAM_LOWER_CASE = 1 << 8,      /* ASCII letters are stored in lower case; a word has any */
    PARAM_EACH_MAIL = 1 << 9,       /* every text of a list is a mail address */
    PARAM_CLAMPED = 1 << 10,        /* a number of a query beyond a bound is that bound */
    PARAM_TOGGLE = 1 << 11,         /* a flag is 0 or 1 in bodies, or true or false */
    PARAM_OTHERS_UNSENT =
        1 << 12,            /* what is none of the words, which are no zeros, counts as not sent */
    PARAM_QUOTED = 1 << 13, /* a number may be a string in bodies, too */
    PARAM_ALONE = 1 << 14   /* a list of texts may be one alone, which raises no bit */
};

struct params;

struct param {
    const char *name;
    enum param_kind kind;
    unsigned manner;
    size_t offset;
    uint64_t bit;        /* raised in the struct's `given` when sent; 0: none */
    uint64_t unless;     /* bits of rows above, any of which makes a required one optional */
    int64_t least, most; /* a number's value, or the characters of a text; both 0: the kind's */
    int64_t items;       /* a list's most items; 0: the kind's */
    int64_t otherwise;   /* a number that was not sent */
    const struct word *words; /* of words, and of texts that must be among them */
    const struct params *object;
    const char *says; /* the dialect's own sentence for a value of the wrong form */
};

#define PARAM_NO_GIVEN SIZE_MAX
/* A largest number that is there for our own safety; complaints do not speak of it. */
#define PARAM_UNBOUNDED INT64_C(1000000000)

struct params {
    const struct param *rows;
    size_t count;
    size_t size;  /* of the struct */
    size_t given; /* offset of its uint64_t of bits, or PARAM_NO_GIVEN */
    bool refuse_unknown;
};

enum complaint_kind {
    COMPLAINT_MISSING = 1 << 0,
    COMPLAINT_UNKNOWN = 1 << 1,
    COMPLAINT_NOT_TEXT = 1 << 2,
    COMPLAINT_NOT_NUMBER = 1 << 3,
    COMPLAINT_NOT_WHOLE = 1 << 4,
    COMPLAINT_NOT_FLAG = 1 << 5,
    COMPLAINT_NOT_WORD = 1 << 6,
    COMPLAINT_NOT_INSTANT = 1 << 7,
    COMPLAINT_NOT_DAY = 1 << 8,
    COMPLAINT_NOT_ZONE = 1 << 9,
    COMPLAINT_NOT_MAIL = 1 << 10,
    COMPLAINT_NOT_PHONE = 1 << 11,
    COMPLAINT_NOT_OBJECT = 1 << 12,
    COMPLAINT_NOT_LIST = 1 << 13,
    COMPLAINT_TOO_SMALL = 1 << 14, /* a number */
    COMPLAINT_TOO_LARGE = 1 << 15,
    COMPLAINT_TOO_SHORT = 1 << 16, /* a text */
    COMPLAINT_TOO_LONG = 1 << 17,
    COMPLAINT_TOO_MANY = 1 << 18,  /* items of a list */
    COMPLAINT_BAD_BYTES = 1 << 19, /* control bytes */
    COMPLAINT_TOO_FEW = 1 << 20    /* objects of a list */
};
enum { COMPLAINT_KINDS = 21 };

struct complaint {
    const char *property;
    const struct param *row;         /* NULL for an unknown property */
    unsigned kinds;                  /* bits of enum complaint_kind */
    const char *value;               /* as JSON; "null" when nothing sensible was sent */
    const struct complaints *inside; /* of an object's own properties, or NULL */
};
struct complaints {
    struct complaint *all;
    size_t count;
    /* what was sent of the known parameters of a query, or the body, as a JSON object; only of
     * tables that ignore what they do not know */
    const char *target;
};

/* Each fills `into` (zeroed by the caller) and fails with MALFORMED and complaints. Texts are in
 * the arena. Query parameters that no row names are ignored, unless the table refuses unknown ones.
 */
struct fail params_from_query(struct arena *arena, const struct params *params,
                              const struct pairs *pairs, void *into) MUST_BE_CHECKED;
/* `body` may be NULL: an empty object. */
struct fail params_from_json(struct arena *arena, const struct params *params,
                             struct json_object *body, void *into) MUST_BE_CHECKED;

/* Only those about what is missing, if there are any; else all of them. */
const struct complaints *complaints_of_missing(struct arena *arena, const struct complaints *all,
                                               bool *any);

/* Whether a text is a mail address that may appear in a header: one '@', no blanks, quotes,
 * brackets or control bytes, a domain with a dot-free or dotted name, 3 to 320 bytes. */
bool mail_is_plain(const char *text, size_t length);
/* Whether a text is a telephone number as E.164 has it: +, then 7 to 15 digits. */
bool phone_is_plain(const char *text, size_t length);
/* Whether a text has no control bytes; with `lines` it may have line breaks and tabs. */
bool text_is_plain(const char *text, size_t length, bool lines);

/* Rows. S is the struct's type, m its member. */
#define P_TEXT(S, m, n, ...)                                                                       \
    {                                                                                              \
        .name = (n), .kind = PARAM_TEXT, .offset = AT(S, m, const char *), __VA_ARGS__             \
    }
#define P_MAIL(S, m, n, ...)                                                                       \
    {                                                                                              \
        .name = (n), .kind = PARAM_MAIL, .offset = AT(S, m, const char *), __VA_ARGS__             \
    }
#define P_PHONE(S, m, n, ...)                                                                      \
    {                                                                                              \
        .name = (n), .kind = PARAM_PHONE, .offset = AT(S, m, const char *), __VA_ARGS__            \
    }
#define P_ZONE(S, m, n, ...)                                                                       \
    {                                                                                              \
        .name = (n), .kind = PARAM_ZONE, .offset = AT(S, m, const char *), __VA_ARGS__             \
    }
#define P_NUMBER(S, m, n, ...)                                                                     \
    {                                                                                              \
        .name = (n), .kind = PARAM_NUMBER, .offset = AT(S, m, int64_t), __VA_ARGS__                \
    }
#define P_FLAG(S, m, n, ...)                                                                       \
    {                                                                                              \
        .name = (n), .kind = PARAM_FLAG, .offset = AT(S, m, bool), __VA_ARGS__                     \
    }
#define P_TOGGLE(S, m, n, ...)                                                                     \
    {                                                                                              \
        .name = (n), .kind = PARAM_FLAG, .manner = PARAM_TOGGLE, .offset = AT(S, m, bool),         \
        __VA_ARGS__                                                                                \
    }
#define P_AMOUNT(S, m, n, ...)                                                                     \
    {                                                                                              \
        .name = (n), .kind = PARAM_AMOUNT, .offset = AT(S, m, const char *), __VA_ARGS__           \
    }
#define P_WORD(S, m, n, w, ...)                                                                    \
    {                                                                                              \
        .name = (n), .kind = PARAM_WORD, .offset = AT(S, m, int), .words = (w), __VA_ARGS__        \
    }
#define P_INSTANT(S, m, n, ...)                                                                    \
    {                                                                                              \
        .name = (n), .kind = PARAM_INSTANT, .offset = AT(S, m, struct instant), __VA_ARGS__        \
    }
#define P_TIME(S, m, n, ...)                                                                       \
    {                                                                                              \
        .name = (n), .kind = PARAM_TIME, .offset = AT(S, m, struct time_sent), __VA_ARGS__         \
    }
#define P_DAY(S, m, n, ...)                                                                        \
    {                                                                                              \
        .name = (n), .kind = PARAM_DAY, .offset = AT(S, m, struct day), __VA_ARGS__                \
    }
#define P_MINUTE(S, m, n, ...)                                                                     \
    {                                                                                              \
        .name = (n), .kind = PARAM_MINUTE, .offset = AT(S, m, int64_t), __VA_ARGS__                \
    }
#define P_WORDS(S, m, n, w, ...)                                                                   \
    {                                                                                              \
        .name = (n), .kind = PARAM_WORDS, .offset = AT(S, m, unsigned), .words = (w), __VA_ARGS__  \
    }
#define P_NUMBERS(S, m, n, ...)                                                                    \
    {                                                                                              \
        .name = (n), .kind = PARAM_NUMBERS, .offset = AT(S, m, struct numbers), __VA_ARGS__        \
    }
#define P_TEXTS(S, m, n, ...)                                                                      \
    {                                                                                              \
        .name = (n), .kind = PARAM_TEXTS, .offset = AT(S, m, struct texts), __VA_ARGS__            \
    }
#define P_OBJECT(S, m, n, t, o, ...)                                                               \
    {                                                                                              \
        .name = (n), .kind = PARAM_OBJECT, .offset = AT(S, m, t), .object = (o), __VA_ARGS__       \
    }
#define P_OBJECTS(S, m, n, o, ...)                                                                 \
    {                                                                                              \
        .name = (n), .kind = PARAM_OBJECTS, .offset = AT(S, m, struct list), .object = (o),        \
        __VA_ARGS__                                                                                \
    }
#define P_JSON(S, m, n, ...)                                                                       \
    {                                                                                              \
        .name = (n), .kind = PARAM_JSON, .offset = AT(S, m, struct json_object *), __VA_ARGS__     \
    }

#endif
