/* notice.c - what a job says. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/shape.h"
#include "base/text.h"
#include "engine/notice.h"

enum { NOTICE_MOST = 4 << 20 };

/* Of those who leave only a telephone the address is made up: engine/book.c. */
static const char by_phone[] = "@sms.cal.com";

bool takes_mail(const char *email)
{
    size_t length = email == NULL ? 0 : strlen(email), tail = sizeof by_phone - 1;

    return length > 0 && (length < tail || strcmp(email + length - tail, by_phone) != 0);
}

const char *notice_link(struct work *work, const char *base_url, const char *page,
                        const char *secret)
{
    size_t length = base_url == NULL ? 0 : strlen(base_url);

    if (length == 0 || secret == NULL)
        return NULL;
    while (length > 0 && base_url[length - 1] == '/')
        length--;
    return arena_format(work->arena, "%.*s%s%s", (int)length, base_url, page, secret);
}

/* ---- the parts ---- */

#define A struct attendee
static const struct field person_fields[] = {
    F_TEXT(A, name, "name"),         F_TEXT(A, email, "email"),    F_TEXT(A, phone, "phone"),
    F_TEXT(A, language, "language"), F_TEXT(A, time_zone, "zone"),
};
#undef A
static const struct shape person_shape = {person_fields, COUNT(person_fields),
                                          sizeof(struct attendee)};

#define B struct booking
static const struct field occurrence_fields[] = {
    F_TEXT(B, uid, "uid"),
    F_INSTANT(B, start, "start", .style = WHEN_Z_SECONDS),
    F_INSTANT(B, end, "end", .style = WHEN_Z_SECONDS),
};
static const struct shape occurrence_shape = {occurrence_fields, COUNT(occurrence_fields),
                                              sizeof(struct booking)};

static const struct field booking_fields[] = {
    F_TEXT(B, uid, "uid"),
    F_NUMBER(B, id, "id"),
    F_TEXT(B, title, "title"),
    F_TEXT(B, event_type_title, "service"),
    F_WORD(B, status, "status", booking_status_words),
    F_INSTANT(B, start, "start", .style = WHEN_Z_SECONDS),
    F_INSTANT(B, end, "end", .style = WHEN_Z_SECONDS),
    F_TEXT(B, recurrence_uid, "series_uid"),
};
static const struct shape booking_shape = {booking_fields, COUNT(booking_fields),
                                           sizeof(struct booking)};

static const struct field host_fields[] = {
    F_TEXT(B, host_uid, "uid"),
    F_TEXT(B, host_name, "name"),
    F_TEXT(B, host_email, "email"),
    F_TEXT(B, host_time_zone, "zone"),
};
static const struct shape host_shape = {host_fields, COUNT(host_fields), sizeof(struct booking)};

static const struct field ics_fields[] = {
    F_TEXT(B, ics_uid, "uid"),
    F_NUMBER(B, version, "sequence"),
};
static const struct shape ics_shape = {ics_fields, COUNT(ics_fields), sizeof(struct booking)};
#undef B

#define S struct settings
static const struct field business_fields[] = {
    F_TEXT(S, name, "name"),
    F_TEXT(S, time_zone, "zone"),
};
static const struct shape business_shape = {business_fields, COUNT(business_fields),
                                            sizeof(struct settings)};
#undef S

/* The clock that the reader lives by. */
static const char *zone_of(const struct notice *notice)
{
    const struct attendee *all = notice->to.items;

    return notice->to.count > 0 && all->time_zone != NULL ? all->time_zone
                                                          : notice->settings->time_zone;
}

static void put_instant(struct text *out, const char *label, struct instant instant)
{
    char time[WHEN_ROOM];

    if (INSTANT_IS_NONE(instant))
        return;
    instant_write(time, instant, WHEN_Z_SECONDS, 0);
    text_put(out, label);
    text_json(out, time);
}

static void write_booking(struct text *out, const void *thing)
{
    const struct notice *notice = thing;

    text_char(out, '{');
    shape_write_fields(out, &booking_shape, notice->booking, true);
    text_put(out, ",\"zone\":");
    text_json(out, zone_of(notice));
    put_instant(out, ",\"old_start\":", notice->old_start);
    put_instant(out, ",\"old_end\":", notice->old_end);
    text_char(out, '}');
}

