/* cal_links.c - bookings in other calendars: links and references. Source: contract cal-v2 h.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"

#define LIN    "cal_links_lin"
#define MOE    "cal_links_moe"
#define PLAIN  "linksPlain111111111111"
#define LONG   "linksLong1111111111111"
#define NOBODY "nobodyHasThisUid111111"

static struct answer *look(const char *uid, const char *what, const char *secret)
{
    return http_get(say("/v2/bookings/%s/%s", uid, what), secret, CAL_PAGES);
}

/* ---- who may, and what there is ---- */

static const struct asked {
    const char *name, *uid, *what, *secret;
    long status;
    const char *message; /* of a refusal; NULL: any */
} askeds[] = {
    {"the host gets links", PLAIN, "calendar-links", LIN, 200, NULL},
    {"another user of the business gets links", PLAIN, "calendar-links", MOE, 200, NULL},
    {"a managed user gets links", PLAIN, "calendar-links", "managed-links-moe", 200, NULL},
    {"a token that reads bookings gets links", PLAIN, "calendar-links", "oauth-links-read", 200,
     NULL},
    {"a token that only writes gets no links", PLAIN, "calendar-links", "oauth-links-write", 403,
     NULL},
    {"nobody gets no links", PLAIN, "calendar-links", NULL, 401, NULL},
    {"an unknown key gets no links", PLAIN, "calendar-links", "cal_links_nobody", 401, NULL},
    {"a key of another business finds no booking for links", PLAIN, "calendar-links",
     "cal_test_ann", 404, "Booking with uid=" PLAIN " was not found in the database"},
    {"a booking that is not there has no links", NOBODY, "calendar-links", LIN, 404,
     "Booking with uid=" NOBODY " was not found in the database"},
    {"a booking without event type has no links", "linksGone1111111111111", "calendar-links", LIN,
     400, "Booking with uid=linksGone1111111111111 has no event type"},
    {"a cancelled booking has links", "linksCancelled11111111", "calendar-links", LIN, 200, NULL},
    {"the owner sees references", PLAIN, "references", LIN, 200, NULL},
    {"the owner sees references of a booking without event type", "linksGone1111111111111",
     "references", LIN, 200, NULL},
    {"another user sees no references", PLAIN, "references", MOE, 400,
     "Only the owner of booking with uid=" PLAIN " can see its references"},
    {"a second host sees no references", "linksBoth1111111111111", "references", MOE, 400, NULL},
    {"a token that reads bookings sees references", PLAIN, "references", "oauth-links-read", 200,
     NULL},
    {"a token that only writes sees no references", PLAIN, "references", "oauth-links-write", 403,
     NULL},
    {"nobody sees no references", PLAIN, "references", NULL, 401, NULL},
    {"a key of another business finds no booking for references", PLAIN, "references",
     "cal_test_ann", 404, NULL},
    {"a booking that is not there has no references", NOBODY, "references", LIN, 404,
     "Booking with uid=" NOBODY " was not found in the database"},
    {"an unknown type of reference is refused", PLAIN, "references?type=fax", LIN, 400, NULL},
    {"a type of reference has no capitals", PLAIN, "references?type=Zoom_Video", LIN, 400, NULL},
    {"an empty type of reference is refused", PLAIN, "references?type=", LIN, 400, NULL},
};

static void run_asked(const void *row)
{
    const struct asked *asked = row;
    struct answer *answer = look(asked->uid, asked->what, asked->secret);

    EXPECT_STATUS(answer, asked->status);
    EXPECT_TEXT(answer, "status", asked->status == 200 ? "success" : "error");
    if (asked->message != NULL)
        EXPECT_TEXT(answer, "error.message", asked->message);
}

static const struct elsewhere {
    const char *name, *method, *what;
} elsewheres[] = {
    {"links are not posted", "POST", "calendar-links"},
    {"references are not posted", "POST", "references"},
    {"references are not deleted", "DELETE", "references"},
};

static void run_elsewhere(const void *row)
{
    const struct elsewhere *elsewhere = row;
    struct answer *answer = ASK(.method = elsewhere->method,
                                .target = say("/v2/bookings/" PLAIN "/%s", elsewhere->what),
                                .credential = LIN, .version = CAL_PAGES);

    EXPECT_STATUS(answer, 405);
    const char *allow = http_header(answer, "Allow");
    EXPECT(allow != NULL && strstr(allow, "GET") != NULL, "Allow is %s", allow);
}

/* ---- links ---- */

static void four_links(const void *row)
{
    static const char *const expected[][2] = {{"googleCalendar", "Google Calendar"},
                                              {"microsoftOffice", "Microsoft Office"},
                                              {"microsoftOutlook", "Microsoft Outlook"},
                                              {"ics", "ICS"}};
    struct answer *answer = look(PLAIN, "calendar-links", LIN);

    (void)row;
    EXPECT(count_at(answer->json, "data") == 4, "%s", answer->body);
    for (size_t i = 0; i < 4; i++) {
        EXPECT_TEXT(answer, say("data.%zu.id", i), expected[i][0]);
        EXPECT_TEXT(answer, say("data.%zu.label", i), expected[i][1]);
        EXPECT(members_at(answer->json, say("data.%zu", i)) == 3, "%s", answer->body);
    }
}

