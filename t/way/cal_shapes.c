/* cal_shapes.c - the four shapes of a booking, field by field. SPDX-License-Identifier: MIT
 *
 * cal_shapes.json says how bookings of the fixture and of shapes.json shall look in a walk; pages
 * and single bookings differ from it in the dates of seats only. */
#include <stdio.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"

enum { FIELDS = 2000 };

static struct json_object *wanted;

struct field_case {
    struct json_object *booking;
    const char *field;
};
static struct field_case field_cases[FIELDS];

static const char *uid_of(struct json_object *entry)
{
    return text_at(entry, "booking.uid");
}

static struct json_object *in_list(struct json_object *entry, const char *version)
{
    struct answer *answer =
        http_get(say("/v2/bookings?bookingUid=%s", uid_of(entry)), text_at(entry, "key"), version);

    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == 1, "%s", answer->body);
    return json_at(answer->json, "data.0");
}

static struct json_object *alone(struct json_object *entry)
{
    struct answer *answer =
        http_get(say("/v2/bookings/%s", uid_of(entry)), text_at(entry, "key"), CAL_PAGES);

    EXPECT_STATUS(answer, 200);
    return json_at(answer->json, "data");
}

static const char *shown(struct json_object *json)
{
    return json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN);
}

static void run_field(const void *row)
{
    const struct field_case *one = row;
    struct json_object *value = json_at(one->booking, say("booking.%s", one->field));
    struct json_object *seen = in_list(one->booking, CAL_WALK);

    EXPECT(json_object_equal(json_at(seen, one->field), value) == 1, "%s is %s", one->field,
           say("%s", shown(json_at(seen, one->field))));
}

/* Seats without their dates. */
static struct json_object *without_dates(struct json_object *booking)
{
    struct json_object *copy = json_tokener_parse(shown(booking));
    struct json_object *attendees = json_at(copy, "attendees");

    for (size_t i = 0; i < json_object_array_length(attendees); i++) {
        json_object_object_del(json_object_array_get_idx(attendees, i), "createdAt");
    }
    return copy;
}

/* Both ways round, so that a field too many is seen as well. */
static void expect_same_fields(struct json_object *seen, struct json_object *all)
{
    json_object_object_foreach(all, field, value)
    {
        EXPECT(json_object_equal(json_at(seen, field), value) == 1, "%s is %s", field,
               say("%s", shown(json_at(seen, field))));
    }
    if (EXPECT(json_object_is_type(seen, json_type_object), "no booking")) {
        json_object_object_foreach(seen, more, ignored)
        {
            (void)ignored;
            EXPECT(json_has(all, more), "%s is too much", more);
        }
    }
}

static void run_whole(const void *row)
{
    struct json_object *entry = json_object_array_get_idx(wanted, *(const size_t *)row);
    struct json_object *booking = json_at(entry, "booking");
    struct json_object *undated = without_dates(booking);

    expect_same_fields(in_list(entry, CAL_WALK), booking);
    expect_same_fields(in_list(entry, CAL_PAGES), undated);
    expect_same_fields(alone(entry), undated);
    json_object_put(undated);
}

/* ---- what must not be there ---- */

static const struct absent {
    const char *name, *uid, *path;
} absents[] = {
    {"a booking without guests has no list of them", "onePast111111111111111", "guests"},
    {"a booking without a rating has none", "oneUpcoming11111111111", "rating"},
    {"a booking never moved has no mover", "oneUpcoming11111111111", "rescheduledByEmail"},
    {"a booking never moved has no reason for it", "oneUpcoming11111111111", "reschedulingReason"},
    {"a booking never moved has no origin", "oneUpcoming11111111111", "rescheduledFromUid"},
    {"a booking never moved has no target", "oneUpcoming11111111111", "rescheduledToUid"},
    {"a booking of no series has no series", "oneUpcoming11111111111", "recurringBookingUid"},
    {"a reason to decline is not shown", "oneRejected11111111111", "rejectionReason"},
    {"an attendee without a telephone has none", "onePast111111111111111",
     "attendees.0.phoneNumber"},
    {"an attendee without a language has none", "oneLong111111111111111", "attendees.0.language"},
    {"an attendee without a seat has no seat", "oneUpcoming11111111111", "attendees.0.seatUid"},
    {"answers of a booking without guests have no addresses of them", "onePast111111111111111",
     "bookingFieldsResponses.displayGuests"},
    {"a class does not say who cancelled it", "oneClass11111111111111", "cancelledByEmail"},
    {"a class has no guests", "oneClass11111111111111", "guests"},
    {"a class has no answers of its own", "oneClass11111111111111", "bookingFieldsResponses"},
    {"a class has no seat of its own in a list", "oneClass11111111111111", "seatUid"},
    {"answers of a seat do not repeat the address", "oneClass11111111111111",
     "attendees.0.bookingFieldsResponses.email"},
    {"lists do not say whether a user is managed", "oneUpcoming11111111111",
     "isPlatformManagedUserBooking"},
    {"the place in the walk is not shown", "oneUpcoming11111111111", "walk"},
    {"notes for the host are not shown", "oneUpcoming11111111111", "internalNotes"},
};

static void run_absent(const void *row)
{
    const struct absent *one = row;
    struct answer *answer =
        http_get(say("/v2/bookings?bookingUid=%s", one->uid), "cal_test_ann", CAL_PAGES);

    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == 1, "%s", answer->body);
    EXPECT(!json_has(answer->json, say("data.0.%s", one->path)), "%s is there: %s", one->path,
           answer->body);
}

