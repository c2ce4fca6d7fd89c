/* desk_book.c - bookings as staff enter them. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "engine/change.h"
#include "engine/desk_rules.h"
#include "engine/questions.h"
#include "engine/seat.h"
#include "engine/waitlist.h"
#include "store/hosts.h"
#include "store/seats.h"

/* Links of mails are built on it, so it has to be an address that reads in one way only: https, and
 * nothing behind the path (reliability 4, "Open redirect"). */
static struct fail base_url_is_allowed(const struct desk *desk)
{
    const char *url = desk->wish->base_url;
    const char https[] = "https://";

    if (!desk_asks(desk, DESK_BASE_URL))
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

static struct booking described(const struct desk *desk, struct attendee *booker)
{
    struct work *work = desk->work;
    const struct desk_wish *wish = desk->wish;
    const char *notes = desk_or_empty(wish->notes);
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
        .internal_notes = desk_or_empty(wish->internal_notes),
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
    desk_set_time(&booking, desk->time);
    return booking;
}

static struct fail enter(const struct desk *desk, struct booking *booking)
{
    struct work *work = desk->work;
    struct numbers one = {(int64_t[]){booking->host_id}, 1};

    booking->title = desk->wish->title != NULL ? desk->wish->title : desk_title(work, booking);
    TRY(desk_explained(desk, booking, &one, enter_booking(work, booking, &one)));
    return ASSIGNS_ONE(desk->service.assignment)
               ? host_assigned(work->store, &desk->service, booking->host_id, work->now)
               : NO_FAIL;
}

/* The first seat makes the class, further ones join it; the answers are the seat's. */
static struct fail enter_class(const struct desk *desk, struct booking *booking)
{
    struct booking class_made = *booking;
    struct attendee *booker = booking->attendees.items;

    booker->seat_uid = fresh_seat_uid(desk->work);
    class_made.seats = desk->service.seats;
    class_made.seats_taken = 1;
    TRY(enter(desk, &class_made));
    *booking = class_made;
    return NO_FAIL;
}

static struct fail join_class(const struct desk *desk, struct booking *class_there,
                              struct booking *booking)
{
    if (class_there->host_id != booking->host_id || class_there->end.us != booking->end.us)
        return desk_taken_by(desk,
                             &(struct taken){.start = class_there->start, .end = class_there->end});
    TRY(join_seats(desk->work, class_there, booking->attendees.items));
    *booking = *class_there;
    booking->client_id = desk->client.id; /* of the seat */
    return NO_FAIL;
}

static void give_answers_to_seat(struct booking *booking)
{
    struct attendee *booker = booking->attendees.items;

    booker->responses = booking->responses;
    booker->metadata = "{}";
    booking->responses = "{}";
}

static struct fail book_seat(const struct desk *desk, struct booking *booking)
{
    struct booking class_there;
    struct fail fail = NO_FAIL;
    bool found;

    if (booking->provisional || !booking->claims)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"};
    give_answers_to_seat(booking);
    /* whoever loses the race for the first seat finds the winner's class the second time */
    for (int tries = 0; tries < 2; tries++) {
        TRY(seated_booking_at(desk->work->store, booking->business_id, booking->event_type_id,
                              booking->start, &class_there, &found));
        if (found)
            return join_class(desk, &class_there, booking);
        fail = enter_class(desk, booking);
        if (fail.code != SLOT_TAKEN)
            return fail;
    }
    return fail;
}

struct fail desk_book(struct work *work, const struct desk_wish *wish, struct booking *booked)
{
    struct desk_wish all = *wish;
    struct desk desk = {.work = work, .wish = &all};
    struct attendee *booker = TAKE(work->arena, struct attendee);

    all.given |= DESK_CLIENT | DESK_HOST | DESK_SERVICE; /* there is no booking without them */
    TRY(desk_open(&desk));
    TRY(desk_look_up(&desk));
    TRY(desk_settle_time(&desk));
    TRY(desk_time_is_possible(&desk));
    TRY(desk_is_no_holiday(&desk));
    TRY(base_url_is_allowed(&desk));
    *booker = desk_attendee(work, &desk.client, desk.settings.time_zone);
    *booked = described(&desk, booker);
    TRY(desk.service.seats > 0 ? book_seat(&desk, booked) : enter(&desk, booked));
    return desk_asks(&desk, DESK_WAITLIST) ? waitlist_take(work, wish->waitlist_entry_id, booked)
                                           : NO_FAIL;
}
