/* cal_slots.c - the starts that are offered, by every parameter, and through clock changes.
 * SPDX-License-Identifier: MIT
 *
 * Around clock changes what is offered is compared with what the C library's idea of the host's
 * wall allows, minute by minute. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "story.h"

#define SLOTS(type, from, until) "GET /v2/slots?eventTypeId=@" type "&start=" from "&end=" until
#define TUESDAY                  SLOTS("office", "2045-08-01", "2045-08-01")

/* clang-format off */
static const struct story asking[] = {
    {"a day of half hours",
     "- " TUESDAY
     " => 200 /status=success #1 2045-08-01#16 2045-08-01.0.start=2045-08-01T08:00:00.000Z "
     "2045-08-01.15.start=2045-08-01T15:30:00.000Z 2045-08-01.0#1"},
    {"several days, and none for the days without",
     "- " SLOTS("office", "2045-08-03", "2045-08-12") " => 200 #2 2045-08-03#16 2045-08-04#16"},
    {"a weekend has none",
     "- " SLOTS("office", "2045-08-05", "2045-08-06") " => 200 #0"},
    {"days off have none",
     "- " SLOTS("office", "2045-08-07", "2045-08-11") " => 200 #0"},
    {"an outside calendar takes its time",
     "- " SLOTS("office", "2045-08-14", "2045-08-14")
     " => 200 2045-08-14#14 !'2045-08-14T10:00:00.000Z' !'2045-08-14T10:30:00.000Z' "
     "'2045-08-14T11:00:00.000Z'"},
    {"buffers keep clear of an outside calendar",
     "- " SLOTS("office-padded", "2045-08-14", "2045-08-14")
     " => 200 !'2045-08-14T09:30:00.000Z' !'2045-08-14T11:00:00.000Z' "
     "'2045-08-14T09:00:00.000Z' '2045-08-14T11:30:00.000Z'"},
    {"a holiday has none",
     "- " SLOTS("office", "2045-08-15", "2045-08-15") " => 200 #0"},
    {"a host without hours has none",
     "- " SLOTS("no-hours", "2045-08-01", "2045-08-01") " => 200 #0"},
    {"days are those of the zone that is asked for",
     "- " TUESDAY "&timeZone=Asia/Tokyo => 200 #2 2045-08-01#14 "
     "2045-08-01.0.start=2045-08-01T17:00:00.000+09:00 2045-08-02#2 "
     "2045-08-02.0.start=2045-08-02T00:00:00.000+09:00"},
    {"a zone with an offset of no whole hour",
     "- " TUESDAY
     "&timeZone=Asia%2FKathmandu => 200 2045-08-01.0.start=2045-08-01T13:45:00.000+05:45"},
    {"a zone west of Greenwich",
     "- " TUESDAY
     "&timeZone=America/New_York => 200 2045-08-01.0.start=2045-08-01T04:00:00.000-04:00"},
    {"UTC as a zone is written as an offset",
     "- " TUESDAY "&timeZone=UTC => 200 2045-08-01#16 '2045-08-01T08:00:00.000'"},
    {"a zone that there is not",
     "- " TUESDAY "&timeZone=Mars/Base => 400 'timeZone'"},
    {"ranges have ends",
     "- " TUESDAY "&format=range => 200 2045-08-01.0.start=2045-08-01T08:00:00.000Z "
     "2045-08-01.0.end=2045-08-01T08:30:00.000Z"},
    {"ranges in a zone",
     "- " TUESDAY
     "&format=range&timeZone=Europe/Rome => 200 2045-08-01.0.end=2045-08-01T10:30:00.000+02:00"},
    {"the format is said in any case",
     "- " TUESDAY "&format=RANGE => 200 2045-08-01.0.end?\n"
     "- " TUESDAY "&format=Range => 200 2045-08-01.0.end?\n"
     "- " TUESDAY "&format=TIME => 200 2045-08-01.0.end!\n"
     "- " TUESDAY "&format=rAnGe => 200 2045-08-01.0.end?"},
    {"times have none",
     "- " TUESDAY "&format=time => 200 2045-08-01.0.end!"},
    {"a format that there is not",
     "- " TUESDAY "&format=list => 400 'format'"},
    {"another length",
     "- " SLOTS("office-lengths", "2045-08-01", "2045-08-01")
     "&duration=60&format=range => 200 2045-08-01#15 2045-08-01.0.end=2045-08-01T09:00:00.000Z"},
    {"a length that is not offered",
     "- " SLOTS("office-lengths", "2045-08-01", "2045-08-01") "&duration=45 => 400\n"
     "- " TUESDAY "&duration=60 => 400\n"
     "- " TUESDAY "&duration=abc => 400\n"
     "- " TUESDAY "&duration=0 => 400"},
    {"a start at noon",
     "- " SLOTS("office", "2045-08-01T12:00:00Z", "2045-08-01")
     " => 200 2045-08-01.0.start=2045-08-01T12:00:00.000Z 2045-08-01#8"},
    {"a start between two slots",
     "- " SLOTS("office", "2045-08-01T12:10:00Z", "2045-08-01")
     " => 200 2045-08-01.0.start=2045-08-01T12:30:00.000Z"},
    {"an end at noon",
     "- " SLOTS("office", "2045-08-01", "2045-08-01T12:10:00Z")
     " => 200 2045-08-01.8.start=2045-08-01T12:00:00.000Z 2045-08-01#9"},
    {"an end at midnight means the end of its day",
     "- " SLOTS("office", "2045-08-01", "2045-08-01T00:00:00Z") " => 200 2045-08-01#16\n"
     "- " SLOTS("office", "2045-08-01T00:00:00.000Z", "2045-08-01T00:00:00.000Z")
     " => 200 2045-08-01#16"},
    {"a start is needed",
     "- GET /v2/slots?eventTypeId=@office&end=2045-08-01 => 400 'start'"},
    {"an end is needed",
     "- GET /v2/slots?eventTypeId=@office&start=2045-08-01 => 400 'end'"},
    {"dates must be dates",
     "- " SLOTS("office", "2045-02-30", "2045-08-01") " => 400\n"
     "- " SLOTS("office", "2045-08-01", "soon") " => 400\n"
     "- " SLOTS("office", "", "2045-08-01") " => 400"},
    {"an end before the start",
     "- " SLOTS("office", "2045-08-02", "2045-08-01") " => 400 /error.code=BadRequestException"},
    {"a range of many years",
     "- " SLOTS("office", "2045-08-02", "2055-08-01") " => 400"},
    {"an unknown parameter",
     "- " TUESDAY "&foo=1 => 400 'property foo should not exist'"},
    {"nothing is named",
     "- GET /v2/slots?start=2045-08-01&end=2045-08-01 => 400\n"
     "- GET /v2/slots?eventTypeSlug=office&start=2045-08-01&end=2045-08-01 => 400\n"
     "- GET /v2/slots?username=eva&start=2045-08-01&end=2045-08-01 => 400"},
    {"an unknown event type",
     "- GET /v2/slots?eventTypeId=99999999&start=2045-08-01&end=2045-08-01 => 404 'Event Type "
     "not found'\n"
     "- " SLOTS("gone", "2045-08-01", "2045-08-01") " => 404"},
    {"an event type must be a number",
     "- GET /v2/slots?eventTypeId=x&start=2045-08-01&end=2045-08-01 => 400"},
    {"an event type of another tenant is not there for a key",
     "zoe " TUESDAY " => 404\n"
     "hal " SLOTS("elsewhere", "2045-08-01", "2045-08-01") " => 404"},
    {"wrong credentials are wrong here too",
     "eva " TUESDAY " => 200\n"
     "nobody-at-all " TUESDAY " => 401"},
    {"slug and username",
     "hal GET /v2/slots?eventTypeSlug=office&username=eva&start=2045-08-01&end=2045-08-01 => "
     "200 2045-08-01#16\n"
     "hal GET /v2/slots?eventTypeSlug=office&username=nobody&start=2045-08-01&end=2045-08-01 "
     "=> 404"},
    {"slug and team",
     "hal GET /v2/slots?eventTypeSlug=both&teamSlug=trio&start=2045-08-01&end=2045-08-01 => "
     "200 2045-08-01#96\n"
     "hal GET /v2/slots?eventTypeSlug=both&teamSlug=solo&start=2045-08-01&end=2045-08-01 => 404"},
    {"the past has none",
     "- " SLOTS("office", "2024-08-01", "2024-08-31") " => 200 #0"},
    {"beyond all calendars there are none",
     "- " SLOTS("office", "9998-08-01", "9998-08-31") " => 200 #0"},
    {"inside the notice there are none",
     "- " SLOTS("notice", "~d", "~d") " => 200 #0"},
    {"outside the window of dates there are none",
     "- " SLOTS("august", "2045-07-31", "2045-07-31") " => 200 #0\n"
     "- " SLOTS("august", "2045-08-31", "2045-09-01") " => 200 #1 2045-08-31#48\n"
     "- " SLOTS("soon", "~d", "~d") " => 200 #0"},
    {"after 2038 all is as before",
     "- " SLOTS("office", "2044-03-25", "2044-03-29")
     " => 200 2044-03-25.0.start=2044-03-25T09:00:00.000Z "
     "2044-03-28.0.start=2044-03-28T08:00:00.000Z"},
    {"a managed parent has none",
     "- " SLOTS("parent", "2045-08-01", "2045-08-01") " => 200 #0"},
};
/* clang-format on */

