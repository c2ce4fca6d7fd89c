/* when.c - dates and times of any bytes, read and written again. SPDX-License-Identifier: MIT */
#include "base/when.h"

#include <string.h>

#include "fuzz.h"

static void check_day(const char *text, size_t length)
{
    struct day day, again;
    struct date date;
    char out[WHEN_ROOM];
    size_t written;

    if (!day_read(text, length, &day)) {
        return;
    }
    date = date_of_day(day);
    must(date.month >= 1 && date.month <= 12);
    must(date.date >= 1 && date.date <= days_in_month(date.year, date.month));
    must(day_of_date(date).number == day.number);
    written = day_write(out, day);
    must(written == length && memcmp(out, text, length) == 0);
    must(day_read(out, written, &again) && again.number == day.number);
}

static void check_wall(const char *text, size_t length)
{
    struct wall wall, again;
    char out[WHEN_ROOM];
    size_t written;

    if (!wall_read(text, length, &wall)) {
        return;
    }
    must(wall.us >= 0 && wall.us < US_A_DAY);
    written = wall_write(out, wall);
    must(written < WHEN_ROOM && strlen(out) == written);
    must(wall_read(out, written, &again));
    must(again.day.number == wall.day.number && again.us / US_A_SECOND == wall.us / US_A_SECOND);
}

static void check_instant(const char *text, size_t length)
{
    struct instant any, with_time, again;
    char out[WHEN_ROOM];
    size_t written;
    bool is_any = instant_read(text, length, INSTANT_ANY_FORM, &any);

    if (instant_read(text, length, INSTANT_DATE_TIME, &with_time)) {
        must(is_any && any.us == with_time.us);
    }
    if (!is_any) {
        return;
    }
    written = instant_write(out, any, WHEN_Z_MICROS, 0);
    must(written < WHEN_ROOM && strlen(out) == written);
    /* An offset may lead out of the years that can be written. */
    if (instant_read(out, written, INSTANT_DATE_TIME, &again)) {
        must(again.us == any.us);
    }
    must(instant_of_wall_utc(wall_of_instant_utc(any)).us == any.us);
}

static void check_parts(const char *text, size_t length)
{
    struct wall wall;
    struct instant instant;
    bool has_offset, has_time;
    int32_t offset;

    if (!instant_read_parts(text, length, &wall, &has_offset, &offset, &has_time)) {
        return;
    }
    must(wall.us >= 0 && wall.us < US_A_DAY);
    must(has_time || (!has_offset && wall.us == 0));
    must(has_offset || offset == 0);
    if (instant_read(text, length, INSTANT_ANY_FORM, &instant)) {
        must(instant.us == instant_of_wall_utc(wall).us - offset * US_A_SECOND);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    int minute;

    check_day(text, length);
    check_wall(text, length);
    check_instant(text, length);
    check_parts(text, length);
    if (minute_read(text, length, &minute)) {
        must(length == 5 && minute >= 0 && minute <= 1440);
    }
    return 0;
}

const struct fuzz_seed *fuzz_seeds(void)
{
    static const struct fuzz_seed seeds[] = {
        SEED("2050-09-05T09:00:00.000Z"),
        SEED("2024-02-29T23:59:59.999999+05:30"),
        SEED("0001-01-01T00:00-2359"),
        SEED("9999-12-31 23:59:59.9999999+14"),
        SEED("1970-01-01T00:00:00Z"),
        SEED("2050-09-05"),
        SEED("2050-09"),
        SEED("2050"),
        SEED("24:00"),
        SEED("09:30"),
        {NULL, 0},
    };

    return seeds;
}
