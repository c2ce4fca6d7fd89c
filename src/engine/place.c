/* place.c - putting a booking on a start of an offer. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/change.h"
#include "engine/place.h"
#include "store/hosts.h"

/* The first attendee books; the further hosts of a team are shown among the attendees (contract
 * f.1). */
static struct list with_further_hosts(struct work *work, const struct list *attendees,
                                      const struct offer *offer, const struct host_choice *choice)
{
    size_t room = attendees->count + choice->count;
    struct attendee *all = TAKE_MANY(work->arena, room, struct attendee);
    size_t count = attendees->count;

    memcpy(all, attendees->items, attendees->count * sizeof *all);
    for (size_t i = 1; i < choice->count; i++) {
        const struct event_host *host = &offer->hosts[choice->all[i]].host;

        all[count++] = (struct attendee){.kind = ATTENDEE_HOST,
                                         .name = host->name,
                                         .email = host->email,
                                         .time_zone = host->time_zone,
                                         .language = "en",
                                         .created = work->now};
    }
    return (struct list){all, count};
}

static void set_hosts(struct work *work, const struct offer *offer,
                      const struct host_choice *choice, struct booking *booking,
                      struct numbers *ids)
{
    const struct event_host *first = &offer->hosts[choice->all[0]].host;

    *ids = (struct numbers){TAKE_MANY(work->arena, choice->count, int64_t), choice->count};
    for (size_t i = 0; i < choice->count; i++)
        ids->all[i] = offer->hosts[choice->all[i]].host.id;
    booking->host_id = first->id;
    booking->host_uid = first->uid;
    booking->host_name = first->name;
    booking->host_email = first->email;
    booking->host_username = first->username;
    booking->host_time_zone = first->time_zone;
}

const char *booking_title(struct arena *arena, const struct event_type *type,
                          const struct booking *booking)
{
    const struct attendee *booker = booking->attendees.items;

    if (booking->seats > 0 || booking->attendees.count == 0)
        return arena_format(arena, "%s with %s", type->title, booking->host_name);
    return arena_format(arena, "%s between %s and %s", type->title, booking->host_name,
                        booker->name);
}

static void set_times(const struct offer *offer, struct instant start, struct booking *booking)
{
    struct range claim = offer_claim(offer, start);

    booking->start = start;
    booking->end = offer_meeting(offer, start).end;
    booking->minutes = offer->minutes;
    booking->claim_start = claim.start;
    booking->claim_end = claim.end;
    booking->claims = true;
}

static struct fail enter(struct work *work, const struct offer *offer,
                         const struct host_choice *choice, struct instant start,
                         struct booking *booking)
{
    struct booking made = *booking;
    struct numbers hosts;

    set_hosts(work, offer, choice, &made, &hosts);
    set_times(offer, start, &made);
    made.attendees = with_further_hosts(work, &booking->attendees, offer, choice);
    if (made.title == NULL)
        made.title = booking_title(work->arena, offer->type, &made);
    TRY(enter_booking(work, &made, &hosts));
    *booking = made;
    if (!ASSIGNS_ONE(offer->type->assignment))
        return NO_FAIL;
    return host_assigned(work->store, offer->type, booking->host_id, work->now);
}

static bool leads(const struct offer *offer, const struct host_choice *choice, int64_t host)
{
    return offer->hosts[choice->all[0]].host.id == host;
}

/* One round over the choices: those led by the preferred host, or all the others. */
static struct fail try_choices(struct work *work, const struct offer *offer, struct instant start,
                               int64_t preferred, bool only_preferred, struct booking *booking,
                               struct fail so_far)
{
    struct host_choice choice;
    struct fail fail = so_far;
    bool fits;

    for (size_t i = 0; offer_choice(offer, i, start, &choice, &fits); i++) {
        if (!fits || leads(offer, &choice, preferred) != only_preferred)
            continue;
        fail = enter(work, offer, &choice, start, booking);
        if (fail.code != SLOT_TAKEN)
            return fail;
    }
    return fail;
}

struct fail place_booking(struct work *work, const struct offer *offer, struct instant start,
                          int64_t preferred, struct booking *booking)
{
    struct fail fail = FAIL(HOST_CLOSED);

    if (preferred != 0)
        fail = try_choices(work, offer, start, preferred, true, booking, fail);
    if (preferred != 0 && fail.code != SLOT_TAKEN && fail.code != HOST_CLOSED)
        return fail;
    return try_choices(work, offer, start, preferred, false, booking, fail);
}
