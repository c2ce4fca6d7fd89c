/* when.c - the calendar, and strict reading and writing of days, walls and instants.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/when.h"

/* Where a reader stands in a text that has no closing NUL. */
struct reader {
    const char *at, *end;
};

/* How many of year, month and date a text names. */
enum precision { PRECISION_YEAR, PRECISION_MONTH, PRECISION_DATE };

enum {
    YEAR_FIRST = 1,
    YEAR_LAST = 9999,
    FRACTION_DIGITS = 6,
    SECONDS_A_MINUTE = 60,
    SECONDS_AN_HOUR = 3600,
    MINUTES_A_DAY = 1440,
    /* Counted from 1 March of the year 0, so that the leap day ends a year, to 1970-01-01. */
    DAYS_TO_1970 = 719468,
    YEARS_A_CYCLE = 400,
    DAYS_A_CYCLE = 146097
};

static const struct {
    int fraction;
    bool with_offset;
} styles[] = {
    [WHEN_Z_MILLIS] = {.fraction = 3},
    [WHEN_Z_SECONDS] = {.fraction = 0},
    [WHEN_Z_MICROS] = {.fraction = 6},
    [WHEN_OFFSET_MILLIS] = {.fraction = 3, .with_offset = true},
    [WHEN_OFFSET_SECONDS] = {.fraction = 0, .with_offset = true},
};

static int64_t floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

static int64_t floor_rest(int64_t number, int64_t by)
{
    return number % by + (number % by < 0 ? by : 0);
}

/* The day on which a year that begins in March starts, counted from 1 March of the year 0. */
static int64_t march_start(int64_t year)
{
    return 365 * year + floor_divide(year, 4) - floor_divide(year, 100) +
           floor_divide(year, YEARS_A_CYCLE);
}

static bool year_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % YEARS_A_CYCLE == 0);
}

static bool date_is_real(struct date date)
{
    return date.year >= YEAR_FIRST && date.year <= YEAR_LAST && date.month >= 1 &&
           date.month <= 12 && date.date >= 1 && date.date <= days_in_month(date.year, date.month);
}

static bool take(struct reader *reader, char character)
{
    if (reader->at == reader->end || *reader->at != character)
        return false;
    reader->at++;
    return true;
}