static const char *link_of(const char *uid, const char *id)
{
    struct answer *answer = look(uid, "calendar-links", LIN);

    for (size_t i = 0; i < 4; i++) {
        const char *seen = text_at(answer->json, say("data.%zu.id", i));

        if (seen != NULL && strcmp(seen, id) == 0)
            return text_at(answer->json, say("data.%zu.link", i));
    }
    CU_FAIL("no such link");
    return "";
}

static const struct whole {
    const char *name, *uid, *id, *link;
} wholes[] = {
    {"the link for Google", PLAIN, "googleCalendar",
     "https://calendar.google.com/calendar/r/eventedit?dates=20310401T081500Z/20310401T084500Z"
     "&text=Plain%20between%20Lin%20%26%20Bo&details=&location=https%3A%2F%2Fmeet.example.com%2Fa"
     "%20b"},
    {"the link for Microsoft Office", PLAIN, "microsoftOffice",
     "https://outlook.office.com/calendar/0/deeplink/compose?body=&enddt=2031-04-01T08%3A45%3A00Z"
     "&path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&startdt=2031-04-01T08%3A15%3A00Z"
     "&subject=Plain%20between%20Lin%20%26%20Bo&location=https%3A%2F%2Fmeet.example.com%2Fa%20b"},
    {"the link for Microsoft Outlook", PLAIN, "microsoftOutlook",
     "https://outlook.live.com/calendar/0/deeplink/compose?body=&enddt=2031-04-01T08%3A45%3A00Z"
     "&path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&startdt=2031-04-01T08%3A15%3A00Z"
     "&subject=Plain%20between%20Lin%20%26%20Bo&location=https%3A%2F%2Fmeet.example.com%2Fa%20b"},
};

static void run_whole(const void *row)
{
    const struct whole *whole = row;
    const char *link = link_of(whole->uid, whole->id);

    EXPECT(strcmp(link, whole->link) == 0, "it is %s", link);
}

static void no_place(const void *row)
{
    (void)row;
    EXPECT(strstr(link_of("linksPending1111111111", "googleCalendar"), "location") == NULL,
           "a place is named");
    EXPECT(strstr(link_of("linksPending1111111111", "ics"), "LOCATION") == NULL,
           "a place is named");
}

