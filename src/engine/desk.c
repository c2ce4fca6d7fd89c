/* desk.c - bookings as staff make and change them. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "base/uid.h"
#include "base/zone.h"
#include "engine/change.h"
#include "engine/desk.h"
#include "engine/desk_parties.h"
#include "engine/offer.h"
#include "engine/questions.h"
#include "engine/seat.h"
#include "engine/settings.h"
#include "engine/waitlist.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/desk.h"
#include "store/hosts.h"
#include "store/seats.h"

#define LONGEST_BOOKING (31 * US_A_DAY) /* CHECK booking_length */

/* One operation on its way: what is asked for, looked up. */
struct desk {
    struct work *work;
    const struct desk_wish *wish;
    struct settings settings;
    const struct zone *zone; /* of the business */
    struct client client;    /* each where the wish names it */
    struct staff host;
    struct event_type service;
    struct range time;       /* as it is to be */
    struct booking *booking; /* that is changed */
};

static bool asked(const struct desk *desk, enum desk_given what)
{
    return desk->wish->given & what;
}

/* ---- what holds for every operation ---- */

static struct fail open_desk(struct desk *desk)
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

/* Under a personal agenda staff keep their own bookings only; admins keep all. */
static struct fail of_own_agenda(const struct desk *desk, int64_t host_id)
{
    const struct caller *caller = desk->work->caller;

    return desk_agenda(caller, &desk->settings) == 0 || caller->user_id == host_id
               ? NO_FAIL
               : FAIL(OF_ANOTHER);
}

static struct fail look_up_parties(struct desk *desk)
{
    const struct desk_wish *wish = desk->wish;

    if (asked(desk, DESK_CLIENT))
        TRY(desk_client(desk->work, wish->client_id, &desk->client));
    if (asked(desk, DESK_HOST))
        TRY(desk_host(desk->work, wish->host_id, &desk->host));
    if (asked(desk, DESK_SERVICE))
        TRY(desk_service(desk->work, wish->event_type_id, &desk->service));
    return asked(desk, DESK_HOST) ? of_own_agenda(desk, desk->host.id) : NO_FAIL;
}

/* ---- when ---- */

static struct fail on_the_wall(const struct desk *desk, const struct time_sent *sent,
                               const char *which, struct instant *instant)
{
    return zone_time(desk->zone, sent, instant)
               ? NO_FAIL
               : (struct fail){.code = TIME_SKIPPED, .field = which};
}

static struct fail settle_time(struct desk *desk)
{
    const struct desk_wish *wish = desk->wish;

    if (asked(desk, DESK_START))
        desk->time.start = wish->start;
    if (asked(desk, DESK_END))
        desk->time.end = wish->end;
    if (asked(desk, DESK_START_SENT))
        TRY(on_the_wall(desk, &wish->start_sent, "start_at", &desk->time.start));
    if (asked(desk, DESK_END_SENT))
        TRY(on_the_wall(desk, &wish->end_sent, "end_at", &desk->time.end));
    return NO_FAIL;
}

static struct fail time_is_possible(const struct desk *desk)
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

/* Every day on the wall of the business that the time touches has to be a working day. */
static struct fail is_no_holiday(const struct desk *desk)
{
    struct day first = zone_wall(desk->zone, desk->time.start).day;
    struct day last = zone_wall(desk->zone, (struct instant){desk->time.end.us - 1}).day;
    const char *name;
    bool found;

    TRY(holiday_within(desk->work->store, desk->work->caller->business_id, first, last, &name,
                       &found));
    return found ? (struct fail){.code = HOLIDAY, .detail = name} : NO_FAIL;
}

/* The bare time, without buffers, in whole minutes. */
static void set_time(struct booking *booking, struct range time)
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

static struct fail taken_by(const struct desk *desk, const struct taken *found)
{
    struct taken *taken = TAKE(desk->work->arena, struct taken);

    *taken = *found;
    taken->time_zone = desk->settings.time_zone;
    return (struct fail){.code = SLOT_TAKEN, .taken = taken};
}

/* A refused claim says which booking has the time. */
static struct fail explained(const struct desk *desk, const struct booking *booking,
                             const struct numbers *hosts, struct fail fail)
{
    struct taken taken = {0};
    bool found;

    if (fail.code != SLOT_TAKEN)
        return fail;
    TRY(first_in_the_way(desk->work->store, booking->business_id, hosts, booking->claim_start,
                         booking->claim_end, booking->uid, &taken, &found));
    return found ? taken_by(desk, &taken) : fail;
}

/* There is one class of an event type at a start, whoever gives it. */
static struct fail no_other_class(const struct desk *desk, const struct booking *booking)
{
    struct booking other;
    bool found;

