/* when.h - instants, days and wall times, and how they are written. SPDX-License-Identifier: MIT
 *
 * Types that the compiler keeps apart. No time_t, no struct tm, no locale, no environment, no zone:
 * going between an instant and a wall needs a zone and is done in zone.h only. Proleptic Gregorian
 * calendar, years 1 to 9999. */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define US_A_SECOND INT64_C(1000000)
#define US_A_MINUTE (60 * US_A_SECOND)
#define US_AN_HOUR  (60 * US_A_MINUTE)
#define US_A_DAY    (24 * US_AN_HOUR)

/* A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds. */
struct instant {
    int64_t us;
};
/* A calendar day: days since 1970-01-01. */
struct day {
    int32_t number;
};
/* What a clock on some wall shows: a day and microseconds since its midnight (0 to 24 h,
 * exclusive). */
struct wall {
    struct day day;
    int64_t us;
};
/* An elapsed time. */
struct span {
    int64_t us;
};

/* A time as somebody sent it: with an offset it names an instant, without one it stands on some
 * wall (zone_time() says which instant that is). */
struct time_sent {
    bool has_offset;
    struct instant instant;
    struct wall wall;
};

#define INSTANT_NONE          ((struct instant){INT64_MIN})
#define INSTANT_IS_NONE(when) ((when).us == INT64_MIN)

struct date {
    int year, month, date; /* month 1 to 12, date 1 to 31 */
};

/* The present, from CLOCK_REALTIME. */
struct instant instant_now(void);

struct day day_of_date(struct date date); /* the date must be a real one */
struct date date_of_day(struct day day);
int days_in_month(int year, int month);
int weekday_of_day(struct day day); /* 0 Monday to 6 Sunday */
struct day day_plus(struct day day, int days);

/* The wall in UTC, and back. */
struct wall wall_of_instant_utc(struct instant instant);
struct instant instant_of_wall_utc(struct wall wall);

/* Reading. All are strict: the whole text must be used, the date must exist, hour 0 to 23, minute
 * and second 0 to 59, fractions cut (not rounded) to microseconds. Lengths are bytes; no NUL
 * needed. */

/* YYYY-MM-DD */
bool day_read(const char *text, size_t length, struct day *day);
/* hh:mm, giving minutes since midnight; 24:00 is taken as 1440. */
bool minute_read(const char *text, size_t length, int *minute);
/* YYYY-MM-DDThh:mm[:ss[.f…]] or with one blank for the T; no offset. */
bool wall_read(const char *text, size_t length, struct wall *wall);

/* ISO 8601 as validators of the Cal.com family take it: YYYY, YYYY-MM, YYYY-MM-DD, or a date and
 * T or blank and hh:mm[:ss[.f…]] with optional Z or ±hh:mm or ±hhmm or ±hh. Without offset it is
 * UTC. INSTANT_DATE_TIME refuses the forms without a time of day. */
enum instant_form { INSTANT_ANY_FORM, INSTANT_DATE_TIME };
bool instant_read(const char *text, size_t length, enum instant_form form, struct instant *instant);
/* The same text, and whether it carried an offset (or Z); *wall has the wall time as written. */
bool instant_read_parts(const char *text, size_t length, struct wall *wall, bool *has_offset,
                        int32_t *offset_seconds, bool *has_time);

/* A date with a time of day, with or without offset. */
bool time_sent_read(const char *text, size_t length, struct time_sent *sent);

/* A list of elapsed times with blanks between, each a whole number and ms, s, m, h or d. False for
 * anything else, for more than `most` of them, and for one of more than 366 days. */
bool spans_read(const char *list, struct span *spans, size_t most, size_t *count);

/* Writing. Each writes at most WHEN_ROOM bytes including the NUL and returns the length. */
#define WHEN_ROOM 48
enum when_style {
    WHEN_Z_MILLIS,      /* 2050-09-05T09:00:00.000Z */
    WHEN_Z_SECONDS,     /* 2050-09-05T09:00:00Z */
    WHEN_Z_MICROS,      /* 2050-09-05T09:00:00.000000Z */
    WHEN_OFFSET_MILLIS, /* 2050-09-05T11:00:00.000+02:00, in the offset given */
    WHEN_OFFSET_SECONDS /* 2050-09-05T11:00:00+02:00 */
};
size_t instant_write(char out[WHEN_ROOM], struct instant instant, enum when_style style,
                     int32_t offset_seconds);
size_t day_write(char out[WHEN_ROOM], struct day day);    /* 2050-09-05 */
size_t wall_write(char out[WHEN_ROOM], struct wall wall); /* 2050-09-05 09:00:00 */

#endif
