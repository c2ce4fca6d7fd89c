/* log.c - one JSON object per line, written at once or dropped. SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/when.h"

#define LINE_END     "}\n"
#define LINE_END_CUT ",\"cut\":true}\n"

enum {
    VALUE_MOST = 512,
    /* A pipe that poll() calls writable has room for PIPE_BUF bytes and takes them in one piece, so
     * a line of that size neither blocks nor mixes with the lines of another process. */
    LINE_MOST = PIPE_BUF,
    /* One field beyond a full line, escaped at its worst, before it is taken back. */
    BUILD_MOST = 4 * LINE_MOST,
    PROGRAM_ROOM = 64,
};

static const char *const level_names[] = {
    [LOG_LEVEL_ERROR] = "error",
    [LOG_LEVEL_WARNING] = "warning",
    [LOG_LEVEL_INFO] = "info",
    [LOG_LEVEL_DEBUG] = "debug",
};

static struct {
    char program[PROGRAM_ROOM];
    enum log_level level;
    uint64_t dropped;
    bool torn; /* the last write stopped inside a line */
    struct text line;
} logger = {
    .program = "slotd",
    .level = LOG_LEVEL_INFO,
    .line = {.most = BUILD_MOST},
};

/* Cut between characters, as far as the bytes are UTF-8. */
static size_t cut_length(const char *value)
{
    size_t length = 0;

    while (length <= VALUE_MOST && value[length] != '\0') {
        length++;
    }
    if (length <= VALUE_MOST) {
        return length;
    }
    length = VALUE_MOST;
    for (int back = 0; back < 3 && utf8_is_tail((unsigned char)value[length]); back++) {
        length--;
    }
    return length;
}

static void add_name(struct text *line, const char *name)
{
    text_char(line, line->length == 0 ? '{' : ',');
    text_json_bytes(line, name, cut_length(name));
    text_char(line, ':');
}

static void add_text(struct text *line, const char *name, const char *value)
{
    add_name(line, name);
    text_json_bytes(line, value, cut_length(value));
}

static void add_number(struct text *line, const char *name, int64_t number)
{
    add_name(line, name);
    text_number(line, number);
}

static void add_field(struct text *line, const struct log_field *field)
{
    if (field->kind == LOG_FIELD_NUMBER) {
        add_number(line, field->name, field->number);
    } else if (field->text != NULL) {
        add_text(line, field->name, field->text);
    }
}

/* A field that would make the line too long is left out, and the line says so. */
static void add_fields(struct text *line, const struct log_field *fields)
{
    const size_t most = LINE_MOST - strlen(LINE_END_CUT) - 1;
    bool cut = false;

    for (const struct log_field *field = fields; field->name != NULL; field++) {
        size_t before = line->length;

        add_field(line, field);
        if (line->length > most) {
            text_cut(line, before);
            cut = true;
        }
    }
    text_put(line, cut ? LINE_END_CUT : LINE_END);
}

static void add_head(struct text *line, enum log_level level, const char *event)
{
    char time[WHEN_ROOM];

    (void)instant_write(time, instant_now(), WHEN_Z_MILLIS, 0);
    add_text(line, "time", time);
    add_text(line, "level", level_names[level]);
    add_text(line, "program", logger.program);
    add_number(line, "pid", getpid());
    add_text(line, "event", event);
}

static bool is_writable(void)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};

    /* POLLERR: the reader is gone, and writing would raise SIGPIPE. */
    return poll(&ready, 1, 0) == 1 && (ready.revents & (POLLOUT | POLLERR | POLLNVAL)) == POLLOUT;
}

static ssize_t write_once(const char *bytes, size_t length)
{
    ssize_t written;

    do {
        written = write(STDERR_FILENO, bytes, length);
    } while (written < 0 && errno == EINTR && is_writable());
    return written;
}

static bool write_line(const char *bytes, size_t length)
{
    ssize_t written;

    if (!is_writable()) {
        return false;
    }
    written = write_once(bytes, length);
    if (written > 0) {
        logger.torn = (size_t)written < length;
    }
    return written == (ssize_t)length;
}

/* After a torn line the next one begins on a line of its own. */
static bool write_whole(const struct text *line)
{
    if (logger.torn && !write_line("\n", 1)) {
        return false;
    }
    return write_line(line->bytes, line->length);
}

void log_open(const char *program, enum log_level level)
{
    (void)snprintf(logger.program, sizeof(logger.program), "%s", program);
    logger.level = level;
}

void log_level_set(enum log_level level)
{
    logger.level = level;
}

void log_event(enum log_level level, const char *event, const struct log_field *fields)
{
    struct text *line = &logger.line;

    if (level > logger.level) {
        return;
    }
    text_clear(line);
    add_head(line, level, event);
    add_fields(line, fields);
    if (line->overflowed || !write_whole(line)) {
        logger.dropped++;
    }
}

uint64_t log_dropped(void)
{
    return logger.dropped;
}
