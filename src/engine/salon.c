/* salon.c - what a business offers to everybody, without a credential. SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "base/zone.h"
#include "engine/booking_tokens.h"
#include "engine/desk_parties.h"
#include "engine/make.h"
#include "engine/manage_clients.h"
#include "engine/questions.h"
#include "engine/salon.h"
#include "engine/slots.h"
#include "store/businesses.h"
#include "store/clients.h"
#include "store/event_types.h"
#include "store/staff.h"

enum { MINUTES_AN_HOUR = 60 };

struct salon {
    int64_t business_id;
    struct settings settings;
    const struct zone *zone;
};

static struct fail none(const char *what)
{
    return (struct fail){.code = NO_THING, .detail = what};
}

static struct fail settle_salon(struct work *work, int64_t business_id, struct salon *salon)
{
    salon->business_id = business_id;
    TRY(settings_of(work, business_id, &salon->settings));
    salon->zone = zone_find(salon->settings.time_zone);
    if (salon->zone == NULL)
        salon->zone = zone_find("UTC");
    return NO_FAIL;
}

static struct fail find_salon(struct work *work, const struct salon_wish *wish, struct salon *salon)
{
    int64_t business_id;
    bool found = false;

    if (wish->slug != NULL || work->host_name != NULL)
        TRY(business_named(work->store, wish->slug, work->host_name, &business_id, &found));
    return found ? settle_salon(work, business_id, salon) : none("Salon");
}

struct fail show_salon(struct work *work, const struct salon_wish *wish, struct settings *settings)
{
    struct salon salon;

    TRY(find_salon(work, wish, &salon));
    *settings = salon.settings;
    return NO_FAIL;
}

/* ---- services and staff ---- */

static bool is_open(const struct service *service)
{
    return service->active && !service->members_only;
}

struct fail list_salon_services(struct work *work, const struct salon_wish *wish,
                                struct listed *services)
{
    struct salon salon;
    struct list rows;
    size_t count = 0;

    TRY(find_salon(work, wish, &salon));
    TRY(services_of_business(work->store, salon.business_id, false, 0, &rows));
    const struct service *row = rows.items;
    struct salon_service *all = TAKE_MANY(work->arena, rows.count + 1, struct salon_service);
    for (size_t i = 0; i < rows.count; i++)
        if (is_open(&row[i]))
            all[count++] = (struct salon_service){row[i], salon.settings.show_prices,
                                                  salon.settings.show_duration};
    services->items = (struct list){all, count};
    paging_cut(services, &wish->paging, sizeof *all);
    return NO_FAIL;
}

/* What is not open to everybody is as good as absent. */
static struct fail find_service(struct work *work, const struct salon *salon, int64_t id,
                                struct event_type *type)
{
    struct event_type_name name = {.id = id};
    struct service service;
    bool found;

    TRY(service_by_id(work->store, salon->business_id, id, &service, &found));
    if (!found || !is_open(&service))
        return none("Service");
    TRY(event_type_by_name(work->store, salon->business_id, NULL, &name, type, &found));
    return found ? NO_FAIL : none("Service");
}

static bool hosts_have(const struct list *hosts, int64_t id)
{
    const struct event_host *all = hosts->items;

    for (size_t i = 0; i < hosts->count; i++)
        if (all[i].id == id)
            return true;
    return false;
}

struct fail list_salon_staff(struct work *work, const struct salon_wish *wish, struct listed *staff)
{
    struct salon salon;
    struct event_type type;
    struct list rows, hosts;
    size_t count = 0;

    TRY(find_salon(work, wish, &salon));
    if (!salon.settings.staff_choice)
        return FAIL(FORBIDDEN);
    if (wish->given & SALON_SERVICE) {
        TRY(find_service(work, &salon, wish->service_id, &type));
        TRY(offer_hosts(work, &type, &hosts));
    }
    TRY(staff_of_business(work->store, salon.business_id, false, &rows));
    struct staff *all = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (!(wish->given & SALON_SERVICE) || hosts_have(&hosts, all[i].id))
            all[count++] = all[i];
    staff->items = (struct list){all, count};
    paging_cut(staff, &wish->paging, sizeof *all);
    return NO_FAIL;
}