/* clang-format off */
static const struct story taken[] = {
    {"a booked slot is not offered, nor what it overlaps",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " SLOTS("plain", "~d", "~d")
     " => 200 !'T09:45:00.000Z' !'T10:00:00.000Z' !'T10:15:00.000Z' 'T09:30:00.000Z' "
     "'T10:30:00.000Z'"},
    {"a request that waits is not offered to others",
     "- " B("confirm", "10:00", "bo") " => 201\n"
     "- " SLOTS("plain", "~d", "~d") " => 200 !'T10:00:00.000Z'"},
    {"cancelled and declined slots are offered again",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "b: - " B("confirm", "11:00", "bo") " => 201\n"
     "hal POST $b/decline => 200\n"
     "- " SLOTS("plain", "~d", "~d") " => 200 'T10:00:00.000Z' 'T11:00:00.000Z'"},
    {"buffers are not offered",
     "- " B("buffered", "10:00", "bo") " => 201\n"
     "- " SLOTS("plain", "~d", "~d")
     " => 200 !'T09:30:00.000Z' !'T10:30:00.000Z' 'T09:15:00.000Z' 'T10:45:00.000Z'"},
    {"a booking that is to be moved does not stand in its own way",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- " SLOTS("plain", "~d", "~d")
     "&bookingUidToReschedule=$a => 200 'T10:00:00.000Z' 'T10:15:00.000Z'\n"
     "- " SLOTS("plain", "~d", "~d")
     "&bookingUidToReschedule=nosuchuid => 200 !'T10:00:00.000Z'"},
    {"a booking of another tenant is in nobody's way here",
     "a: - " B("elsewhere", "10:00", "bo") " => 201\n"
     "- " B("plain", "10:00", "cy") " => 201\n"
     "- " SLOTS("plain", "~d", "~d") "&bookingUidToReschedule=$a => 200 !'T10:00:00.000Z'"},
    {"a held slot is not offered to others, and to its holder is",
     "hal POST /v2/slots/reservations {'eventTypeId':@plain,'slotStart':'~10:00'} => 201\n"
     "- " SLOTS("plain", "~d", "~d") " => 200 !'T10:00:00.000Z'\n"
     "hal " SLOTS("plain", "~d", "~d") " => 200 'T10:00:00.000Z'"},
    {"a full day is not offered",
     "- " B("twice-a-day", "10:00", "bo") " => 201\n"
     "- " SLOTS("twice-a-day", "~d", "~d+1") " => 200 #2\n"
     "a: - " B("twice-a-day", "11:00", "bo") " => 201\n"
     "- " SLOTS("twice-a-day", "~d", "~d+1") " => 200 #1 ~d!\n"
     "- " SLOTS("twice-a-day", "~d", "~d+1") "&bookingUidToReschedule=$a => 200 #2"},
    {"a full week, month and year are not offered",
     "- " B("twice-a-week", "10:00", "bo") " => 201\n"
     "- " B("twice-a-week", "11:00", "bo") " => 201\n"
     "- " SLOTS("twice-a-week", "~d", "~d+7") " => 200 #1 ~d+7?\n"
     "- BOOK {'start':'2093-05-04T10:00:00Z','eventTypeId':@twice-a-month,'attendee':%bo} => "
     "201\n"
     "- BOOK {'start':'2093-05-05T10:00:00Z','eventTypeId':@twice-a-month,'attendee':%bo} => "
     "201\n"
     "- " SLOTS("twice-a-month", "2093-05-30", "2093-06-01") " => 200 #1 2093-06-01?\n"
     "- BOOK {'start':'2094-05-04T10:00:00Z','eventTypeId':@twice-a-year,'attendee':%bo} => "
     "201\n"
     "- BOOK {'start':'2094-05-05T10:00:00Z','eventTypeId':@twice-a-year,'attendee':%bo} => "
     "201\n"
     "- " SLOTS("twice-a-year", "2093-12-31", "2094-01-01") " => 200 #1 2093-12-31?"},
    {"all hosts of a collective must be free",
     "- " B("copy", "10:00", "bo") " => 201\n"
     "- " SLOTS("both", "~d", "~d") " => 200 !'T10:00:00.000Z' 'T11:00:00.000Z'"},
    {"one host of a round robin must be free",
     "- " B("robin", "10:00", "bo") " => 201\n"
     "- " B("robin", "10:00", "cy") " => 201\n"
     "- " SLOTS("robin", "~d", "~d") " => 200 'T10:00:00.000Z'\n"
     "- " B("robin", "10:00", "di") " => 201\n"
     "- " SLOTS("robin", "~d", "~d") " => 200 !'T10:00:00.000Z'"},
};
/* clang-format on */