static bool ended(const struct reader *reader)
{
    return reader->at == reader->end;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Exactly `count` digits whose number is at most `most`. */
static bool take_digits(struct reader *reader, int count, int most, int *number)
{
    int value = 0;

    if (reader->end - reader->at < count)
        return false;
    for (int i = 0; i < count; i++) {
        if (!is_digit(*reader->at))
            return false;
        value = 10 * value + (*reader->at++ - '0');
    }
    *number = value;
    return value <= most;
}

/* One digit or more after the point; what is finer than microseconds is cut. */
static bool take_fraction(struct reader *reader, int *microseconds)
{
    int value = 0, digits = 0;

    if (ended(reader) || !is_digit(*reader->at))
        return false;
    for (; !ended(reader) && is_digit(*reader->at); reader->at++) {
        if (digits < FRACTION_DIGITS) {
            value = 10 * value + (*reader->at - '0');
            digits++;
        }
    }
    for (; digits < FRACTION_DIGITS; digits++)
        value *= 10;
    *microseconds = value;
    return true;
}

/* hh:mm[:ss[.f…]] */
static bool take_clock(struct reader *reader, int64_t *us)
{
    int hour, minute, second = 0, fraction = 0;

    if (!take_digits(reader, 2, 23, &hour) || !take(reader, ':') ||
        !take_digits(reader, 2, 59, &minute))
        return false;
    if (take(reader, ':')) {
        if (!take_digits(reader, 2, 59, &second))
            return false;
        if (take(reader, '.') && !take_fraction(reader, &fraction))
            return false;
    }
    *us = hour * US_AN_HOUR + minute * US_A_MINUTE + second * US_A_SECOND + fraction;
    return true;
}

/* YYYY[-MM[-DD]]; what is missing is the first. */
static bool take_date(struct reader *reader, struct day *day, enum precision *precision)
{
    struct date date = {.month = 1, .date = 1};

    *precision = PRECISION_YEAR;
    if (!take_digits(reader, 4, YEAR_LAST, &date.year))
        return false;
    if (take(reader, '-')) {
        *precision = PRECISION_MONTH;
        if (!take_digits(reader, 2, 12, &date.month))
            return false;
        if (take(reader, '-')) {
            *precision = PRECISION_DATE;
            if (!take_digits(reader, 2, 31, &date.date))
                return false;
        }
    }
    if (!date_is_real(date))
        return false;
    *day = day_of_date(date);
    return true;
}

/* Z or ±hh:mm or ±hhmm or ±hh */
static bool take_offset(struct reader *reader, int32_t *seconds)
{
    int hour, minute = 0;
    bool west;

    *seconds = 0;
    if (take(reader, 'Z'))
        return true;
    west = take(reader, '-');
    if (!west && !take(reader, '+'))
        return false;
    if (!take_digits(reader, 2, 23, &hour))
        return false;
    if (take(reader, ':') ? !take_digits(reader, 2, 59, &minute)
                          : !ended(reader) && !take_digits(reader, 2, 59, &minute))
        return false;
    *seconds = hour * SECONDS_AN_HOUR + minute * SECONDS_A_MINUTE;
    if (west)
        *seconds = -*seconds;
    return true;
}

static bool take_date_and_clock(struct reader *reader, struct wall *wall)
{
    enum precision precision;

    return take_date(reader, &wall->day, &precision) && precision == PRECISION_DATE &&
           (take(reader, 'T') || take(reader, ' ')) && take_clock(reader, &wall->us);
}

static bool instant_in_calendar(struct instant instant)
{
    int year = date_of_day(wall_of_instant_utc(instant).day).year;

    return year >= YEAR_FIRST && year <= YEAR_LAST;
}

static char *put_digits(char *out, int64_t number, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return out + digits;
}

static char *put_char(char *out, char character)
{
    *out = character;
    return out + 1;
}

/* A year outside of the calendar gets a sign, so that no reader takes it for another year. */
static char *put_year(char *out, int year)
{
    if (year >= 0 && year <= YEAR_LAST)
        return put_digits(out, year, 4);
    out = put_char(out, year < 0 ? '-' : '+');
    return put_digits(out, year < 0 ? -(int64_t)year : year, 7);
}

static char *put_day(char *out, struct day day)
{
    struct date date = date_of_day(day);

    out = put_char(put_year(out, date.year), '-');
    out = put_char(put_digits(out, date.month, 2), '-');
    return put_digits(out, date.date, 2);
}

static char *put_clock(char *out, int64_t us, int fraction)
{
    int64_t part = US_A_SECOND;

    out = put_char(put_digits(out, us / US_AN_HOUR, 2), ':');
    out = put_char(put_digits(out, us / US_A_MINUTE % 60, 2), ':');
    out = put_digits(out, us / US_A_SECOND % 60, 2);
    if (fraction == 0)
        return out;
    for (int i = 0; i < fraction; i++)
        part /= 10;
    return put_digits(put_char(out, '.'), us % US_A_SECOND / part, fraction);
}

static char *put_offset(char *out, int32_t minutes)
{
    int32_t size = minutes < 0 ? -minutes : minutes;

    out = put_char(out, minutes < 0 ? '-' : '+');
    out = put_char(put_digits(out, size / 60, 2), ':');
    return put_digits(out, size % 60, 2);
}

static size_t finish(const char *start, char *end)
{
    *end = '\0';
    return (size_t)(end - start);
}

#ifdef SLOTD_FAULTS
/* How far tests have put the clock on: microseconds, in the file that SLOTD_CLOCK names. */
static int64_t put_on(void)
{
    const char *path = getenv("SLOTD_CLOCK");
    FILE *file = path == NULL ? NULL : fopen(path, "re");
    char line[32] = "";

    if (file == NULL)
        return 0;
    char *read = fgets(line, sizeof line, file);
    (void)fclose(file);
    return read == NULL ? 0 : strtoll(line, NULL, 10);
}
#else
static int64_t put_on(void)
{
    return 0;
}
#endif

struct instant instant_now(void)
{
    struct timespec now = {0};

    /* The clock always exists and the address is good: there is no other way to fail. */
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (struct instant){now.tv_sec * US_A_SECOND + now.tv_nsec / 1000 + put_on()};
}

struct day day_of_date(struct date date)
{
    int month = (date.month + 9) % 12; /* since March */
    int64_t year = (int64_t)date.year - (date.month < 3);

    /* Months from March on are 31 30 31 30 31 days in turn: 153 for five. */
    return (struct day){
        (int32_t)(march_start(year) + (153 * month + 2) / 5 + date.date - 1 - DAYS_TO_1970)};
}

struct date date_of_day(struct day day)
{
    int64_t days = (int64_t)day.number + DAYS_TO_1970;
    /* Years start up to a day and a half before their mean place: this is right or one too late. */
    int64_t year = floor_divide((days + 2) * YEARS_A_CYCLE, DAYS_A_CYCLE);
    int rest, month;

    if (march_start(year) > days)
        year--;
    rest = (int)(days - march_start(year));
    month = (5 * rest + 2) / 153;
    return (struct date){
        .year = (int)(year + (month >= 10)),
        .month = month < 10 ? month + 3 : month - 9,
        .date = rest - (153 * month + 2) / 5 + 1,
    };
}

int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && year_is_leap(year));
}

