/* links.c - bookings by booking links. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "engine/cancel.h"
#include "engine/find.h"
#include "engine/link_views.h"
#include "engine/links.h"
#include "engine/make.h"
#include "engine/questions.h"
#include "engine/routing.h"
#include "engine/seat.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/links.h"
#include "store/seats.h"

/* Links may hand over to each other; so many times, and then it is a circle. */
enum { REDIRECTS_MOST = 8, RESPONSES_MOST = 1 << 20 };

/* ---- which link ---- */

static struct fail no_link(const char *name)
{
    return (struct fail){.code = NO_LINK, .detail = name};
}

static struct fail link_named(struct work *work, const char *id, struct link *link, bool *found)
{
    size_t prefix = strlen(LINK_PREFIX);

    *found = false;
    if (strncmp(id, LINK_PREFIX, prefix) != 0)
        return NO_FAIL;
    return link_by_uid(work->store, work->caller->business_id, id + prefix, link, found);
}

static bool is_named_at_all(const char *name)
{
    return name != NULL && name[0] != '\0';
}

/* By id or by slug; by both only when they are of one link. */
static struct fail find_link(struct work *work, const struct link_choice *choice, struct link *link)
{
    bool by_id = is_named_at_all(choice->id);
    const char *name = by_id ? choice->id : choice->slug;
    bool found;

    if (by_id)
        TRY(link_named(work, choice->id, link, &found));
    else
        TRY(link_by_slug(work->store, work->caller->business_id, choice->slug, link, &found));
    if (!found || !link->active)
        return no_link(name);
    if (by_id && is_named_at_all(choice->slug) && strcmp(link->slug, choice->slug) != 0)
        return no_link(choice->slug);
    return NO_FAIL;
}

static struct fail as_complained(const struct work *work)
{
    return work->complaints == NULL
               ? NO_FAIL
               : (struct fail){.code = MALFORMED, .complaints = work->complaints};
}

/* The link comes before what is wrong with the rest; a link in the wrong form is none at all. */
static struct fail settle_link(struct work *work, const struct link_choice *choice,
                               struct link *link)
{
    if (!is_named_at_all(choice->id) && !is_named_at_all(choice->slug))
        return work->complaints != NULL ? as_complained(work) : FAIL(LINK_UNNAMED);
    TRY(find_link(work, choice, link));
    return as_complained(work);
}

/* ---- which event type ---- */

static struct fail find_type(struct work *work, int64_t id, struct event_type *type, bool *found)
{
    return event_type_by_name(work->store, work->caller->business_id, NULL,
                              &(struct event_type_name){.id = id}, type, found);
}

static struct fail find_service(struct work *work, const struct link *link, const char *service,
                                struct event_type *type)
{
    const struct fail none = {.code = NO_SERVICE, .field = "service_id", .detail = service};
    const struct event_type own = *type;
    bool found;
    int64_t id;

    TRY(link_service(work->store, link, service, &id));
    if (id == own.id)
        return NO_FAIL;
    if (id == 0)
        return none;
    TRY(find_type(work, id, type, &found));
    if (!found)
        return none;
    offer_lend_hosts(&own, type);
    return NO_FAIL;
}

static struct fail settle_type(struct work *work, const struct link *link, const char *service,
                               struct event_type *type)
{
    bool found;

    TRY(find_type(work, link->event_type_id, type, &found));
    if (!found)
        return no_link(link->slug);
    if (service != NULL)
        TRY(find_service(work, link, service, type));
    if (type->managed)
        return FAIL(EVENT_TYPE_MANAGED);
    if (type->recurrence_count > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "recurring"};
    return NO_FAIL;
}

/* ---- with whom ---- */

static bool is_named(const struct texts *names, const char *username)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->all[i], username) == 0)
            return true;
    return false;
}

/* Where one of the hosts is chosen, only those who are kept and the fixed ones stay; where all or
 * the owner take part, they stay whoever is named, who must be one of them. */
