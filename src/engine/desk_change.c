/* desk_change.c - bookings as staff change and cancel them, in place. SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "engine/change.h"
#include "engine/desk_rules.h"
#include "engine/waitlist.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/desk.h"
#include "store/seats.h"

/* ---- finding one ---- */

static struct fail find(struct desk *desk)
{
    struct work *work = desk->work;
    const struct desk_wish *wish = desk->wish;
    const char *name =
        wish->uid != NULL ? wish->uid : arena_format(work->arena, "%lld", (long long)wish->id);
    bool found;

    if (wish->uid != NULL)
        TRY(booking_by_uid(work->store, work->caller->business_id, wish->uid, desk->booking,
                           &found));
    else
        TRY(booking_by_id(work->store, work->caller->business_id, wish->id, desk->booking, &found));
    if (!found)
        return (struct fail){.code = NO_BOOKING, .detail = name};
    TRY(booking_lock(work->store, desk->booking));
    return desk_is_own(desk, desk->booking->host_id);
}

/* ---- changing ---- */

static bool hands_over(const struct desk *desk)
{
    return desk_asks(desk, DESK_HOST) && desk->host.id != desk->booking->host_id;
}

static bool moves(const struct desk *desk)
{
    return desk->time.start.us != desk->booking->start.us ||
           desk->time.end.us != desk->booking->end.us;
}

/* Who sits in a class books a seat, not the class: it has no client to exchange, and no service
 * without seats can hold it. */
static struct fail suits_a_class(const struct desk *desk)
{
    const struct booking *booking = desk->booking;
    bool other_client = desk_asks(desk, DESK_CLIENT) && desk->client.id != booking->client_id;
    bool other_service =
        desk_asks(desk, DESK_SERVICE) && desk->service.id != booking->event_type_id;

    if ((booking->seats > 0 && (other_client || other_service)) ||
        (other_service && desk->service.seats > 0))
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"};
    return NO_FAIL;
}

/* Where the wish says nothing new the status stays: what is gone already can not be cancelled, and
 * what waits for the host waits already. */
static int status_wished(const struct desk *desk)
{
    int from = desk->booking->status, to = desk->wish->status;

    if (!desk_asks(desk, DESK_STATUS) || (to == BOOKING_CANCELLED && !status_holds_time(from)) ||
        (to == BOOKING_PENDING && from == BOOKING_AWAITING_HOST))
        return from;
    return to;
}

static struct fail may_come_back(const struct desk *desk, int to)
{
    const struct booking *booking = desk->booking;

    if (status_holds_time(booking->status) || !status_holds_time(to))
        return NO_FAIL;
    /* its seats were given up one by one */
    if (booking->seats > 0 && booking->seats_taken == 0)
        return (struct fail){.code = CANCELLED_BEFORE, .detail = booking->uid};
    return desk_is_no_holiday(desk);
}

static struct numbers with_host(struct work *work, const struct numbers *hosts, int64_t from,
                                int64_t to)
{
    struct numbers changed = {TAKE_MANY(work->arena, hosts->count + 1, int64_t), hosts->count};

    for (size_t i = 0; i < hosts->count; i++)
        changed.all[i] = hosts->all[i] == from ? to : hosts->all[i];
    return changed;
}

static bool is_among(const struct numbers *numbers, int64_t number)
{
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->all[i] == number)
            return true;
    return false;
}

/* The first of the booking's people of a kind, with an address; NULL: there is none. */
static struct attendee *person_of(struct booking *booking, int kind, const char *email)
{
    struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (all[i].kind == kind && (email == NULL || strcmp(all[i].email, email) == 0))
            return &all[i];
    return NULL;
}

static void own_people(struct work *work, struct booking *booking)
{
    struct attendee *all = TAKE_MANY(work->arena, booking->attendees.count + 1, struct attendee);

    memcpy(all, booking->attendees.items, booking->attendees.count * sizeof *all);
    booking->attendees.items = all;
}

static struct fail exchange_person(struct work *work, struct booking *booking,
                                   struct attendee *person, const struct attendee *now)
{
    TRY(attendee_set(work->store, booking, person, now));
    person->name = now->name;
    person->email = now->email;
    person->phone = now->phone;
    person->time_zone = now->time_zone;
    return NO_FAIL;
}

