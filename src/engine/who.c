/* who.c - what a caller may do with a booking. SPDX-License-Identifier: MIT */
#include <strings.h>

#include "engine/who.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/people.h"
#include "store/teams.h"

struct fail business_meant(struct work *work, const char *organization_slug, int64_t *business_id,
                           bool *known)
{
    int64_t own = work->caller->business_id;

    *business_id = own;
    *known = true;
    if (organization_slug == NULL)
        return NO_FAIL;
    TRY(business_by_slug(work->store, organization_slug, business_id, known));
    *known = *known && (own == 0 || own == *business_id);
    return NO_FAIL;
}

struct fail caller_offers(struct work *work, const struct offer *offer, bool *offers)
{
    const struct caller *caller = work->caller;
    const struct event_type *type = offer->type;

    *offers = caller->user_id != 0 && caller->user_id == type->owner_id;
    for (size_t i = 0; caller->user_id != 0 && i < offer->count; i++)
        *offers = *offers || offer->hosts[i].host.id == caller->user_id;
    if (*offers || !caller->leads_a_team)
        return NO_FAIL;
    return leads_team_of(work->store, caller->business_id, caller->user_id, type->owner_id,
                         type->id, offers);
}

struct fail caller_hosts(struct work *work, const struct booking *booking, bool *hosts)
{
    const struct caller *caller = work->caller;
    struct numbers ids;

    *hosts = caller->user_id != 0 && caller->user_id == booking->host_id;
    if (*hosts || caller->user_id == 0)
        return NO_FAIL;
    TRY(hosts_of_booking(work->store, booking->business_id, booking->id, &ids));
    for (size_t i = 0; i < ids.count && !*hosts; i++)
        *hosts = ids.all[i] == caller->user_id;
    if (*hosts || !caller->leads_a_team)
        return NO_FAIL;
    return leads_team_of(work->store, caller->business_id, caller->user_id, booking->host_id,
                         booking->event_type_id, hosts);
}

struct fail seats_are_hidden(struct work *work, const struct booking *booking, bool *hidden)
{
    struct event_type_name name = {.id = booking->event_type_id};
    struct event_type type = {0};
    bool found, hosts;

    *hidden = false;
    if (booking->seats == 0)
        return NO_FAIL;
    TRY(event_type_by_name(work->store, booking->business_id, NULL, &name, &type, &found));
    TRY(caller_hosts(work, booking, &hosts));
    *hidden = !hosts && !type.seats_show_attendees;
    return NO_FAIL;
}

bool caller_attends(const struct work *work, const struct booking *booking)
{
    const struct attendee *all = booking->attendees.items;

    for (size_t i = 0; work->caller->email != NULL && i < booking->attendees.count; i++)
        if (strcasecmp(all[i].email, work->caller->email) == 0)
            return true;
    return false;
}

struct fail hosted_booking(struct work *work, const char *uid, struct fail refusal,
                           struct booking *booking)
{
    bool found, hosts;

    TRY(booking_by_uid(work->store, work->caller->business_id, uid, booking, &found));
    if (!found)
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    TRY(caller_hosts(work, booking, &hosts));
    return hosts ? NO_FAIL : refusal;
}
