/* manage_settings.h - the parts of an event type that are kept as JSON: places, questions, limits,
 * lengths. SPDX-License-Identifier: MIT
 *
 * What is read from a column was written here or by `slotd apply`, which lets pass what it does not
 * know; what comes from a client is checked. */
#ifndef ENGINE_MANAGE_SETTINGS_H
#define ENGINE_MANAGE_SETTINGS_H

#include "engine/work.h"

struct type_place {
    const char *type;
    const char *address, *link, *phone, *integration; /* one of them, or none: who books says it */
    bool open;                                        /* shown before it is booked */
};

struct type_question {
    const char *type, *slug, *label, *placeholder;
    bool required, hidden, fixed_once_filled;
    struct texts options;
    bool standard; /* asked of everybody anyway: name, address, notes and the like */
};

enum limits_given {
    LIMIT_DAY = 1 << 0,
    LIMIT_WEEK = 1 << 1,
    LIMIT_MONTH = 1 << 2,
    LIMIT_YEAR = 1 << 3
};
struct type_limits {
    uint64_t given; /* enum limits_given */
    int64_t day, week, month, year;
    bool disabled;
};

struct list places_read(struct work *work, const char *json);
struct fail places_write(struct work *work, const struct list *places,
                         const char **json) MUST_BE_CHECKED;

struct list questions_read(struct work *work, const char *json);
struct fail questions_write(struct work *work, const struct list *questions,
                            const char **json) MUST_BE_CHECKED;

struct type_limits type_limits_read(struct work *work, const char *json);
struct fail type_limits_write(struct work *work, const struct type_limits *limits,
                              const char **json) MUST_BE_CHECKED;

struct numbers lengths_read(struct work *work, const char *json);
/* Numbers, or numbers as texts; the usual length must be among them. */
struct fail lengths_write(struct work *work, struct json_object *asked, int64_t usual,
                          const char **json) MUST_BE_CHECKED;

struct texts texts_read(struct work *work, const char *json);
/* Members of `over` replace those of `under`; both are objects as text. */
const char *members_over(struct work *work, const char *under, const char *over);

/* SETTING_WRONG with a sentence. */
struct fail setting_wrong(struct work *work, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
