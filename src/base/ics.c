/* ics.c - a calendar entry as text: RFC 5545. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/ics.h"

enum { LINE_MOST = 75, LINE_ROOM = 1 << 20 };

static const char *const statuses[] = {
    [ICS_CONFIRMED] = "CONFIRMED",
    [ICS_TENTATIVE] = "TENTATIVE",
    [ICS_CANCELLED] = "CANCELLED",
};

/* Bytes of the longest beginning that fits and does not cut a character of UTF-8. */
static size_t fitting(const char *at, size_t left, size_t most)
{
    size_t length = most;

    if (left <= most)
        return left;
    while (length > 1 && ((unsigned char)at[length] & 0xc0) == 0x80)
        length--;
    return length;
}

static void add_folded(struct text *out, const char *at, size_t left)
{
    size_t most = LINE_MOST;

    while (left > 0) {
        size_t length = fitting(at, left, most);

        if (most < LINE_MOST)
            text_put(out, "\r\n ");
        text_add(out, at, length);
        at += length;
        left -= length;
        most = LINE_MOST - 1; /* the blank that says a line goes on is one of its bytes */
    }
    text_put(out, "\r\n");
}

/* Line breaks become \n; what else could break a line or has no picture is dropped. */
static void add_escaped(struct text *line, const char *value)
{
    for (; *value != '\0'; value++) {
        if (*value == '\n')
            text_put(line, "\\n");
        else if (strchr("\\;,", *value) != NULL)
            text_format(line, "\\%c", *value);
        else if ((unsigned char)*value >= 0x20 && *value != 0x7f)
            text_char(line, *value);
        else if (*value == '\t')
            text_char(line, ' ');
    }
}

static void add_text(struct text *out, const char *name, const char *value)
{
    struct text line;

    if (value == NULL || *value == '\0')
        return;
    text_init(&line, LINE_ROOM);
    text_put(&line, name);
    add_escaped(&line, value);
    add_folded(out, line.bytes, line.length);
    text_free(&line);
}

static void add_time(struct text *out, const char *name, struct instant instant)
{
    char time[WHEN_ROOM];

    (void)ics_time(time, instant);
    text_format(out, "%s%s\r\n", name, time);
}

size_t ics_time(char out[WHEN_ROOM], struct instant instant)
{
    struct wall wall = wall_of_instant_utc(instant);
    struct date date = date_of_day(wall.day);
    int seconds = (int)(wall.us / US_A_SECOND);
    int length = snprintf(out, WHEN_ROOM, "%04d%02d%02dT%02d%02d%02dZ", date.year, date.month,
                          date.date, seconds / 3600, seconds / 60 % 60, seconds % 60);

    return (size_t)length;
}

void ics_write(struct text *out, const struct ics_event *event)
{
    text_put(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//slotd//slotd//EN\r\n"
                  "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\n");
    add_text(out, "UID:", event->uid);
    add_time(out, "DTSTAMP:", event->stamp);
    add_time(out, "DTSTART:", event->start);
    add_time(out, "DTEND:", event->end);
    add_text(out, "SUMMARY:", event->summary);
    add_text(out, "DESCRIPTION:", event->description);
    add_text(out, "LOCATION:", event->location);
    text_format(out, "STATUS:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", statuses[event->status]);
}