/* clang-format off */
static const struct story seats[] = {
    {"seats are told, free and taken",
     "- GET /v2/slots?eventTypeId=@class&start=~d&end=~d => 200 ~d.40.start=~dT10:00:00.000Z "
     "~d.40.seatsBooked=0 ~d.40.seatsRemaining=3 ~d.40.seatsTotal=3 ~d.40.bookingUid!\n"
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- GET /v2/slots?eventTypeId=@class&start=~d&end=~d => 200 ~d.39.start=~dT10:00:00.000Z "
     "~d.39.seatsBooked=1 ~d.39.seatsRemaining=2 ~d.39.seatsTotal=3 ~d.39.bookingUid=$a "
     "!'T10:15:00.000Z' !'T09:45:00.000Z'"},
    {"a full class is not offered",
     "- " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "10:00", "di") " => 201\n"
     "- " SLOTS("class", "~d", "~d") " => 200 !'T10:00:00.000Z' 'T11:00:00.000Z'"},
    {"a day that is full of classes still has seats",
     "- " B("class-a-day", "10:00", "bo") " => 201\n"
     "- " SLOTS("class-a-day", "~d", "~d") " => 200 ~d#1 ~d.0.seatsBooked=1"},
};
/* clang-format on */

/* ---- clock changes ---- */

