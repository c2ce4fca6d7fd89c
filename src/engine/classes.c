/* classes.c - the dates of an event type with seats. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/classes.h"
#include "engine/item.h"
#include "engine/own.h"
#include "engine/slots.h"
#include "store/event_types.h"
#include "store/seats.h"

/* ---- uids ---- */

enum { BASE = 36, TYPE_DIGITS = 7, MINUTE_DIGITS = 8 };

static void write_digits(char *out, int digits, uint64_t number)
{
    for (int i = digits - 1; i >= 0; i--, number /= BASE)
        out[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % BASE];
}

static bool read_digits(const char *text, int digits, int64_t *number)
{
    int64_t value = 0;

    for (int i = 0; i < digits; i++) {
        char digit = text[i];

        if (digit >= '0' && digit <= '9')
            value = value * BASE + digit - '0';
        else if (digit >= 'a' && digit <= 'z')
            value = value * BASE + 10 + digit - 'a';
        else
            return false;
    }
    *number = value;
    return true;
}

void class_uid_write(char out[CLASS_UID_ROOM], int64_t event_type_id, struct instant start)
{
    int64_t minutes = start.us < 0 ? 0 : start.us / US_A_MINUTE;

    out[0] = 'c';
    write_digits(out + 1, TYPE_DIGITS, (uint64_t)event_type_id);
    write_digits(out + 1 + TYPE_DIGITS, MINUTE_DIGITS, (uint64_t)minutes);
    out[CLASS_UID_ROOM - 1] = '\0';
}

bool class_uid_read(const char *uid, int64_t *event_type_id, struct instant *start)
{
    int64_t minutes = 0;

    if (strlen(uid) != CLASS_UID_ROOM - 1 || uid[0] != 'c' ||
        !read_digits(uid + 1, TYPE_DIGITS, event_type_id) ||
        !read_digits(uid + 1 + TYPE_DIGITS, MINUTE_DIGITS, &minutes) ||
        minutes > INT64_MAX / US_A_MINUTE)
        return false;
    *start = (struct instant){minutes * US_A_MINUTE};
    return offer_is_near(*start);
}

/* ---- what there is ---- */

static struct fail no_class(const char *uid)
{
    return (struct fail){.code = NO_CLASS, .detail = uid};
}

static struct fail find_type(struct work *work, const char *uid, struct event_class *found)
{
    struct event_type_name name = {0};
    bool exists;

    if (!class_uid_read(uid, &name.id, &found->start) || name.id == 0)
        return no_class(uid);
    TRY(event_type_by_name(work->store, work->caller->business_id, NULL, &name, &found->type,
                           &exists));
    return exists && found->type.seats > 0 ? NO_FAIL : no_class(uid);
}

static void describe_booked(struct event_class *found)
{
    const struct booking *booking = &found->booking;

    found->start = booking->start;
    found->end = booking->end;
    found->seats = booking->seats;
    found->taken = booking->seats_taken;
    found->host_uid = booking->host_uid;
    found->host_name = booking->host_name;
    found->title = booking->title;
    found->status = booking->status;
}

static void describe_offered(struct work *work, struct event_class *found,
                             const struct offer *offer)
{
    const struct event_host *host = &offer->hosts[0].host;

    found->end = offer_meeting(offer, found->start).end;
    found->seats = found->type.seats;
    found->taken = 0;
    found->host_uid = host->uid;
    found->host_name = host->name;
    found->title = arena_format(work->arena, "%s with %s", found->type.title, host->name);
    found->status = BOOKING_ACCEPTED;
}

static bool is_cancelled(const struct event_class *found)
{
    return found->booked && (found->booking.status == BOOKING_CANCELLED ||
                             found->booking.status == BOOKING_REJECTED);
}

static struct fail look_at_offer(struct work *work, struct event_class *found)
{
    struct slots slots = {0};
    struct offer offer;

    TRY(offer_open(work, &found->type, found->type.length_minutes,
                   (struct range){found->start, found->start}, &offer));
    TRY(slots_of_offer(work, &offer, NULL, &slots));
    for (size_t i = 0; i < slots.count; i++)
        found->offered = found->offered || slots.all[i].start.us == found->start.us;
    /* what was cancelled may take place after all, with whoever books it next */
    if (found->offered && (!found->booked || is_cancelled(found)))
        describe_offered(work, found, &offer);
    return NO_FAIL;
}

static struct fail set_business(struct work *work, struct event_class *found)
{
    struct numbers one = {&found->type.id, 1};
    struct list facts;

    found->zone = business_zone(work);
    found->currency = work->caller->currency;
    TRY(facts_of_types(work->store, work->caller->business_id, &one, &facts));
    if (facts.count > 0)
        found->service = *(const struct type_facts *)facts.items;
    return NO_FAIL;
}

struct fail class_find(struct work *work, const char *uid, struct event_class *found)
{
    *found = (struct event_class){.uid = uid};
    TRY(find_type(work, uid, found));
    TRY(class_booking_at(work->store, found->type.business_id, found->type.id, found->start,
                         &found->booking, &found->booked));
    if (found->booked)
        describe_booked(found);
    struct fail fail = look_at_offer(work, found);
    if (FAILED(fail) && fail.code != EVENT_TYPE_WITHOUT_HOSTS)
        return fail;
    return found->booked || found->offered ? set_business(work, found) : no_class(uid);
}

struct fail class_show(struct work *work, const struct class_wish *wish, struct event_class *found)
{
    TRY(business_is_own(work, wish->business_uid));
    return class_find(work, wish->uid, found);
}
