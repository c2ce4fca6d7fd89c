/* hold.c - slots held for a while. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "engine/book.h"
#include "engine/hold.h"
#include "engine/offer.h"
#include "engine/who.h"
#include "store/claims.h"
#include "store/event_types.h"
#include "store/reservations.h"
#include "store/seats.h"

enum { HOLD_MINUTES_OTHERWISE = 5 };

/* ---- releasing ---- */

static struct fail release(struct work *work, const struct reservation *reservation)
{
    struct numbers hosts;
    bool was_there;

    TRY(hosts_of_reservation(work->store, reservation, &hosts));
    TRY(reservation_remove(work->store, reservation->business_id, reservation->id, &was_there));
    /* whoever removed the row first has released its minutes */
    if (!was_there)
        return NO_FAIL;
    return claims_release(work->store, reservation->business_id, &hosts, reservation->claim_start,
                          reservation->claim_end);
}

struct fail holds_release(struct work *work, int64_t business_id, const struct numbers *hosts,
                          const struct own_holds *own, bool *any)
{
    struct list list;
    int64_t last = 0;

    TRY(reservations_to_release(work->store, business_id, hosts, work->now, own, &list));
    const struct held_host *held = list.items;
    *any = list.count > 0;
    for (size_t i = 0; i < list.count; i++) {
        struct reservation reservation = {.business_id = business_id,
                                          .id = held[i].reservation_id,
                                          .claim_start = held[i].claim_start,
                                          .claim_end = held[i].claim_end};

        if (reservation.id != last)
            TRY(release(work, &reservation));
        last = reservation.id;
    }
    return NO_FAIL;
}

/* ---- holding ---- */

static struct fail may_hold(struct work *work, const struct offer *offer,
                            const struct hold_wish *wish)
{
    bool offers;

    if (!(wish->given & HOLD_MINUTES))
        return NO_FAIL;
    if (work->caller->kind == TOKEN_NOBODY)
        return FAIL(HOLD_NEEDS_AUTHENTICATION);
    TRY(caller_offers(work, offer, &offers));
    return offers ? NO_FAIL
                  : (struct fail){.code = NO_PERMISSION,
                                  .detail = "choose how long this slot is held"};
}

static struct fail take_hosts(struct work *work, const struct offer *offer,
                              const struct host_choice *choice, struct reservation *reservation)
{
    struct numbers hosts = {TAKE_MANY(work->arena, choice->count, int64_t), choice->count};
    bool released = false;

    for (size_t i = 0; i < choice->count; i++)
        hosts.all[i] = offer->hosts[choice->all[i]].host.id;
    struct fail fail = claims_take(work->store, reservation->business_id, &hosts,
                                   reservation->claim_start, reservation->claim_end);
    if (fail.code == SLOT_TAKEN) {
        /* another hold of the same caller may be somebody else's wish */
        TRY(holds_release(work, reservation->business_id, &hosts, &(struct own_holds){0},
                          &released));
        if (released)
            fail = claims_take(work->store, reservation->business_id, &hosts,
                               reservation->claim_start, reservation->claim_end);
    }
    TRY(fail);
    return reservation_insert(work->store, reservation, &hosts);
}

/* Another hold, or a booking: the words differ. */
static struct fail why_taken(struct work *work, const struct offer *offer,
                             const struct reservation *reservation)
{
    bool held = false;

    for (size_t i = 0; i < offer->count && !held; i++)
        TRY(reservation_overlaps(work->store, reservation->business_id, offer->hosts[i].host.id,
                                 reservation->claim_start, reservation->claim_end, &held));
    return FAIL(held ? SLOT_HELD : HOLD_ON_BOOKED);
}

static struct fail take_first_free(struct work *work, const struct offer *offer,
                                   struct reservation *reservation)
{
    struct host_choice choice;
    struct fail fail = FAIL(HOST_CLOSED);
    bool fits;

    for (size_t i = 0; offer_choice(offer, i, reservation->start, &choice, &fits); i++) {
        if (!fits)
            continue;
        fail = take_hosts(work, offer, &choice, reservation);
        if (fail.code != SLOT_TAKEN)
            return fail;
    }
    if (fail.code == HOST_CLOSED)
        return fail;
    return why_taken(work, offer, reservation);
}

/* In a booking with seats somebody may sit already, and there may be no place for another. */
static struct fail has_seats_left(struct work *work, const struct event_type *type,
                                  struct instant start)
{
    struct list list;