static const char *const zones[] = {
    "America/New_York",  "Europe/London",  "Australia/Lord_Howe", "America/St_Johns",
    "Africa/Cairo",      "Europe/Dublin",  "Pacific/Chatham",     "America/Santiago",
    "Africa/Casablanca", "America/Havana", "Asia/Beirut",         "Antarctica/Troll",
    "Asia/Gaza",         "Asia/Kathmandu", "Pacific/Norfolk",     "America/Nuuk",
};
enum { ZONES = sizeof zones / sizeof *zones, FIRST_YEAR = 2027, LAST_YEAR = 2040 };

/* Windows on the host's wall, in minutes, and how a day is cut. */
static const struct cut {
    const char *slug;
    int from, until, length, interval;
} cuts[] = {{"even", 0, 360, 30, 15}, {"odd", 20, 350, 35, 25}, {"late", 1320, 1440, 60, 60}};
enum { CUTS = sizeof cuts / sizeof *cuts };

static void write_zones(FILE *out)
{
    fprintf(out,
            "{\"businesses\":[{\"slug\":\"%s-zones\",\"name\":\"Zones\",\"time_zone\":\"UTC\","
            "\"users\":[",
            story_slug());
    for (size_t i = 0; i < ZONES; i++) {
        fprintf(out,
                "%s{\"username\":\"z%zu\",\"name\":\"Z\",\"email\":\"z%zu@%s.example\","
                "\"time_zone\":\"UTC\",\"schedules\":[",
                i == 0 ? "" : ",", i, i, story_slug());
        for (size_t c = 0; c < CUTS; c++) {
            fprintf(out,
                    "%s{\"name\":\"%s\",\"time_zone\":\"%s\",\"windows\":[{\"days\":[\"monday\","
                    "\"tuesday\",\"wednesday\",\"thursday\",\"friday\",\"saturday\",\"sunday\"],"
                    "\"start\":\"%02d:%02d\",\"end\":\"%02d:%02d\"}]}",
                    c == 0 ? "" : ",", cuts[c].slug, zones[i], cuts[c].from / 60, cuts[c].from % 60,
                    cuts[c].until / 60, cuts[c].until % 60);
        }
        fputs("]}", out);
    }
    fputs("],\"event_types\":[", out);
    for (size_t i = 0; i < ZONES; i++) {
        for (size_t c = 0; c < CUTS; c++) {
            fprintf(out,
                    "%s{\"slug\":\"%s\",\"title\":\"%s\",\"owner\":\"z%zu\",\"schedule\":\"%s\","
                    "\"length_minutes\":%d,\"slot_interval_minutes\":%d}",
                    i + c == 0 ? "" : ",", cuts[c].slug, cuts[c].slug, i, cuts[c].slug,
                    cuts[c].length, cuts[c].interval);
        }
    }
    fputs("]}]}\n", out);
}