static size_t nulls_in(struct json_object *json)
{
    size_t nulls = json == NULL;

    if (json_object_is_type(json, json_type_object)) {
        json_object_object_foreach(json, name, value)
        {
            nulls += strcmp(name, "metadata") == 0 ? 0 : nulls_in(value);
        }
    }
    for (size_t i = 0;
         json_object_is_type(json, json_type_array) && i < json_object_array_length(json); i++) {
        nulls += nulls_in(json_object_array_get_idx(json, i));
    }
    return nulls;
}

static void nothing_is_null(const void *row)
{
    const char *version = row;
    struct answer *answer = http_get("/v2/bookings", "cal_test_ann", version);

    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") > 30, "%zu bookings", count_at(answer->json, "data"));
    EXPECT(nulls_in(json_at(answer->json, "data")) == 0, "%zu nulls",
           nulls_in(json_at(answer->json, "data")));
}

static void secrets_stay(const void *row)
{
    struct answer *answer = http_get("/v2/bookings", "cal_way_shapes_sue", CAL_PAGES);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(strstr(answer->body, "shapesManaged111111111") != NULL, "the booking is not there");
    EXPECT(strstr(answer->body, "secret of sue") == NULL, "internal notes are shown");
}

/* ---- who sees the seats of a class: contract f.3 ---- */

static const struct visible {
    const char *name, *uid, *key;
    size_t attendees;
} visibles[] = {
    {"the host sees every seat", "oneClass11111111111111", "cal_test_ann", 3},
    {"nobody known sees no seat", "oneClass11111111111111", NULL, 0},
    {"another user sees no seat", "oneClass11111111111111", "cal_test_dora", 0},
    {"a plain member of the host's team sees no seat", "oneClass11111111111111", "cal_test_ben", 0},
    {"nobody known sees the seats of an open class", "shapesOpen111111111111", NULL, 1},
    {"the host sees the seats of an open class", "shapesOpen111111111111", "cal_way_shapes_sue", 1},
    {"nobody known sees no seat of a series of classes", "oneWeeklyClass11111111", NULL, 0},
    {"anybody with the uid sees the attendees of a plain booking", "oneUpcoming11111111111", NULL,
     2},
    {"anybody with the uid sees the attendee of an occurrence", "oneWeekly1111111111111", NULL, 1},
};

static void run_visible(const void *row)
{
    const struct visible *one = row;
    struct answer *answer = http_get(say("/v2/bookings/%s", one->uid), one->key, CAL_PAGES);

    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data.attendees") == one->attendees, "%zu attendees, not %zu",
           count_at(answer->json, "data.attendees"), one->attendees);
}

static void lists_show_every_seat(const void *row)
{
    struct answer *answer =
        http_get("/v2/bookings?bookingUid=oneClass11111111111111", "cal_test_ann", CAL_PAGES);

    (void)row;
    EXPECT(count_at(answer->json, "data.0.attendees") == 3, "%s", answer->body);
}

/* ---- series ---- */

static void a_series_is_an_array(const void *row)
{
    static const char *const uids[] = {"oneWeekly1111111111111", "oneWeekly2222222222222",
                                       "oneWeekly3333333333333", "oneWeekly4444444444444"};
    struct answer *answer =
        http_get("/v2/bookings/5f0c3a52-0000-4000-8000-000000000001", "cal_test_ann", CAL_PAGES);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == 4, "%s", answer->body);
    for (size_t i = 0; i < 4; i++) {
        EXPECT_TEXT(answer, say("data.%zu.uid", i), uids[i]);
        EXPECT_TEXT(answer, say("data.%zu.recurringBookingUid", i),
                    "5f0c3a52-0000-4000-8000-000000000001");
    }
}

static bool setup_failed;

static int setup(void)
{
    return setup_failed || http_open("shapes.json") != 0;
}

static int teardown(void)
{
    json_object_put(wanted);
    return http_close();
}

static size_t numbers[100];

static void add_bookings(void)
{
    struct field_case *next = field_cases;

    for (size_t i = 0; i < json_object_array_length(wanted); i++) {
        struct json_object *entry = json_object_array_get_idx(wanted, i);

        numbers[i] = i;
        json_object_object_foreach(json_at(entry, "booking"), field, value)
        {
            (void)value;
            *next = (struct field_case){entry, field};
            case_add(run_field, next, "%s of %s", field, text_at(entry, "name"));
            next++;
        }
        case_add(run_whole, &numbers[i], "all of %s, in pages, in a walk and alone",
                 text_at(entry, "name"));
    }
}

int main(int argc, char **argv)
{
    wanted = json_object_from_file(http_file("cal_shapes.json"));
    setup_failed = wanted == NULL;
    if (!setup_failed) {
        add_bookings();
    }
    CASES(absents, run_absent, name);
    case_add(nothing_is_null, CAL_PAGES, "nothing is null in a page");
    case_add(nothing_is_null, CAL_WALK, "nothing is null in a walk");
    case_add(secrets_stay, NULL, "what is noted for hosts alone stays with them");
    CASES(visibles, run_visible, name);
    case_add(lists_show_every_seat, NULL, "lists show every seat");
    case_add(a_series_is_an_array, NULL, "the uid of a series gives its bookings by start");
    return cases_main("cal_shapes", setup, teardown, argc, argv);
}
