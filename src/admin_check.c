/* admin_check.c - slotd check: tries everything that serving needs. SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "admin.h"
#include "base/zone.h"
#include "store/attendees.h"
#include "store/booking_tokens.h"
#include "store/bookings.h"
#include "store/businesses.h"
#include "store/clients.h"
#include "store/declared.h"
#include "store/desk.h"
#include "store/event_types.h"
#include "store/facts.h"
#include "store/follow_ups.h"
#include "store/holidays.h"
#include "store/hosts.h"
#include "store/idempotency.h"
#include "store/limits.h"
#include "store/links.h"
#include "store/manage_people.h"
#include "store/manage_schedules.h"
#include "store/manage_types.h"
#include "store/notifications.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/references.h"
#include "store/reservations.h"
#include "store/schema.h"
#include "store/seats.h"
#include "store/services.h"
#include "store/shifts.h"
#include "store/staff.h"
#include "store/sign_in.h"
#include "store/teams.h"
#include "store/tokens.h"
#include "store/waitlist.h"
#include "store/webhooks.h"

enum { ZONES_LEAST = 300 };

static const struct {
    const char *name;
    const struct statement *const *all;
} registries[] = {
    {"people", people_statements},
    {"event types", event_type_statements},
    {"bookings", booking_statements},
    {"outbox", outbox_statements},
    {"booking tokens", booking_token_statements},
    {"idempotency", idempotency_statements},
    {"tokens", token_statements},
    {"declared", declared_statements},
    {"schema", schema_statements},
    {"hosts", host_statements},
    {"limits", limit_statements},
    {"seats", seat_statements},
    {"links", link_statements},
    {"desk", desk_statements},
    {"attendees", attendee_statements},
    {"teams", team_statements},
    {"reservations", reservation_statements},
    {"managed people", manage_people_statements},
    {"managed schedules", manage_schedule_statements},
    {"managed event types", managed_type_statements},
    {"webhooks", webhook_statements},
    {"references", reference_statements},
    {"clients", client_statements},
    {"facts", fact_statements},
    {"staff", staff_statements},
    {"shifts", shift_statements},
    {"services", service_statements},
    {"waitlist", waitlist_statements},
    {"follow-ups", follow_up_statements},
    {"businesses", business_statements},
    {"notifications", notification_statements},
    {"holidays", holiday_statements},
    {"signing in", sign_in_statements},
};

static const char *const wanted_zones[] = {
    "UTC",           "Europe/London",      "America/New_York", "Asia/Kathmandu",
    "Asia/Calcutta", "Australia/Lord_Howe"};

struct checking {
    struct admin *admin;
    int failures;
};

static void good(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void good(const char *format, ...)
{
    va_list values;

    fputs("ok ", stdout);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
}

static void bad(struct checking *checking, const char *what, const char *why)
{
    printf("FAIL %s: %s\n", what, why);
    checking->failures++;
}

static bool went_well(struct checking *checking, const char *what, struct fail fail)
{
    if (FAILED(fail))
        bad(checking, what, fail.trouble != NULL ? fail.trouble : fail_word(fail.code));
    return !FAILED(fail);
}

/* ---- statements ---- */

static void check_registry(struct checking *checking, const char *name,
                           const struct statement *const *all)
{
    size_t count = 0;
    int failures = checking->failures;

    for (; all[count] != NULL; count++)
        (void)went_well(checking, all[count]->name,
                        store_prepare(checking->admin->store, all[count]));
    if (checking->failures == failures)
        good("statements: %zu of %s", count, name);
}

/* Lists are put together from parts: each filter alone, all orders, all listings, for hosts,
 * attendees and leaders of teams. Business 0 has no rows, so that nothing is read. */
static bool check_list(struct checking *checking, const struct caller *caller,
                       const struct booking_query *query)
{
    struct store *store = checking->admin->store;
    struct bookings bookings;
    int64_t total;

    arena_clear(checking->admin->arena);
    return went_well(checking, "page of bookings",
                     bookings_page(store, caller, query, instant_now(), true, &bookings)) &&
           went_well(checking, "count of bookings",
                     bookings_count(store, caller, query, instant_now(), &total));
}