    if (booking->seats == 0 || !status_holds_time(booking->status))
        return NO_FAIL;
    TRY(seated_booking_at(desk->work->store, booking->business_id, booking->event_type_id,
                          booking->start, &other, &found));
    return found && other.id != booking->id
               ? taken_by(desk, &(struct taken){.start = other.start, .end = other.end})
               : NO_FAIL;
}

/* ---- booking ---- */

/* Links of mails are built on it, so it has to be an address that reads in one way only: https, and
 * nothing behind the path (reliability 4, "Open redirect"). */
static struct fail base_url_is_allowed(const struct desk *desk)
{
    const char *url = desk->wish->base_url;
    const char https[] = "https://";

    if (!asked(desk, DESK_BASE_URL))
        return NO_FAIL;
    return strncasecmp(url, https, strlen(https)) == 0 &&
                   strstr(url + strlen(https), "//") == NULL && strpbrk(url, "?#") == NULL &&
                   settings_allow_url(desk->work->arena, &desk->settings, url)
               ? NO_FAIL
               : FAIL(ORIGIN_WRONG);
}

/* Where the service usually is; a place that only who books can name stays open. */
static struct meeting_place usual_place(const struct desk *desk)
{
    struct meeting_place place;
    struct booking_wish nothing = {0};

    if (FAILED(meeting_place_settle(desk->work, &desk->service, &nothing, &place)))
        place = (struct meeting_place){NULL, ""};
    return place;
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static struct booking described(const struct desk *desk, struct attendee *booker)
{
    struct work *work = desk->work;
    const struct desk_wish *wish = desk->wish;
    const char *notes = or_empty(wish->notes);
    struct meeting_place place = usual_place(desk);
    struct booking booking = {
        .business_id = work->caller->business_id,
        .client_id = desk->client.id,
        .status = wish->provisional ? BOOKING_PENDING : BOOKING_ACCEPTED,
        .provisional = wish->provisional,
        .claims = !wish->forced,
        .description = notes,
        .location = place.place,
        .notes = notes,
        .internal_notes = or_empty(wish->internal_notes),
        .responses = desk_responses(work, "{}", booker, notes),
        .metadata = "{}",
        .matter_uid = wish->matter_uid,
        .waitlist_entry_id = wish->waitlist_entry_id,
        .base_url = wish->base_url,
        .attendees = {booker, 1},
    };

    booking.responses = responses_with_place(work, booking.responses, &place);
    desk_set_service(&booking, &desk->service);
    desk_set_host(&booking, &desk->host);
    set_time(&booking, desk->time);
    return booking;
}

static struct fail enter(const struct desk *desk, struct booking *booking)
{
    struct work *work = desk->work;
    struct numbers one = {(int64_t[]){booking->host_id}, 1};

    booking->title = desk->wish->title != NULL ? desk->wish->title : desk_title(work, booking);
    TRY(explained(desk, booking, &one, enter_booking(work, booking, &one)));
    return ASSIGNS_ONE(desk->service.assignment)
               ? host_assigned(work->store, &desk->service, booking->host_id, work->now)
               : NO_FAIL;
}

/* The first seat makes the class, further ones join it; its answers are the seat's. */
static struct fail enter_class(const struct desk *desk, struct booking *booking)
{
    struct attendee *booker = booking->attendees.items;

    booker->responses = booking->responses;
    booker->metadata = "{}";
    booker->seat_uid = fresh_seat_uid(desk->work);
    booking->responses = "{}";
    booking->seats = desk->service.seats;
    booking->seats_taken = 1;
    return enter(desk, booking);
}

static struct fail join_class(const struct desk *desk, struct booking *class_there,
                              struct booking *booking)
{
    struct attendee *booker = booking->attendees.items;

    if (class_there->host_id != booking->host_id || class_there->end.us != booking->end.us)
        return taken_by(desk,
                        &(struct taken){.start = class_there->start, .end = class_there->end});
    booker->responses = booking->responses;
    booker->metadata = "{}";
    TRY(join_seats(desk->work, class_there, booker));
    *booking = *class_there;
    booking->client_id = desk->client.id; /* of the seat */
    return NO_FAIL;
}

static struct fail book_seat(const struct desk *desk, struct booking *booking)
{
    struct booking class_there;
    bool found;

    if (booking->provisional || !booking->claims)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"};
    TRY(seated_booking_at(desk->work->store, booking->business_id, booking->event_type_id,
                          booking->start, &class_there, &found));
    return found ? join_class(desk, &class_there, booking) : enter_class(desk, booking);
}

struct fail desk_book(struct work *work, const struct desk_wish *wish, struct booking *booked)
{
    struct desk desk = {.work = work, .wish = wish};
    struct attendee *booker = TAKE(work->arena, struct attendee);