/* ---- what is on offer ---- */

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The settings narrow what the event type says itself, and never widen it. */
static void narrow(const struct work *work, const struct salon *salon, struct event_type *type)
{
    const struct settings *settings = &salon->settings;
    struct day last =
        day_plus(zone_wall(salon->zone, work->now).day, (int)settings->booking_max_future_days);

    type->minimum_notice_minutes =
        larger(type->minimum_notice_minutes, settings->booking_min_lead_hours * MINUTES_AN_HOUR);
    if (!type->has_window_end || type->booking_window_end.number > last.number)
        type->booking_window_end = last;
    type->has_window_end = true;
    type->buffer_after_minutes = larger(type->buffer_after_minutes, settings->calendar_buffer_min);
    if (settings->request_mode) {
        type->requires_confirmation = true;
        type->confirmation_notice_minutes = 0;
    }
}

/* Who is chosen takes the turn; whoever takes part in every booking still does. */
static struct fail choose_host(const struct event_type *type, int64_t staff_id, struct list *hosts)
{
    struct event_host *all = hosts->items;
    size_t count = 0;

    if (!hosts_have(hosts, staff_id))
        return none("Staff member");
    for (size_t i = 0; i < hosts->count; i++)
        if (!ASSIGNS_ONE(type->assignment) || all[i].fixed || all[i].id == staff_id)
            all[count++] = all[i];
    hosts->count = count;
    return NO_FAIL;
}

/* The service as it is on offer, with the time that a new client needs, and who can give it. */
static struct fail find_offered(struct work *work, const struct salon *salon,
                                const struct salon_wish *wish, struct event_type *type,
                                struct list *hosts)
{
    if ((wish->given & SALON_STAFF) && !salon->settings.staff_choice)
        return FAIL(FORBIDDEN);
    TRY(find_service(work, salon, wish->service_id, type));
    narrow(work, salon, type);
    type->buffer_after_minutes += salon->settings.new_client_extra_min;
    TRY(offer_hosts(work, type, hosts));
    return wish->given & SALON_STAFF ? choose_host(type, wish->staff_id, hosts) : NO_FAIL;
}

/* An hour that the wall shows a second time has no names of its own. */
static bool is_first_on_wall(const struct zone *zone, struct instant start)
{
    return zone_instants(zone, zone_wall(zone, start)).earlier.us == start.us;
}

/* From the midnight of a day, or from now, until the next midnight. */
static bool range_of_day(const struct work *work, const struct salon *salon, struct day day,
                         struct range *range)
{
    range->start = zone_instants(salon->zone, (struct wall){day, 0}).earlier;
    range->end = zone_instants(salon->zone, (struct wall){day_plus(day, 1), 0}).earlier;
    range->end.us -= 1;
    if (range->start.us < work->now.us)
        range->start = work->now;
    return range->start.us <= range->end.us && offer_is_near(range->end);
}

static struct list on_the_wall(struct work *work, const struct salon *salon,
                               const struct slots *slots)
{
    struct salon_slot *all = TAKE_MANY(work->arena, slots->count + 1, struct salon_slot);
    size_t count = 0;

    for (size_t i = 0; i < slots->count; i++)
        if (is_first_on_wall(salon->zone, slots->all[i].start))
            all[count++] = (struct salon_slot){zone_wall(salon->zone, slots->all[i].start),
                                               zone_wall(salon->zone, slots->all[i].end)};
    return (struct list){all, count};
}

struct fail list_salon_slots(struct work *work, const struct salon_wish *wish, struct listed *slots)
{
    struct salon salon;
    struct event_type type;
    struct list hosts;
    struct range range;
    struct offer offer;
    struct slots found = {0};