static bool check_lists_of(struct checking *checking, const struct caller *caller)
{
    int64_t ids[] = {1, 2, 3};
    struct booking_query query = {.listings = (1U << LISTING__COUNT) - 1,
                                  .email = "",
                                  .name = "",
                                  .uid = "",
                                  .event_types = {ids, COUNT(ids)},
                                  .event_type = 1,
                                  .teams = {ids, COUNT(ids)},
                                  .team = 1,
                                  .take = 1};
    bool sound = true;

    for (uint64_t bit = 0; sound && bit <= BY_WALK_BEFORE; bit = bit == 0 ? 1 : bit << 1) {
        query.given = bit;
        sound = check_list(checking, caller, &query);
    }
    query.given = BY_LISTING;
    for (unsigned listing = 0; sound && listing < LISTING__COUNT; listing++) {
        query.listings = 1U << listing;
        sound = check_list(checking, caller, &query);
    }
    query.given = (BY_WALK_BEFORE << 1) - 1;
    for (int order = ORDER_DERIVED; sound && order <= ORDER_WALK; order++) {
        query.order = order;
        query.descending = !query.descending;
        sound = check_list(checking, caller, &query);
    }
    return sound;
}

static void check_lists(struct checking *checking)
{
    static const struct caller callers[] = {
        {.user_id = 1, .email = ""},
        {.user_id = 1, .email = "", .attends = true},
        {.user_id = 1, .email = "", .leads_a_team = true},
        {.user_id = 1, .email = "", .attends = true, .leads_a_team = true},
    };
    bool sound = true;

    for (size_t i = 0; sound && i < COUNT(callers); i++)
        sound = check_lists_of(checking, &callers[i]);
    if (sound)
        good("statements: lists by every filter and order");
}

static void check_schema(struct checking *checking)
{
    int step;

    if (!went_well(checking, "schema", schema_current(checking->admin->store, SCHEMA_STEP, &step)))
        return;
    good("schema: step %d", step);
    for (size_t i = 0; i < COUNT(registries); i++)
        check_registry(checking, registries[i].name, registries[i].all);
    check_lists(checking);
}

static void check_database(struct checking *checking, const struct conf *conf)
{
    if (!went_well(checking, "database", store_begin(checking->admin->store)))
        return;
    store_rollback(checking->admin->store);
    good("database: %s", conf->database.name);
    check_schema(checking);
}

static void check_secrets(struct checking *checking)
{
    unsigned char secret[DIGEST_ROOM];

    for (size_t i = 0; installation_secrets[i] != NULL; i++)
        if (went_well(checking, installation_secrets[i],
                      installation_secret(checking->admin->store, installation_secrets[i], secret)))
            good("secret: %s", installation_secrets[i]);
}

/* ---- zones ---- */

static void pass_by(const char *name, void *context)
{
    (void)name;
    (void)context;
}

static void check_zones(struct checking *checking, const struct conf *conf)
{
    zones_open(conf->http.zoneinfo);
    for (size_t i = 0; i < COUNT(wanted_zones); i++)
        if (zone_find(wanted_zones[i]) == NULL)
            bad(checking, "time zone", wanted_zones[i]);
    size_t count = zones_walk(pass_by, NULL);
    if (count < ZONES_LEAST)
        bad(checking, "time zones", "too few; is the package tzdata there?");
    else
        good("time zones: %zu in %s", count, conf->http.zoneinfo);
    zones_close();
}

int admin_check(const struct conf *conf)
{
    struct admin admin = admin_open("check", conf);
    struct checking checking = {&admin, 0};

    good("configuration");
    check_zones(&checking, conf);
    check_database(&checking, conf);
    if (checking.failures == 0)
        check_secrets(&checking);
    admin_close(&admin);
    return checking.failures == 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