    if (type->seats == 0)
        return NO_FAIL;
    TRY(seats_within(work->store, type->business_id, type->id, start,
                     (struct instant){start.us + 1}, &list));
    const struct seats_at *seats = list.items;
    return list.count > 0 && seats->taken >= seats->seats ? FAIL(HOLD_FULL) : NO_FAIL;
}

static struct fail open_offer(struct work *work, const struct event_type *type,
                              const struct hold_wish *wish, int64_t minutes, struct offer *offer)
{
    struct instant near = offer_is_near(wish->start) ? wish->start : work->now;
    struct fail fail = offer_open(work, type, minutes, (struct range){near, near}, offer);

    if (fail.code == EVENT_TYPE_WITHOUT_HOSTS)
        fail.code = HOLD_WITHOUT_HOSTS;
    return fail;
}

static struct fail hold_on_offer(struct work *work, const struct event_type *type,
                                 const struct hold_wish *wish, const char *uid, struct held *held)
{
    int64_t minutes = wish->given & HOLD_SLOT_MINUTES ? wish->slot_minutes : type->length_minutes;
    struct offer offer;

    if (type->managed)
        return FAIL(EVENT_TYPE_MANAGED);
    if (wish->given & HOLD_SLOT_MINUTES)
        TRY(length_is_offered(work, type, minutes));
    TRY(open_offer(work, type, wish, minutes, &offer));
    TRY(may_hold(work, &offer, wish));
    TRY(offer_admits(work, &offer, wish->start));
    TRY(has_seats_left(work, type, wish->start));
    held->found = true;
    held->slot_minutes = minutes;
    held->minutes = wish->given & HOLD_MINUTES ? wish->minutes : HOLD_MINUTES_OTHERWISE;
    struct range claim = offer_claim(&offer, wish->start);
    held->reservation = (struct reservation){
        .business_id = type->business_id,
        .uid = uid,
        .token_id = work->caller->token_id,
        .event_type_id = type->id,
        .start = wish->start,
        .end = offer_meeting(&offer, wish->start).end,
        .claim_start = claim.start,
        .claim_end = claim.end,
        .until = {work->now.us + held->minutes * US_A_MINUTE},
        .created = work->now,
    };
    return take_first_free(work, &offer, &held->reservation);
}

static struct fail find_type(struct work *work, int64_t business_id, int64_t id,
                             struct event_type *type)
{
    struct event_type_name name = {.id = id};
    bool found;

    TRY(event_type_by_name(work->store, business_id, work->host_name, &name, type, &found));
    if (!found)
        return (struct fail){.code = NO_EVENT_TYPE,
                             .detail = arena_format(work->arena, "with id %lld", (long long)id)};
    return NO_FAIL;
}

static const char *fresh_uid(struct work *work)
{
    unsigned char uuid[16];
    char text[37];

    uuid_v4(uuid);
    uuid_write(text, uuid);
    return arena_text(work->arena, text);
}

struct fail hold_slot(struct work *work, const struct hold_wish *wish, struct held *held)
{
    struct event_type type;

    TRY(find_type(work, work->caller->business_id, wish->event_type_id, &type));
    return hold_on_offer(work, &type, wish, fresh_uid(work), held);
}

/* The uid is enough, but a credential is good for its own business only (contract cal-v2 m). */
static struct fail locked(struct work *work, const char *uid, struct reservation *reservation)
{
    bool found;

    TRY(reservation_by_uid(work->store, work->caller->business_id, uid, true, reservation, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_HOLD, .detail = uid};
}

struct fail move_hold(struct work *work, const struct hold_wish *wish, struct held *held)
{
    struct reservation old;
    struct event_type type;

    TRY(locked(work, wish->uid, &old));
    TRY(find_type(work, old.business_id, wish->event_type_id, &type));
    TRY(release(work, &old));
    return hold_on_offer(work, &type, wish, arena_text(work->arena, wish->uid), held);
}

struct fail drop_hold(struct work *work, const struct uid_wish *wish, struct held *held)
{
    TRY(locked(work, wish->uid, &held->reservation));
    return release(work, &held->reservation);
}

struct fail find_hold(struct work *work, const struct uid_wish *wish, struct held *held)
{
    struct reservation *reservation = &held->reservation;

    TRY(reservation_by_uid(work->store, work->caller->business_id, wish->uid, false, reservation,
                           &held->found));
    held->slot_minutes = (reservation->end.us - reservation->start.us) / US_A_MINUTE;
    if (held->found && reservation->until.us <= work->now.us)
        held->found = false;
    return NO_FAIL;
}