static bool keep_hosts(struct work *work, int assignment, const bool *kept, struct list *hosts)
{
    const struct event_host *all = hosts->items;
    struct event_host *rest = TAKE_MANY(work->arena, hosts->count + 1, struct event_host);
    size_t count = 0;
    bool any = false;

    for (size_t i = 0; i < hosts->count; i++) {
        any = any || kept[i];
        if (kept[i] || all[i].fixed || !ASSIGNS_ONE(assignment))
            rest[count++] = all[i];
    }
    *hosts = (struct list){rest, count};
    return any;
}

static bool is_staff(const struct event_host *host, const char *staff)
{
    char digits[24];

    (void)snprintf(digits, sizeof digits, "%lld", (long long)host->id);
    return strcmp(host->uid, staff) == 0 || strcmp(digits, staff) == 0;
}

static struct fail settle_hosts(struct work *work, const struct event_type *type,
                                const struct texts *assigned, const char *staff, struct list *hosts)
{
    TRY(offer_hosts(work, type, hosts));
    bool *kept = TAKE_MANY(work->arena, hosts->count + 1, bool);
    const struct event_host *all = hosts->items;

    for (size_t i = 0; i < hosts->count; i++)
        kept[i] = is_named(assigned, all[i].username);
    if (assigned->count > 0 && !keep_hosts(work, type->assignment, kept, hosts))
        return FAIL(EVENT_TYPE_WITHOUT_HOSTS);
    if (staff == NULL)
        return NO_FAIL;
    all = hosts->items;
    for (size_t i = 0; i < hosts->count; i++)
        kept[i] = is_staff(&all[i], staff);
    if (!keep_hosts(work, type->assignment, kept, hosts))
        return (struct fail){.code = NO_STAFF, .field = "staff_id", .detail = staff};
    return NO_FAIL;
}

/* ---- what follows from the answers ---- */

static struct fail rejected(const char *message)
{
    return (struct fail){.code = ROUTING_REJECTED, .detail = message};
}

static struct fail hand_over(struct work *work, const char *slug, struct link *link)
{
    bool found;

    TRY(link_by_slug(work->store, work->caller->business_id, slug, link, &found));
    return found && link->active ? NO_FAIL : rejected("The link that this leads to is closed");
}

/* The rules of each link are asked, with the answers to the first one's questions. */
static struct fail follow_rules(struct work *work, const struct answers *answers, struct link *link,
                                struct texts *assigned)
{
    struct routing routing = *answers->routing;

    *assigned = (struct texts){0};
    for (int hop = 0; hop <= REDIRECTS_MOST; hop++) {
        const struct routing_rule *rule = rule_that_matches(&routing, answers);

        if (rule == NULL || rule->action == ACTION_ACCEPT)
            return NO_FAIL;
        if (rule->action == ACTION_REJECT)
            return rejected(rule->message != NULL ? rule->message
                                                  : "The answers do not fit this booking link");
        if (rule->action == ACTION_ASSIGN) {
            *assigned = rule->staff;
            return NO_FAIL;
        }
        TRY(hand_over(work, rule->link, link));
        TRY(routing_read(work, "[]", link->rules, &routing));
    }
    return rejected("The rules of these links lead in a circle");
}

static struct fail settle_answers(struct work *work, struct json_object *sent, struct link *link,
                                  const char **stored, struct texts *assigned)
{
    struct routing *routing = TAKE(work->arena, struct routing);
    struct answers answers;

    TRY(routing_read(work, link->questions, link->rules, routing));
    TRY(answers_check(work, routing, sent, &answers));
    *stored = answers_write(work, &answers);
    return follow_rules(work, &answers, link, assigned);
}

/* ---- booking ---- */

/* Notes stand among the responses, where Cal.com's clients look for them. With seats everything
 * belongs to the seat: the answers are kept there, too. */
static struct json_object *responses_of(struct work *work, const struct making *making)
{
    const struct booking *like = &making->like;
    struct json_fault fault;
    struct text json;

    text_init(&json, RESPONSES_MOST);
    text_char(&json, '{');
    if (like->notes[0] != '\0') {
        text_put(&json, "\"notes\":");
        text_json(&json, like->notes);
    }
    if (making->type.seats > 0) {
        text_put(&json, like->notes[0] != '\0' ? ",\"answers\":" : "\"answers\":");
        text_put(&json, like->answers);
    }
    text_char(&json, '}');
    struct json_object *responses =
        json_read(work->arena, json.bytes, json.length, &json_request_limits, &fault);
    text_free(&json);
    return responses;
}