    TRY(find_salon(work, wish, &salon));
    TRY(find_offered(work, &salon, wish, &type, &hosts));
    *slots = (struct listed){0};
    if (hosts.count == 0 || !range_of_day(work, &salon, wish->date, &range))
        return NO_FAIL;
    TRY(offer_open_for(work, &type, &hosts, type.length_minutes, range, &offer));
    TRY(slots_of_offer(work, &offer, NULL, &found));
    slots->items = on_the_wall(work, &salon, &found);
    return NO_FAIL;
}

/* ---- booking ---- */

/* One booking on its way. */
struct visit {
    struct work *work;
    const struct salon_wish *wish;
    struct salon salon;
    struct making making;
    bool known; /* a client already */
};

static struct fail settle_booker(struct visit *visit)
{
    const struct salon_wish *wish = visit->wish;
    struct attendee_wish *booker = &visit->making.booker;

    booker->name = wish->name;
    booker->email = wish->email;
    booker->time_zone = visit->salon.settings.time_zone;
    if (wish->phone != NULL)
        TRY(phone_settle(visit->work, wish->phone, &booker->phone));
    return client_is_known(visit->work->store, visit->salon.business_id, wish->email,
                           &visit->known);
}

static struct fail settle_start(struct visit *visit)
{
    struct making *making = &visit->making;

    making->minutes = making->type.length_minutes;
    making->count = larger(making->type.recurrence_count, 1);
    if (!zone_time(visit->salon.zone, &visit->wish->start, &making->start))
        return (struct fail){.code = TIME_SKIPPED, .field = "start_at"};
    return NO_FAIL;
}

static bool any_choice_fits(const struct offer *offer, struct instant start)
{
    struct host_choice choice;
    bool fits = false;

    for (size_t i = 0; !fits && offer_choice(offer, i, start, &choice, &fits); i++)
        continue;
    return fits;
}

/* As list_salon_slots() would show it; for clients and others the same. */
static struct fail check_offered(struct visit *visit)
{
    struct making *making = &visit->making;
    struct slots slots = {0};

    TRY(making_admits(visit->work, making));
    if (!is_first_on_wall(visit->salon.zone, making->start))
        return FAIL(HOST_CLOSED);
    TRY(slots_of_offer(visit->work, &making->offer, NULL, &slots));
    for (size_t i = 0; i < slots.count; i++)
        if (slots.all[i].start.us == making->start.us)
            return NO_FAIL;
    return FAIL(any_choice_fits(&making->offer, making->start) ? SLOT_TAKEN : HOST_CLOSED);
}

/* The first place that the service offers; one that only who books can name stays open. */
static struct meeting_place usual_place(const struct visit *visit)
{
    struct meeting_place place;
    struct booking_wish nothing = {0};

    if (FAILED(meeting_place_settle(visit->work, &visit->making.type, &nothing, &place)))
        place = (struct meeting_place){NULL, ""};
    return place;
}

static void describe(struct visit *visit)
{
    const struct attendee_wish *booker = &visit->making.booker;
    const char *notes = visit->wish->notes == NULL ? "" : visit->wish->notes;
    const struct attendee who = {
        .name = booker->name, .email = booker->email, .phone = booker->phone};
    struct meeting_place place = usual_place(visit);
    const char *responses = desk_responses(visit->work, "{}", &who, notes);

    visit->making.like =
        (struct booking){.description = notes,
                         .notes = notes,
                         .location = place.place,
                         .responses = responses_with_place(visit->work, responses, &place)};
}

static struct salon_booking shown_to_all(const struct visit *visit)
{
    const struct making *making = &visit->making;
    struct range time = offer_meeting(&making->offer, making->start);

    return (struct salon_booking){.status = SALON_RECEIVED,
                                  .service_id = making->type.id,
                                  .start = zone_wall(visit->salon.zone, time.start),
                                  .end = zone_wall(visit->salon.zone, time.end),
                                  .client_name = making->booker.name};
}

