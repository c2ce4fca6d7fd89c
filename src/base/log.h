/* log.h - one JSON object per line on stderr. SPDX-License-Identifier: MIT
 *
 * Every value is escaped; a line never holds a secret, an address of a person or a body. Writing
 * never blocks and never fails a request: a line that can not be written at once is dropped and
 * counted. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

struct log_field {
    const char *name;
    enum { LOG_FIELD_TEXT, LOG_FIELD_NUMBER } kind;
    const char *text; /* NULL: the field is left out */
    int64_t number;
};
#define LOG_TEXT(name_, value_)                                                                    \
    ((struct log_field){.name = (name_), .kind = LOG_FIELD_TEXT, .text = (value_)})
#define LOG_NUMBER(name_, value_)                                                                  \
    ((struct log_field){.name = (name_), .kind = LOG_FIELD_NUMBER, .number = (int64_t)(value_)})

void log_open(const char *program, enum log_level level);
void log_level_set(enum log_level level);
/* Fields until a field with a NULL name. Time, level, program, pid and event come first. */
void log_event(enum log_level level, const char *event, const struct log_field *fields);
uint64_t log_dropped(void);

#define LOG(level, event, ...)                                                                     \
    log_event((level), (event), (const struct log_field[]){__VA_ARGS__ __VA_OPT__(, ){0}})

#endif