/* The calendar inside a link, decoded. */
static const char *calendar_of(const char *uid)
{
    static const char start[] = "data:text/calendar,";
    const char *link = link_of(uid, "ics");
    char *calendar = (char *)say("%s", link), *to = calendar;

    CU_ASSERT_FATAL(strncmp(link, start, strlen(start)) == 0);
    for (const char *at = link + strlen(start); *at != '\0'; at++) {
        CU_ASSERT_FATAL(isalnum((unsigned char)*at) || strchr("%-_.~", *at) != NULL);
        if (*at == '%') {
            *to++ = (char)strtol(say("%.2s", at + 1), NULL, 16);
            at += 2;
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
    return calendar;
}

static void a_whole_calendar(const void *row)
{
    const char *calendar = calendar_of(PLAIN);

    (void)row;
    EXPECT(strcmp(calendar, "BEGIN:VCALENDAR\r\n"
                            "VERSION:2.0\r\n"
                            "PRODID:-//slotd//slotd//EN\r\n"
                            "CALSCALE:GREGORIAN\r\n"
                            "METHOD:PUBLISH\r\n"
                            "BEGIN:VEVENT\r\n"
                            "UID:plain@links.example\r\n"
                            "DTSTAMP:20300102T030405Z\r\n"
                            "DTSTART:20310401T081500Z\r\n"
                            "DTEND:20310401T084500Z\r\n"
                            "SUMMARY:Plain between Lin & Bo\r\n"
                            "LOCATION:https://meet.example.com/a b\r\n"
                            "STATUS:CONFIRMED\r\n"
                            "END:VEVENT\r\n"
                            "END:VCALENDAR\r\n") == 0,
           "it is %s", calendar);
}

static void lines_are_short(const void *row)
{
    const char *calendar = calendar_of(LONG);
    int folded = 0;

    (void)row;
    for (const char *line = calendar; *line != '\0'; line = strstr(line, "\r\n") + 2) {
        size_t length = strcspn(line, "\r\n");

        EXPECT(length <= 75, "a line of %zu bytes", length);
        EXPECT(strncmp(line + length, "\r\n", 2) == 0, "a line ends otherwise");
        EXPECT(((unsigned char)line[line[0] == ' '] & 0xc0) != 0x80, "a character is cut: %.80s",
               line);
        folded += line[0] == ' ';
    }
    EXPECT(folded >= 2, "%d lines go on", folded);
}

/* What was folded, in one line again. */
static bool says(const char *calendar, const char *line)
{
    char *whole = (char *)say("%s", calendar), *to = whole;

    for (const char *at = calendar; *at != '\0'; at++) {
        if (strncmp(at, "\r\n ", 3) == 0)
            at += 2;
        else
            *to++ = *at;
    }
    *to = '\0';
    return strstr(whole, say("\r\n%s\r\n", line)) != NULL;
}

static const struct line {
    const char *name, *uid, *line;
} lines[] = {
    {"a title is escaped and folded", LONG,
     "SUMMARY:Éclair\\; a\\, b\\\\c: ein sehr langer Titel mit Umlauten "
     "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü und noch mehr 日本語日本語日本語日本語"},
    {"line breaks of a description are escaped", LONG,
     "DESCRIPTION:first line\\nsecond line\\; and\\, more"},
    {"commas of a place are escaped", LONG, "LOCATION:Main Street 1\\, Berlin"},
    {"an end after midnight has the next day", LONG, "DTEND:20320101T001500Z"},
    {"a pending booking is tentative", "linksPending1111111111", "STATUS:TENTATIVE"},
    {"a cancelled booking is cancelled", "linksCancelled11111111", "STATUS:CANCELLED"},
};

static void run_line(const void *row)
{
    const struct line *line = row;
    const char *calendar = calendar_of(line->uid);

    EXPECT(says(calendar, line->line), "not there: %s", calendar);
}

/* ---- references ---- */

static void all_references(const void *row)
{
    struct answer *answer = look(PLAIN, "references", LIN);

    (void)row;
    EXPECT(count_at(answer->json, "data") == 3, "%s", answer->body);
    EXPECT_TEXT(answer, "data.0.type", "google_calendar");
    EXPECT_TEXT(answer, "data.0.eventUid", "g-1");
    EXPECT_TEXT(answer, "data.0.destinationCalendarId", "lin@calendar.example");
    EXPECT(number_at(answer->json, "data.0.id") > 0, "%s", answer->body);
    EXPECT(members_at(answer->json, "data.0") == 4, "%s", answer->body);
    EXPECT_TEXT(answer, "data.1.type", "zoom_video");
    EXPECT_TEXT(answer, "data.2.eventUid", "g-2");
}

static void no_calendar(const void *row)
{
    struct answer *answer = look(PLAIN, "references", LIN);

    (void)row;
    EXPECT(json_has(answer->json, "data.1.destinationCalendarId") &&
               text_at(answer->json, "data.1.destinationCalendarId") == NULL,
           "%s", answer->body);
}

static const struct filtered {
    const char *name, *type;
    size_t count;
} filtereds[] = {
    {"two references to Google calendars", "google_calendar", 2},
    {"one reference to Zoom", "zoom_video", 1},
    {"no reference to Google Meet", "google_video", 0},
    {"no reference to Office calendars", "office365_calendar", 0},
    {"no reference to Teams", "office365_video", 0},
    {"no reference to Daily", "daily_video", 0},
};

static void run_filtered(const void *row)
{
    const struct filtered *filtered = row;
    struct answer *answer = look(PLAIN, say("references?type=%s", filtered->type), LIN);

    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == filtered->count, "%s", answer->body);
    for (size_t i = 0; i < filtered->count; i++)
        EXPECT_TEXT(answer, say("data.%zu.type", i), filtered->type);
}

static void no_references(const void *row)
{
    struct answer *answer = look(LONG, "references", LIN);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == 0, "%s", answer->body);
}

static void applied_again(const void *row)
{
    int64_t before = sql_number("SELECT COUNT(*) FROM booking_reference");

    (void)row;
    CU_ASSERT_TRUE(http_apply(http_file("links.json")));
    EXPECT(sql_number("SELECT COUNT(*) FROM booking_reference") == before, "there are more now");
}

static int setup(void)
{
    int opened = http_open("links.json");

    if (opened == 0)
        mysql_free_result(sql("UPDATE event_type SET deleted_us = 1 WHERE slug = 'gone' AND"
                              " business_id = (SELECT id FROM business WHERE slug = 'links')"));
    return opened;
}

int main(int argc, char **argv)
{
    CASES(askeds, run_asked, name);
    CASES(elsewheres, run_elsewhere, name);
    case_add(four_links, NULL, "a booking has four links, each with label and id");
    CASES(wholes, run_whole, name);
    case_add(no_place, NULL, "a booking without a place names none");
    case_add(a_whole_calendar, NULL, "the calendar is a whole one");
    case_add(lines_are_short, NULL, "lines of the calendar have at most 75 bytes and end in CR LF");
    CASES(lines, run_line, name);
    case_add(all_references, NULL, "references are listed in the order they came");
    case_add(no_calendar, NULL, "a reference without a calendar says null");
    CASES(filtereds, run_filtered, name);
    case_add(no_references, NULL, "a booking without references has an empty list");
    case_add(applied_again, NULL, "the same document applied again adds no reference");
    return cases_main("cal_links", setup, http_close, argc, argv);
}