/* How many bookings somebody has is told to nobody who may not know that they are a client. */
static struct fail unless_it_tells(const struct visit *visit, struct fail fail)
{
    bool tells = fail.code == BOOKER_LIMIT || fail.code == SIGNED_UP_BEFORE;

    return visit->salon.settings.existing_clients_only && tells ? NO_FAIL : fail;
}

/* Only a new client needs the time of one. */
static struct fail make(struct visit *visit, struct salon_booking *booked)
{
    struct booking_view view = {0};

    if (visit->known)
        visit->making.type.buffer_after_minutes -= visit->salon.settings.new_client_extra_min;
    describe(visit);
    TRY(making_book(visit->work, &visit->making, &view));
    const struct booking *booking = view.bookings.all;
    booked->id = booking->id;
    booked->status = booking->status;
    booked->staff_id = booking->host_id;
    return NO_FAIL;
}

struct fail book_at_salon(struct work *work, const struct salon_wish *wish,
                          struct salon_booking *booked)
{
    struct visit *visit = TAKE(work->arena, struct visit);
    struct list hosts;

    *visit = (struct visit){.work = work, .wish = wish};
    TRY(find_salon(work, wish, &visit->salon));
    TRY(find_offered(work, &visit->salon, wish, &visit->making.type, &hosts));
    TRY(settle_booker(visit));
    TRY(settle_start(visit));
    if (hosts.count == 0)
        return FAIL(HOST_CLOSED);
    TRY(making_open(work, &visit->making, &hosts));
    TRY(check_offered(visit));
    *booked = shown_to_all(visit);
    if (!visit->salon.settings.existing_clients_only)
        return make(visit, booked);
    struct salon_booking told = *booked;
    return visit->known ? unless_it_tells(visit, make(visit, &told)) : NO_FAIL;
}

/* ---- links of mails ---- */

static struct fail show_answer(struct work *work, const struct token_answer *token,
                               struct salon_answer *answer)
{
    const struct booking *booking = &token->booking;
    const struct attendee *booker = booking->attendees.items;
    struct salon salon;

    TRY(settle_salon(work, booking->business_id, &salon));
    *answer = (struct salon_answer){
        .booking = {.id = booking->id,
                    .status = booking->status,
                    .service_id = booking->event_type_id,
                    .staff_id = booking->host_id,
                    .start = zone_wall(salon.zone, booking->start),
                    .end = zone_wall(salon.zone, booking->end),
                    .client_name = booking->attendees.count > 0 ? booker->name : ""},
        .salon_name = salon.settings.name,
        .service_name = booking->event_type_title,
        .staff_name = booking->host_name,
        .before = token->before,
    };
    return NO_FAIL;
}

struct fail look_at_answer(struct work *work, const struct salon_wish *wish,
                           struct salon_answer *answer)
{
    struct token_answer token;

    TRY(booking_token_look(work, wish->token, PURPOSE_ANSWER, &token));
    return show_answer(work, &token, answer);
}

static struct fail give_answer(struct work *work, const struct salon_wish *wish, bool accept,
                               struct salon_answer *answer)
{
    struct token_answer token;

    TRY(booking_token_answer(work, wish->token, accept, &token));
    return show_answer(work, &token, answer);
}

struct fail accept_booking(struct work *work, const struct salon_wish *wish,
                           struct salon_answer *answer)
{
    return give_answer(work, wish, true, answer);
}

struct fail decline_booking(struct work *work, const struct salon_wish *wish,
                            struct salon_answer *answer)
{
    return give_answer(work, wish, false, answer);
}

struct fail review_booking(struct work *work, const struct salon_wish *wish,
                           struct salon_review *review)
{
    struct token_answer token;

    TRY(booking_token_review(work, wish->token, wish->rating, wish->comment, &token));
    *review = (struct salon_review){token.booking.rating, token.before};
    return NO_FAIL;
}