static struct fail exchange_client(struct desk *desk, struct booking *wanted)
{
    struct work *work = desk->work;
    struct attendee now = desk_attendee(work, &desk->client, desk->settings.time_zone);
    struct attendee *booker = person_of(wanted, ATTENDEE_BOOKER, NULL);

    wanted->client_id = desk->client.id;
    TRY(attendees_set_client(work->store, wanted));
    if (booker != NULL)
        return exchange_person(work, wanted, booker, &now);
    struct attendee *all = wanted->attendees.items;
    all[wanted->attendees.count++] = now; /* own_people() left room for one */
    return attendee_insert(work->store, wanted, &now);
}

/* A further host who becomes the first one changes places with that one, who stays. */
static struct fail exchange_host(struct desk *desk, const struct numbers *hosts,
                                 struct booking *wanted)
{
    struct work *work = desk->work;
    const struct booking *booking = desk->booking;
    const struct attendee was = {.name = booking->host_name,
                                 .email = booking->host_email,
                                 .time_zone = booking->host_time_zone};

    desk_set_host(wanted, &desk->host);
    if (!is_among(hosts, desk->host.id))
        return booking_hand_over(work->store, booking, booking->host_id, desk->host.id);
    struct attendee *shown = person_of(wanted, ATTENDEE_HOST, desk->host.email);
    return shown == NULL ? NO_FAIL : exchange_person(work, wanted, shown, &was);
}

/* Gives back the old time and takes the new one: what it has of its own is not in its way. */
static struct fail take_other_time(struct desk *desk, const struct numbers *hosts,
                                   struct booking *wanted)
{
    struct booking *booking = desk->booking;
    struct numbers after = *hosts;

    if (hands_over(desk) && !is_among(hosts, desk->host.id))
        after = with_host(desk->work, hosts, booking->host_id, desk->host.id);
    desk_set_time(wanted, desk->time);
    if (!status_holds_time(booking->status))
        return NO_FAIL;
    if (booking->claims)
        TRY(release_time(desk->work, booking));
    TRY(desk_no_other_class(desk, wanted));
    return wanted->claims
               ? desk_explained(desk, wanted, &after, claim_time(desk->work, wanted, &after))
               : NO_FAIL;
}

static void set_texts(const struct desk *desk, struct booking *wanted)
{
    const struct desk_wish *wish = desk->wish;

    if (desk_asks(desk, DESK_NOTES))
        wanted->notes = wanted->description = wish->notes;
    if (desk_asks(desk, DESK_INTERNAL_NOTES))
        wanted->internal_notes = wish->internal_notes;
    if (desk_asks(desk, DESK_MATTER))
        wanted->matter_uid = wish->matter_uid;
    if (desk_asks(desk, DESK_WAITLIST))
        wanted->waitlist_entry_id = wish->waitlist_entry_id;
    if (desk_asks(desk, DESK_SERVICE) && desk->service.id != wanted->event_type_id)
        desk_set_service(wanted, &desk->service);
}

static bool same_text(const char *left, const char *right)
{
    return strcmp(desk_or_empty(left), desk_or_empty(right)) == 0;
}

static bool is_edited(const struct booking *before, const struct booking *wanted)
{
    return before->event_type_id != wanted->event_type_id ||
           before->client_id != wanted->client_id ||
           before->waitlist_entry_id != wanted->waitlist_entry_id ||
           !same_text(before->notes, wanted->notes) ||
           !same_text(before->internal_notes, wanted->internal_notes) ||
           !same_text(before->title, wanted->title) ||
           !same_text(before->matter_uid, wanted->matter_uid);
}

static void renew_title(const struct desk *desk, struct booking *wanted)
{
    const struct booking *before = desk->booking;

    if (desk_asks(desk, DESK_TITLE))
        wanted->title = desk->wish->title;
    else if (before->event_type_id != wanted->event_type_id || before->host_id != wanted->host_id ||
             before->client_id != wanted->client_id)
        wanted->title = desk_title(desk->work, wanted);
}

/* The answers of a class are those of its seats. */
static void renew_responses(const struct desk *desk, struct booking *wanted)
{
    const struct booking *before = desk->booking;
    bool other_client = wanted->client_id != before->client_id;
    bool other_notes = !same_text(before->notes, wanted->notes);

    if (wanted->seats == 0 && (other_client || other_notes))
        wanted->responses =
            desk_responses(desk->work, wanted->responses,
                           other_client ? person_of(wanted, ATTENDEE_BOOKER, NULL) : NULL,
                           other_notes ? wanted->notes : NULL);
}