static void write_business(struct text *out, const void *thing)
{
    shape_write(out, &business_shape, ((const struct notice *)thing)->settings);
}

static void write_host(struct text *out, const void *thing)
{
    shape_write(out, &host_shape, ((const struct notice *)thing)->booking);
}

static void write_ics(struct text *out, const void *thing)
{
    shape_write(out, &ics_shape, ((const struct notice *)thing)->booking);
}

static void write_version(struct text *out, const void *thing)
{
    text_number(out, ((const struct notice *)thing)->booking->version);
}

static void write_location(struct text *out, const void *thing)
{
    const char *location = ((const struct notice *)thing)->booking->location;

    text_json(out, location == NULL ? "" : location);
}

static void write_notes(struct text *out, const void *thing)
{
    const char *notes = ((const struct notice *)thing)->booking->notes;

    text_json(out, notes == NULL ? "" : notes);
}

/* Why it does not take place, or why it was moved. */
static const char *reason_of(const struct notice *notice)
{
    const struct booking *booking = notice->booking;

    if (booking->status == BOOKING_CANCELLED)
        return booking->cancellation_reason;
    if (booking->status == BOOKING_REJECTED)
        return booking->rejection_reason;
    return booking->rescheduling_reason;
}

static bool has_reason(const void *thing)
{
    return reason_of(thing) != NULL;
}

static void write_reason(struct text *out, const void *thing)
{
    text_json(out, reason_of(thing));
}

#define N struct notice
static const struct field link_fields[] = {
    F_TEXT(N, links.accept, "accept"),
    F_TEXT(N, links.decline, "decline"),
    F_TEXT(N, links.feedback, "feedback"),
    F_TEXT(N, links.pay, "pay"),
};
static const struct shape link_shape = {link_fields, COUNT(link_fields), sizeof(struct notice)};

static void write_links(struct text *out, const void *thing)
{
    shape_write(out, &link_shape, thing);
}

static bool is_of_series(const void *thing)
{
    return ((const struct notice *)thing)->series.count > 0;
}

static void write_series(struct text *out, const void *thing)
{
    const struct bookings *series = &((const struct notice *)thing)->series;

    shape_write_list(out, &occurrence_shape, &(struct list){series->all, series->count});
}

static bool is_paid(const void *thing)
{
    return ((const struct notice *)thing)->payment.idempotency_key != NULL;
}

static void write_payment(struct text *out, const void *thing)
{
    const struct notice *notice = thing;

    text_format(out,
                "{\"amount_minor\":%lld,\"currency\":", (long long)notice->payment.amount_minor);
    text_json(out, notice->settings->currency);
    text_put(out, ",\"idempotency_key\":");
    text_json(out, notice->payment.idempotency_key);
    text_char(out, '}');
}

static const struct field notice_fields[] = {
    F_MADE("version", write_version),
    F_MADE("booking", write_booking),
    F_MADE("business", write_business),
    F_LIST(N, to, "to", &person_shape),
    F_MADE("host", write_host),
    F_MADE("location", write_location),
    F_MADE("notes", write_notes),
    F_MADE("reason", write_reason, .shown = has_reason),
    F_MADE("links", write_links),
    F_MADE("ics", write_ics),
    F_MADE("series", write_series, .shown = is_of_series),
    F_SOME(N, minutes_before, "minutes_before"),
    F_TEXT(N, subject, "subject"),
    F_TEXT(N, body, "body"),
    F_MADE("payment", write_payment, .shown = is_paid),
};
#undef N
static const struct shape notice_shape = {notice_fields, COUNT(notice_fields),
                                          sizeof(struct notice)};

const char *notice_write(struct work *work, const struct notice *notice)
{
    struct text payload;

    text_init(&payload, NOTICE_MOST);
    shape_write(&payload, &notice_shape, notice);
    const char *kept = arena_bytes(work->arena, payload.bytes, payload.length);
    text_free(&payload);
    return kept;
}