static bool apply_zones(void)
{
    const char *path = say("%s/%s-zones.json", http_setting("SLOTD_RUN"), story_slug());
    FILE *out = fopen(path, "w");

    if (out == NULL) {
        return false;
    }
    write_zones(out);
    return fclose(out) == 0 && http_apply(path) && remove(path) == 0;
}

static void use_zone(const char *zone)
{
    if (setenv("TZ", zone, 1) != 0) {
        abort();
    }
    tzset();
}

static struct tm local(int64_t second)
{
    time_t time = second;
    struct tm broken;

    if (localtime_r(&time, &broken) == NULL) {
        abort();
    }
    return broken;
}

static bool is_open(const struct cut *cut, int64_t second)
{
    struct tm wall = local(second);
    int minute = wall.tm_hour * 60 + wall.tm_min;

    return minute >= cut->from && minute < cut->until;
}

static bool is_offered(const struct cut *cut, int64_t second)
{
    struct tm wall = local(second);
    int minute = wall.tm_hour * 60 + wall.tm_min;

    if (minute < cut->from || (minute - cut->from) % cut->interval != 0 || wall.tm_sec != 0) {
        return false;
    }
    for (int i = 0; i < cut->length; i++) {
        if (!is_open(cut, second + 60 * (int64_t)i)) {
            return false;
        }
    }
    return true;
}