int weekday_of_day(struct day day)
{
    return (int)floor_rest((int64_t)day.number + 3, 7); /* 1970-01-01 was a Thursday */
}

struct day day_plus(struct day day, int days)
{
    int32_t sum;

    if (__builtin_add_overflow(day.number, days, &sum))
        sum = days < 0 ? INT32_MIN : INT32_MAX;
    return (struct day){sum};
}

struct wall wall_of_instant_utc(struct instant instant)
{
    return (struct wall){
        .day = {(int32_t)floor_divide(instant.us, US_A_DAY)},
        .us = floor_rest(instant.us, US_A_DAY),
    };
}

struct instant instant_of_wall_utc(struct wall wall)
{
    int64_t us;

    /* A day far outside of the calendar stays far outside; it never becomes INSTANT_NONE. */
    if (__builtin_mul_overflow(wall.day.number, US_A_DAY, &us) ||
        __builtin_add_overflow(us, wall.us, &us))
        us = wall.day.number < 0 ? INT64_MIN + 1 : INT64_MAX;
    return (struct instant){us};
}

bool day_read(const char *text, size_t length, struct day *day)
{
    struct reader reader = {text, text + length};
    enum precision precision;
    struct day read;

    if (!take_date(&reader, &read, &precision) || precision != PRECISION_DATE || !ended(&reader))
        return false;
    *day = read;
    return true;
}

bool minute_read(const char *text, size_t length, int *minute)
{
    struct reader reader = {text, text + length};
    int hours, minutes;

    if (!take_digits(&reader, 2, 24, &hours) || !take(&reader, ':') ||
        !take_digits(&reader, 2, 59, &minutes) || !ended(&reader))
        return false;
    if (60 * hours + minutes > MINUTES_A_DAY)
        return false;
    *minute = 60 * hours + minutes;
    return true;
}

bool wall_read(const char *text, size_t length, struct wall *wall)
{
    struct reader reader = {text, text + length};
    struct wall read;

    if (!take_date_and_clock(&reader, &read) || !ended(&reader))
        return false;
    *wall = read;
    return true;
}

