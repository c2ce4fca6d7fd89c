/* desk_rules.c - what holds for everything that is done at the desk. SPDX-License-Identifier: MIT
 */
#include "base/uid.h"
#include "engine/change.h"
#include "engine/desk_rules.h"
#include "store/desk.h"
#include "store/seats.h"

#define LONGEST_BOOKING (31 * US_A_DAY) /* CHECK booking_length */

const char *desk_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

bool desk_asks(const struct desk *desk, enum desk_given what)
{
    return desk->wish->given & what;
}

/* ---- what holds for every operation ---- */

struct fail desk_open(struct desk *desk)
{
    TRY(settings_of(desk->work, desk->work->caller->business_id, &desk->settings));
    desk->zone = zone_find(desk->settings.time_zone);
    return desk->zone != NULL ? NO_FAIL
                              : (struct fail){.code = OURSELVES,
                                              .trouble = "the business's time zone is not known"};
}

int64_t desk_agenda(const struct caller *caller, const struct settings *settings)
{
    bool own_only = settings->staff_personal_agenda_enabled && !caller->admin &&
                    caller->kind == TOKEN_STAFF_SESSION;

    return own_only ? caller->user_id : 0;
}

struct fail desk_is_own(const struct desk *desk, int64_t host_id)
{
    const struct caller *caller = desk->work->caller;

    return desk_agenda(caller, &desk->settings) == 0 || caller->user_id == host_id
               ? NO_FAIL
               : FAIL(OF_ANOTHER);
}

struct fail desk_look_up(struct desk *desk)
{
    const struct desk_wish *wish = desk->wish;

    if (desk_asks(desk, DESK_CLIENT))
        TRY(desk_client(desk->work, wish->client_id, &desk->client));
    if (desk_asks(desk, DESK_HOST))
        TRY(desk_host(desk->work, wish->host_id, &desk->host));
    if (desk_asks(desk, DESK_SERVICE))
        TRY(desk_service(desk->work, wish->event_type_id, &desk->service));
    return desk_asks(desk, DESK_HOST) ? desk_is_own(desk, desk->host.id) : NO_FAIL;
}

/* ---- when ---- */

static struct fail on_the_wall(const struct desk *desk, const struct time_sent *sent,
                               const char *which, struct instant *instant)
{
    return zone_time(desk->zone, sent, instant)
               ? NO_FAIL
               : (struct fail){.code = TIME_SKIPPED, .field = which};
}

struct fail desk_settle_time(struct desk *desk)
{
    const struct desk_wish *wish = desk->wish;

    if (desk_asks(desk, DESK_START))
        desk->time.start = wish->start;
    if (desk_asks(desk, DESK_END))
        desk->time.end = wish->end;
    if (desk_asks(desk, DESK_START_SENT))
        TRY(on_the_wall(desk, &wish->start_sent, "start_at", &desk->time.start));
    if (desk_asks(desk, DESK_END_SENT))
        TRY(on_the_wall(desk, &wish->end_sent, "end_at", &desk->time.end));
    return NO_FAIL;
}

struct fail desk_time_is_possible(const struct desk *desk)
{
    struct range time = desk->time;

    if (time.end.us <= time.start.us)
        return FAIL(TIME_REVERSED);
    if (!offer_is_near(time.start) || !offer_is_near(time.end))
        return (struct fail){.code = BAD_RANGE, .detail = "The time must be within 1970 to 2199"};
    if (time.end.us - time.start.us > LONGEST_BOOKING)
        return (struct fail){.code = BAD_RANGE, .detail = "A booking can last 31 days at most"};
    return NO_FAIL;
}

struct fail desk_is_no_holiday(const struct desk *desk)
{
    struct day first = zone_wall(desk->zone, desk->time.start).day;
    struct day last = zone_wall(desk->zone, (struct instant){desk->time.end.us - 1}).day;
    const char *name;
    bool found;

    TRY(holiday_within(desk->work->store, desk->work->caller->business_id, first, last, &name,
                       &found));
    return found ? (struct fail){.code = HOLIDAY, .detail = name} : NO_FAIL;
}

void desk_set_time(struct booking *booking, struct range time)
{
    int64_t into_minute = time.end.us % US_A_MINUTE;

    if (booking->start.us != time.start.us)
        uuid_v7(booking->walk, time.start);
    booking->start = time.start;
    booking->end = time.end;
    booking->minutes = (time.end.us - time.start.us) / US_A_MINUTE;
    booking->claim_start.us = time.start.us - time.start.us % US_A_MINUTE;
    booking->claim_end.us =
        into_minute == 0 ? time.end.us : time.end.us - into_minute + US_A_MINUTE;
}

/* ---- what is in the way ---- */

struct fail desk_taken_by(const struct desk *desk, const struct taken *found)
{
    struct taken *taken = TAKE(desk->work->arena, struct taken);

    *taken = *found;
    taken->time_zone = desk->settings.time_zone;
    return (struct fail){.code = SLOT_TAKEN, .taken = taken};
}

struct fail desk_explained(const struct desk *desk, const struct booking *booking,
                           const struct numbers *hosts, struct fail fail)
{
    struct taken taken = {0};
    bool found;

    if (fail.code != SLOT_TAKEN)
        return fail;
    TRY(first_in_the_way(desk->work->store, booking->business_id, hosts, booking->claim_start,
                         booking->claim_end, booking->uid, &taken, &found));
    return found ? desk_taken_by(desk, &taken) : fail;
}

struct fail desk_no_other_class(const struct desk *desk, const struct booking *booking)
{
    struct booking other;
    bool found;

    if (booking->seats == 0 || !status_holds_time(booking->status))
        return NO_FAIL;
    TRY(seated_booking_at(desk->work->store, booking->business_id, booking->event_type_id,
                          booking->start, &other, &found));
    return found && other.id != booking->id
               ? desk_taken_by(desk, &(struct taken){.start = other.start, .end = other.end})
               : NO_FAIL;
}