/* The slot as it must stand in the answer: under its day, with the wall time and its offset. */
static bool stands_there(struct json_object *data, int64_t second, size_t *at, const char **day)
{
    struct tm wall = local(second);
    char key[16], text[40], offset[8];

    strftime(key, sizeof key, "%Y-%m-%d", &wall);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000", &wall);
    strftime(offset, sizeof offset, "%z", &wall);
    if (*day == NULL || strcmp(*day, key) != 0) {
        *day = say("%s", key);
        *at = 0;
    }
    const char *seen = text_at(data, say("%s.%zu.start", key, (*at)++));
    const char *wanted = say("%s%.3s:%s", text, offset, offset + 3);
    return EXPECT(seen != NULL && strcmp(seen, wanted) == 0, "%s in place of %s",
                  seen == NULL ? "nothing" : seen, wanted);
}

static size_t slots_in(struct json_object *data)
{
    size_t count = 0;

    json_object_object_foreach(data, key, list)
    {
        (void)key;
        count += json_object_array_length(list);
    }
    return count;
}

/* From midnight UTC of the day before to the end of the day after. */
static bool day_agrees(int64_t type, const struct cut *cut, const char *zone, int32_t day)
{
    char from[WHEN_ROOM], until[WHEN_ROOM];
    const char *shown = NULL;
    size_t at = 0, wanted = 0;
    bool agrees = true;

    day_write(from, (struct day){day - 1});
    day_write(until, (struct day){day + 1});
    struct answer *answer = http_get(say("/v2/slots?eventTypeId=%lld&start=%s&end=%s&timeZone=%s",
                                         (long long)type, from, until, encoded(zone)),
                                     NULL, "2024-09-04");
    if (!EXPECT_STATUS(answer, 200)) {
        return false;
    }
    struct json_object *data = json_at(answer->json, "data");
    for (int64_t second = (day - 1) * INT64_C(86400); second < (day + 2) * INT64_C(86400) && agrees;
         second += 60) {
        if (is_offered(cut, second)) {
            wanted++;
            agrees = stands_there(data, second, &at, &shown);
        }
    }
    return EXPECT(slots_in(data) == wanted, "%s %s: %zu slots, not %zu", zone, from, slots_in(data),
                  wanted) &&
           agrees;
}

static void run_zone(const void *row)
{
    size_t zone = (size_t)((const char *const *)row - zones);
    int64_t type[CUTS];
    int changes = 0;

    use_zone(zones[zone]);
    for (size_t c = 0; c < CUTS; c++) {
        type[c] = sql_number("SELECT t.id FROM event_type t JOIN user u ON u.business_id ="
                             " t.business_id AND u.id = t.owner_id WHERE u.email ="
                             " 'z%zu@%s.example' AND t.slug = '%s'",
                             zone, story_slug(), cuts[c].slug);
    }
    for (int32_t day = day_of_date((struct date){FIRST_YEAR, 1, 1}).number;
         day < day_of_date((struct date){LAST_YEAR + 1, 1, 1}).number; day++) {
        if (local(day * INT64_C(86400)).tm_gmtoff == local((day + 1) * INT64_C(86400)).tm_gmtoff) {
            continue;
        }
        changes++;
        for (size_t c = 0; c < CUTS; c++) {
            if (!day_agrees(type[c], &cuts[c], zones[zone], day)) {
                return;
            }
        }
    }
    for (size_t c = 0; c < CUTS; c++) {
        (void)day_agrees(type[c], &cuts[c], zones[zone], story_fresh_day());
    }
    use_zone("UTC");
    EXPECT(changes > 0 || strcmp(zones[zone], "Asia/Kathmandu") == 0, "no clock changes in %s",
           zones[zone]);
}

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("slots") && apply_zones() ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(asking);
    STORIES(taken);
    STORIES(seats);
    for (size_t i = 0; i < ZONES; i++) {
        case_add(run_zone, &zones[i], "around clock changes the slots of %s are those of its wall",
                 zones[i]);
    }
    story_oracle_add();
    return cases_main("cal_slots", open_stack, http_close, argc, argv);
}