    TRY(open_desk(&desk));
    TRY(look_up_parties(&desk));
    TRY(settle_time(&desk));
    TRY(time_is_possible(&desk));
    TRY(is_no_holiday(&desk));
    TRY(base_url_is_allowed(&desk));
    *booker = desk_attendee(work, &desk.client, desk.settings.time_zone);
    *booked = described(&desk, booker);
    TRY(desk.service.seats > 0 ? book_seat(&desk, booked) : enter(&desk, booked));
    return asked(&desk, DESK_WAITLIST) ? waitlist_take(work, wish->waitlist_entry_id, booked)
                                       : NO_FAIL;
}

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
    return of_own_agenda(desk, desk->booking->host_id);
}

/* ---- changing ---- */

static bool hands_over(const struct desk *desk)
{
    return asked(desk, DESK_HOST) && desk->host.id != desk->booking->host_id;
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
    bool other_client = asked(desk, DESK_CLIENT) && desk->client.id != booking->client_id;
    bool other_service = asked(desk, DESK_SERVICE) && desk->service.id != booking->event_type_id;

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

    if (!asked(desk, DESK_STATUS) || (to == BOOKING_CANCELLED && !status_holds_time(from)) ||
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
    return is_no_holiday(desk);
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
    set_time(wanted, desk->time);
    if (!status_holds_time(booking->status))
        return NO_FAIL;
    if (booking->claims)
        TRY(release_time(desk->work, booking));
    TRY(no_other_class(desk, wanted));
    return wanted->claims ? explained(desk, wanted, &after, claim_time(desk->work, wanted, &after))
                          : NO_FAIL;
}

static void set_texts(const struct desk *desk, struct booking *wanted)
{
    const struct desk_wish *wish = desk->wish;

    if (asked(desk, DESK_NOTES))
        wanted->notes = wanted->description = wish->notes;
    if (asked(desk, DESK_INTERNAL_NOTES))
        wanted->internal_notes = wish->internal_notes;
    if (asked(desk, DESK_MATTER))
        wanted->matter_uid = wish->matter_uid;
    if (asked(desk, DESK_WAITLIST))
        wanted->waitlist_entry_id = wish->waitlist_entry_id;
    if (asked(desk, DESK_SERVICE) && desk->service.id != wanted->event_type_id)
        desk_set_service(wanted, &desk->service);
}

static bool same_text(const char *left, const char *right)
{
    return strcmp(or_empty(left), or_empty(right)) == 0;
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

    if (asked(desk, DESK_TITLE))
        wanted->title = desk->wish->title;
    else if (before->event_type_id != wanted->event_type_id || before->host_id != wanted->host_id ||
             before->client_id != wanted->client_id)
        wanted->title = desk_title(desk->work, wanted);
}

static void renew_responses(const struct desk *desk, struct booking *wanted)
{
    const struct attendee *booker = person_of(wanted, ATTENDEE_BOOKER, NULL);

    if (wanted->seats == 0 && booker != NULL)
        wanted->responses = desk_responses(desk->work, wanted->responses, booker, wanted->notes);
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
    return moved ? note_move(work, wanted, &before) : note_change(work, wanted, "booking.edited");
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
        wanted.claims = wanted.claims && !(asked(desk, DESK_FORCED) && desk->wish->forced);
        TRY(hosts_of_booking(work->store, wanted.business_id, wanted.id, &hosts));
        TRY(take_other_time(desk, &hosts, &wanted));
    }
    if (hands_over(desk))
        TRY(exchange_host(desk, &hosts, &wanted));
    if (asked(desk, DESK_CLIENT) && desk->client.id != wanted.client_id)
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
        TRY(no_other_class(desk, &back));
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
    return explained(desk, booking, &hosts, fail);
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

    TRY(open_desk(&desk));
    TRY(find(&desk));
    if (changed->rescheduled_to_uid != NULL)
        return (struct fail){.code = MOVED_BEFORE, .detail = changed->rescheduled_to_uid};
    desk.time = (struct range){changed->start, changed->end};
    TRY(look_up_parties(&desk));
    TRY(suits_a_class(&desk));
    TRY(settle_time(&desk));
    if (moves(&desk)) {
        TRY(time_is_possible(&desk));
        TRY(is_no_holiday(&desk));
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

    TRY(open_desk(&desk));
    TRY(find(&desk));
    *before = !status_holds_time(cancelled->status);
    return *before ? NO_FAIL : turn(&desk, BOOKING_CANCELLED);
}