static struct fail describe(struct work *work, const struct link_booking_wish *wish,
                            struct making *making)
{
    struct booking_wish answered = {.attendee = making->booker};
    struct booking *like = &making->like;
    struct meeting_place place;

    TRY(meeting_place_settle(work, &making->type, &answered, &place));
    like->notes = wish->notes != NULL ? wish->notes : "";
    answered.responses = responses_of(work, making);
    like->location = place.place;
    like->responses = responses_write(work, &answered, &place);
    if (making->type.seats > 0) {
        like->notes = "";
        like->answers = "[]";
    }
    like->description = like->notes;
    return NO_FAIL;
}

static struct fail open_making(struct work *work, const struct link_booking_wish *wish,
                               const struct link *link, const struct texts *assigned,
                               struct making *making)
{
    struct list hosts;

    TRY(settle_type(work, link, wish->choice.service, &making->type));
    TRY(settle_hosts(work, &making->type, assigned, wish->choice.staff, &hosts));
    making->booker = wish->who;
    if (making->booker.time_zone == NULL)
        making->booker.time_zone = making->type.business_zone;
    making->start = wish->start;
    making->minutes = making->type.length_minutes;
    making->count = 1;
    making->like.link_id = link->id;
    TRY(making_open(work, making, &hosts));
    TRY(making_admits(work, making));
    return describe(work, wish, making);
}

/* Closed is one thing, and open but off the grid another. */
static struct fail why_closed(const struct offer *offer, struct instant start, struct fail fail)
{
    if (fail.code != HOST_CLOSED)
        return fail;
    for (size_t i = 0; i < offer->count; i++)
        if (offer_fits(offer, i, start, false) && !offer_fits(offer, i, start, true))
            fail.code = OFF_GRID;
    return fail;
}

/* Whoever sends the same twice gets one booking, also where another host would be free: contract
 * booking-links 3. */
static struct fail refuse_same(struct work *work, struct making *making)
{
    struct booking same;
    bool found;

    TRY(making_find_client(work, making));
    TRY(making_find_same(work, making, &same, &found));
    return found ? FAIL(SLOT_TAKEN) : NO_FAIL;
}

static struct fail show_one(struct work *work, const struct booking *booking, const char *seat_uid,
                            struct linked_booking *shown)
{
    struct list one;

    TRY(linked_views(work, &(struct bookings){(struct booking *)booking, 1}, seat_uid, &one));
    *shown = *(const struct linked_booking *)one.items;
    return NO_FAIL;
}

struct fail link_book(struct work *work, const struct link_booking_wish *wish,
                      struct linked_booking *booked)
{
    struct making *making = TAKE(work->arena, struct making);
    struct booking_view view = {0};
    struct texts assigned;
    struct link *link = TAKE(work->arena, struct link);

    TRY(settle_link(work, &wish->choice, link));
    TRY(settle_answers(work, wish->answers, link, &making->like.answers, &assigned));
    work->link = link;
    TRY(open_making(work, wish, link, &assigned, making));
    TRY(refuse_same(work, making));
    TRY(why_closed(&making->offer, making->start, making_book(work, making, &view)));
    return show_one(work, view.bookings.all, view.seat_uid, booked);
}

/* ---- slots ---- */

/* The starts of some days that are still to come; false when there are none. */
static bool range_of(const struct work *work, const struct link_slots_wish *wish,
                     const struct zone *zone, struct range *range)
{
    *range = (struct range){zone_midnight(zone, wish->date),
                            zone_midnight(zone, day_plus(wish->date, (int)wish->days))};
    range->end.us--;
    if (range->start.us < work->now.us)
        range->start = work->now;
    return range->start.us <= range->end.us && offer_is_near(range->start) &&
           offer_is_near(range->end);
}