static struct fail write(struct desk *desk, struct booking *wanted, bool moved)
{
    struct work *work = desk->work;
    struct booking before = *desk->booking;
    bool waited = wanted->waitlist_entry_id != before.waitlist_entry_id;

    renew_responses(desk, wanted);
    TRY(booking_set(work->store, wanted, work->now));
    *desk->booking = *wanted;
    if (waited)
        TRY(waitlist_take(work, wanted->waitlist_entry_id, wanted));
    return moved ? note_move(work, wanted, &before) : note_edit(work, wanted, &before);
}

/* All but the status. */
static struct fail put(struct desk *desk)
{
    struct work *work = desk->work;
    struct booking wanted = *desk->booking;
    bool moved = moves(desk) || hands_over(desk);
    struct numbers hosts;

    own_people(work, &wanted);
    set_texts(desk, &wanted);
    if (moved) {
        wanted.claims = wanted.claims && !(desk_asks(desk, DESK_FORCED) && desk->wish->forced);
        TRY(hosts_of_booking(work->store, wanted.business_id, wanted.id, &hosts));
        TRY(take_other_time(desk, &hosts, &wanted));
    }
    if (hands_over(desk))
        TRY(exchange_host(desk, &hosts, &wanted));
    if (desk_asks(desk, DESK_CLIENT) && desk->client.id != wanted.client_id)
        TRY(exchange_client(desk, &wanted));
    renew_title(desk, &wanted);
    return moved || is_edited(desk->booking, &wanted) ? write(desk, &wanted, moved) : NO_FAIL;
}

static struct fail turn(struct desk *desk, int to)
{
    struct work *work = desk->work;
    struct booking *booking = desk->booking;
    const char *reason = desk->wish->reason;
    bool comes_back = !status_holds_time(booking->status) && status_holds_time(to);
    struct booking back = *booking;
    struct numbers hosts;

    if (to == booking->status)
        return NO_FAIL;
    back.status = to;
    if (comes_back)
        TRY(desk_no_other_class(desk, &back));
    struct fail fail = change_status(
        work, booking,
        &(struct change){.to = to,
                         .cancellation_reason = to == BOOKING_CANCELLED ? reason : NULL,
                         .cancelled_by_email = to == BOOKING_CANCELLED ? work->caller->email : NULL,
                         .rejection_reason = to == BOOKING_REJECTED ? reason : NULL,
                         .desk = true,
                         .provisional = true});
    if (fail.code != SLOT_TAKEN)
        return fail;
    TRY(hosts_of_booking(work->store, booking->business_id, booking->id, &hosts));
    return desk_explained(desk, booking, &hosts, fail);
}

/* A booking that ends is not moved first, and what is told of one that goes on tells its new time.
 */
static bool ends(int from, int to)
{
    return status_holds_time(from) && to != BOOKING_ACCEPTED && to != BOOKING_PENDING;
}

struct fail desk_change(struct work *work, const struct desk_wish *wish, struct booking *changed)
{
    struct desk desk = {.work = work, .wish = wish, .booking = changed};

    TRY(desk_open(&desk));
    TRY(find(&desk));
    if (changed->rescheduled_to_uid != NULL)
        return (struct fail){.code = MOVED_BEFORE, .detail = changed->rescheduled_to_uid};
    desk.time = (struct range){changed->start, changed->end};
    TRY(desk_look_up(&desk));
    TRY(suits_a_class(&desk));
    TRY(desk_settle_time(&desk));
    if (moves(&desk)) {
        TRY(desk_time_is_possible(&desk));
        TRY(desk_is_no_holiday(&desk));
    }
    int to = status_wished(&desk);
    TRY(may_come_back(&desk, to));
    if (ends(changed->status, to)) {
        TRY(turn(&desk, to));
        return put(&desk);
    }
    TRY(put(&desk));
    return turn(&desk, to);
}

struct fail desk_cancel(struct work *work, const struct desk_wish *wish, struct booking *cancelled,
                        bool *before)
{
    struct desk desk = {.work = work, .wish = wish, .booking = cancelled};

    TRY(desk_open(&desk));
    TRY(find(&desk));
    *before = !status_holds_time(cancelled->status);
    return *before ? NO_FAIL : turn(&desk, BOOKING_CANCELLED);
}