bool instant_read_parts(const char *text, size_t length, struct wall *wall, bool *has_offset,
                        int32_t *offset_seconds, bool *has_time)
{
    struct reader reader = {text, text + length};
    struct wall read = {.us = 0};
    enum precision precision;
    int32_t offset = 0;
    bool timed, offset_given;

    if (!take_date(&reader, &read.day, &precision))
        return false;
    timed = !ended(&reader);
    if (timed) {
        if (precision != PRECISION_DATE || (!take(&reader, 'T') && !take(&reader, ' ')) ||
            !take_clock(&reader, &read.us))
            return false;
    }
    offset_given = !ended(&reader);
    if (offset_given && (!take_offset(&reader, &offset) || !ended(&reader)))
        return false;
    *wall = read;
    *has_offset = offset_given;
    *offset_seconds = offset;
    *has_time = timed;
    return true;
}

bool instant_read(const char *text, size_t length, enum instant_form form, struct instant *instant)
{
    struct wall wall;
    struct instant read;
    bool has_offset, has_time;
    int32_t offset;

    if (!instant_read_parts(text, length, &wall, &has_offset, &offset, &has_time))
        return false;
    if (form == INSTANT_DATE_TIME && !has_time)
        return false;
    read = (struct instant){instant_of_wall_utc(wall).us - offset * US_A_SECOND};
    if (!instant_in_calendar(read))
        return false;
    *instant = read;
    return true;
}

bool time_sent_read(const char *text, size_t length, struct time_sent *sent)
{
    bool has_time;
    int32_t offset;

    if (!instant_read_parts(text, length, &sent->wall, &sent->has_offset, &offset, &has_time) ||
        !has_time)
        return false;
    sent->instant = (struct instant){instant_of_wall_utc(sent->wall).us - offset * US_A_SECOND};
    return instant_in_calendar(sent->instant);
}

/* The longest unit that fits goes first: "ms" is not "m". */
static const struct {
    const char *word;
    int64_t us;
} units[] = {{"ms", US_A_SECOND / 1000},
             {"s", US_A_SECOND},
             {"m", US_A_MINUTE},
             {"h", US_AN_HOUR},
             {"d", US_A_DAY}};

#define SPAN_MOST (366 * US_A_DAY)

static bool read_span(const char *text, size_t length, struct span *span)
{
    int64_t number = 0;
    size_t digits = 0;

    for (; digits < length && digits < 9 && text[digits] >= '0' && text[digits] <= '9'; digits++)
        number = 10 * number + (text[digits] - '0');
    for (size_t i = 0; digits > 0 && i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].word) != length - digits ||
            memcmp(units[i].word, text + digits, length - digits) != 0)
            continue;
        span->us = number <= SPAN_MOST / units[i].us ? number * units[i].us : SPAN_MOST + 1;
        return span->us <= SPAN_MOST;
    }
    return false;
}

bool spans_read(const char *list, struct span *spans, size_t most, size_t *count)
{
    *count = 0;
    for (list += strspn(list, " \t"); *list != '\0'; list += strspn(list, " \t")) {
        size_t length = strcspn(list, " \t");

        if (*count == most || !read_span(list, length, &spans[*count]))
            return false;
        ++*count;
        list += length;
    }
    return true;
}

size_t instant_write(char out[WHEN_ROOM], struct instant instant, enum when_style style,
                     int32_t offset_seconds)
{
    /* Offsets of old days have seconds, which the form can not show: the wall shown is that of the
     * whole minutes, so that the text still names the same instant. */
    int32_t minutes = styles[style].with_offset ? offset_seconds / SECONDS_A_MINUTE : 0;
    int64_t us;
    struct wall wall;
    char *at;

    if (__builtin_add_overflow(instant.us, minutes * US_A_MINUTE, &us))
        us = minutes < 0 ? INT64_MIN : INT64_MAX;
    wall = wall_of_instant_utc((struct instant){us});
    at = put_char(put_day(out, wall.day), 'T');
    at = put_clock(at, wall.us, styles[style].fraction);
    at = styles[style].with_offset ? put_offset(at, minutes) : put_char(at, 'Z');
    return finish(out, at);
}

size_t day_write(char out[WHEN_ROOM], struct day day)
{
    return finish(out, put_day(out, day));
}

size_t wall_write(char out[WHEN_ROOM], struct wall wall)
{
    return finish(out, put_clock(put_char(put_day(out, wall.day), ' '), wall.us, 0));
}
