/* waitlist.c - a time that is freed is offered to whoever waits for it. SPDX-License-Identifier:
 * MIT */
#include "base/text.h"
#include "base/zone.h"
#include "engine/change.h"
#include "engine/notice.h"
#include "engine/waitlist.h"
#include "store/outbox.h"
#include "store/waitlist.h"

enum { OFFER_MOST = 1 << 20 };

static struct day local_date(const struct settings *settings, struct instant instant)
{
    const struct zone *zone = zone_find(settings->time_zone);

    return zone == NULL ? wall_of_instant_utc(instant).day : zone_wall(zone, instant).day;
}

static void put_time(struct text *out, const char *label, struct instant instant)
{
    char time[WHEN_ROOM];

    instant_write(time, instant, WHEN_Z_SECONDS, 0);
    text_put(out, label);
    text_json(out, time);
}

static const char *offer_write(struct work *work, const struct settings *settings,
                               const struct booking *booking, const struct waitlist_entry *entry)
{
    char date[WHEN_ROOM];
    struct text out;

    day_write(date, entry->date);
    text_init(&out, OFFER_MOST);
    text_put(&out, "{\"waitlist\":{\"uid\":");
    text_json(&out, entry->uid);
    text_format(&out, ",\"id\":%lld,\"date\":\"%s\",\"service\":", (long long)entry->id, date);
    text_json(&out, entry->event_type_title);
    put_time(&out, ",\"start\":", booking->start);
    put_time(&out, ",\"end\":", booking->end);
    text_put(&out, ",\"seat_of\":");
    text_json(&out, entry->booking_id == booking->id ? booking->uid : NULL);
    text_put(&out, "},\"business\":{\"name\":");
    text_json(&out, settings->name);
    text_put(&out, ",\"zone\":");
    text_json(&out, settings->time_zone);
    text_put(&out, "},\"to\":[{\"name\":");
    text_json(&out, entry->client_name);
    text_put(&out, ",\"email\":");
    text_json(&out, entry->client_email);
    text_put(&out, "}]}");
    const char *kept = arena_bytes(work->arena, out.bytes, out.length);
    text_free(&out);
    return kept;
}

/* No booking's job: what becomes of the one that was called off does not concern whoever got its
 * time. */
static struct fail notify(struct work *work, const struct settings *settings,
                          const struct booking *booking, struct waitlist_entry *entry)
{
    struct job job = {
        .business_id = entry->business_id,
        .kind = "mail.waitlist_offer",
        .name = arena_format(work->arena, "mail.waitlist_offer:%s", entry->uid),
        .payload = offer_write(work, settings, booking, entry),
        .due = work->now,
    };

    entry->status = WAITLIST_NOTIFIED;
    entry->notified = work->now;
    TRY(waitlist_set(work->store, entry));
    return takes_mail(entry->client_email) ? job_add(work->store, &job, work->now) : NO_FAIL;
}

/* Whoever waits for a seat of a booking wants that one and no other time. */
static bool has_a_seat(const struct booking *booking)
{
    return booking->seats > booking->seats_taken && status_holds_time(booking->status);
}

struct fail waitlist_offer(struct work *work, const struct booking *booking)
{
    struct settings settings;
    struct waitlist_entry entry;
    bool found;

    if (booking->start.us <= work->now.us || !booking->claims)
        return NO_FAIL;
    TRY(settings_of(work, booking->business_id, &settings));
    TRY(waitlist_first(work->store, booking->business_id, booking->event_type_id,
                       local_date(&settings, booking->start), has_a_seat(booking) ? booking->id : 0,
                       &entry, &found));
    return found ? notify(work, &settings, booking, &entry) : NO_FAIL;
}

struct fail waitlist_take(struct work *work, int64_t entry_id, const struct booking *booking)
{
    struct waitlist_entry entry;
    bool found;

    TRY(waitlist_locked(work->store, booking->business_id, entry_id, &entry, &found));
    if (!found || entry.client_id != booking->client_id ||
        (entry.status != WAITLIST_WAITING && entry.status != WAITLIST_NOTIFIED))
        return (struct fail){.code = NO_WAITLIST_ENTRY,
                             .detail = arena_format(work->arena, "%lld", (long long)entry_id)};
    entry.status = WAITLIST_BOOKED;
    entry.booking_id = booking->id;
    return waitlist_set(work->store, &entry);
}
