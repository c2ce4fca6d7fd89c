/* hold.c - slots held for a while. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "engine/book.h"
#include "engine/hold.h"
#include "engine/offer.h"
#include "store/claims.h"
#include "store/event_types.h"
#include "store/reservations.h"

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
                          bool *any)
{
    struct list list;
    int64_t last = 0;

    TRY(reservations_to_release(work->store, business_id, hosts, work->now, work->caller->token_id,
                                &list));
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

static struct fail may_hold(const struct work *work, const struct event_type *type,
                            const struct hold_wish *wish)
{
    const struct caller *caller = work->caller;

    if (!(wish->given & HOLD_MINUTES))
        return NO_FAIL;
    if (caller->kind == TOKEN_NOBODY)
        return FAIL(HOLD_NEEDS_AUTHENTICATION);
    return type->owner_id == 0 || caller->user_id == type->owner_id || caller->leads_a_team
               ? NO_FAIL
               : (struct fail){.code = NOT_ALLOWED, .detail = "choose how long a slot is held"};
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
        struct fail freed = holds_release(work, reservation->business_id, &hosts, &released);

        TRY(freed);
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
    bool held;

    TRY(reservation_overlaps(work->store, reservation->business_id, offer->hosts[0].host.id,
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
    return why_taken(work, offer, reservation);
}

static struct fail hold_on_offer(struct work *work, const struct event_type *type,
                                 const struct hold_wish *wish, const char *uid, struct held *held)
{
    int64_t minutes = wish->given & HOLD_SLOT_MINUTES ? wish->slot_minutes : type->length_minutes;
    struct offer offer;

    if (wish->given & HOLD_SLOT_MINUTES)
        TRY(length_is_offered(work, type, minutes));
    TRY(offer_open(work, type, minutes, (struct range){wish->start, wish->start}, &offer));
    TRY(offer_admits(work, &offer, wish->start));
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
    TRY(may_hold(work, &type, wish));
    return hold_on_offer(work, &type, wish, fresh_uid(work), held);
}

static struct fail locked(struct work *work, const char *uid, struct reservation *reservation)
{
    bool found;

    TRY(reservation_by_uid(work->store, uid, true, reservation, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_HOLD, .detail = uid};
}

struct fail move_hold(struct work *work, const struct hold_wish *wish, struct held *held)
{
    struct reservation old;
    struct event_type type;

    TRY(locked(work, wish->uid, &old));
    TRY(find_type(work, old.business_id, wish->event_type_id, &type));
    TRY(may_hold(work, &type, wish));
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

    TRY(reservation_by_uid(work->store, wish->uid, false, reservation, &held->found));
    held->slot_minutes = (reservation->end.us - reservation->start.us) / US_A_MINUTE;
    if (held->found && reservation->until.us <= work->now.us)
        held->found = false;
    return NO_FAIL;
}