static struct fail open_slots(struct work *work, const struct link_slots_wish *wish,
                              const struct link *link, struct slots *slots)
{
    struct event_type *type = TAKE(work->arena, struct event_type);
    const struct texts nobody = {0};
    struct offer offer;
    struct list hosts;
    struct range range;

    *slots = (struct slots){0};
    TRY(settle_type(work, link, wish->choice.service, type));
    TRY(settle_hosts(work, type, &nobody, wish->choice.staff, &hosts));
    const struct zone *zone =
        wish->zone != NULL ? zone_find(wish->zone) : zone_of_offer(type, &hosts);
    if (!range_of(work, wish, zone, &range))
        return NO_FAIL;
    TRY(offer_open_for(work, type, &hosts, type->length_minutes, range, &offer));
    return slots_of_offer(work, &offer, NULL, slots);
}

struct fail link_slots(struct work *work, const struct link_slots_wish *wish,
                       struct linked_slots *found)
{
    struct slots slots;
    struct link link;

    TRY(settle_link(work, &wish->choice, &link));
    TRY(open_slots(work, wish, &link, &slots));
    *found = (struct linked_slots){.link_id = link_id_text(work->arena, &link),
                                   .link_slug = link.slug,
                                   .date = wish->date,
                                   .slots = {slots.all, slots.count}};
    return NO_FAIL;
}

/* ---- lists ---- */

struct fail link_list(struct work *work, const struct link_list_wish *wish,
                      struct linked_page *page)
{
    struct booking_query query = wish->query;
    struct booking_page found;
    struct link link;
    bool exists;

    query.scope = SCOPE_BUSINESS;
    query.counted = true;
    if (wish->link != NULL) {
        TRY(link_named(work, wish->link, &link, &exists));
        if (!exists)
            return no_link(wish->link);
        query.given |= BY_LINK;
        query.link = link.id;
    }
    for (int status = 0; status < LINK_STATUS__COUNT; status++)
        if (wish->statuses & 1U << status)
            ask_for_status(status, &query);
    TRY(find_plain(work, &query, &found));
    *page = (struct linked_page){.page = query.page,
                                 .limit = found.take,
                                 .total = found.total,
                                 .more = found.skip + found.take < found.total};
    return linked_views(work, &found.bookings, NULL, &page->bookings);
}

/* ---- one ---- */

/* A booking by its uid, or by that of a seat in it, which is *seat_uid then. */
static struct fail find_booking(struct work *work, const char *id, struct booking *booking,
                                const char **seat_uid)
{
    size_t prefix = strlen(BOOKING_PREFIX);
    int64_t business_id = work->caller->business_id;
    bool found = false;

    *seat_uid = NULL;
    if (strncmp(id, BOOKING_PREFIX, prefix) == 0) {
        TRY(booking_by_uid(work->store, business_id, id + prefix, booking, &found));
        if (!found) {
            *seat_uid = id + prefix;
            TRY(booking_by_seat(work->store, business_id, *seat_uid, booking, &found));
        }
    }
    return found ? NO_FAIL : (struct fail){.code = NO_BOOKING, .detail = id};
}

struct fail link_find(struct work *work, const struct link_id_wish *wish,
                      struct linked_booking *found)
{
    struct booking booking;
    const char *seat_uid;

    TRY(find_booking(work, wish->id, &booking, &seat_uid));
    return show_one(work, &booking, seat_uid, found);
}

struct fail link_cancel(struct work *work, const struct link_id_wish *wish,
                        struct linked_booking *cancelled)
{
    const struct change change = {
        .to = BOOKING_CANCELLED, .cancellation_reason = wish->reason, .desk = true};
    struct attendee left;
    struct booking booking;
    const char *seat_uid;

    TRY(find_booking(work, wish->id, &booking, &seat_uid));
    if (!status_holds_time(booking.status))
        return (struct fail){.code = CANCELLED_BEFORE, .detail = wish->id};
    *cancelled = (struct linked_booking){
        .id = wish->id, .status = LINK_CANCELLED, .cancellation_reason = wish->reason};
    if (seat_uid != NULL)
        return leave_seat(work, &booking, seat_uid, wish->reason, &left);
    return cancel_whole(work, &booking, &change);
}
