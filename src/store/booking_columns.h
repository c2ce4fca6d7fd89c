/* booking_columns.h - a whole booking as a row: shared by the statements that read them.
 * SPDX-License-Identifier: MIT */
#ifndef STORE_BOOKING_COLUMNS_H
#define STORE_BOOKING_COLUMNS_H

#include "booking.h"
#include "store/store.h"

/* The first ones are all that a page without `whole` reads: what Cal.com's lists show. */
enum { BOOKING_COLUMN_COUNT = 54, BOOKING_FIRST_COLUMNS = 43 };
extern const struct column booking_columns[];

#define BOOKING_SELECT_FIRST                                                                       \
    "b.id, b.uid, b.walk, b.business_id, b.event_type_id, t.slug, b.host_id, h.name, h.email,"     \
    " h.username, h.time_zone, b.client_id, b.recurrence_id, r.uid, b.status, b.start_us,"         \
    " b.end_us, b.claim_start_us, b.claim_end_us, b.claims, b.title, b.description, b.location,"   \
    " b.cancellation_reason, b.cancelled_by_email, b.rejection_reason, b.rescheduling_reason,"     \
    " b.rescheduled_by_email, b.rescheduled_from_uid, b.rescheduled_to_uid, b.seats,"              \
    " b.seats_taken, b.host_absent, b.rating, b.ics_uid, b.notes, b.internal_notes, b.responses,"  \
    " b.metadata, b.people, b.created_us, b.updated_us, b.version"
#define BOOKING_SELECT                                                                             \
    BOOKING_SELECT_FIRST ", b.source, t.uid, t.title, b.link_id, h.uid, b.provisional, "           \
                         "b.answers, b.cancelled_us, b.waitlist_entry_id,"                         \
                         " b.matter_uid, b.rsvp"
#define BOOKING_JOINS                                                                              \
    "JOIN user h ON h.business_id = b.business_id AND h.id = b.host_id"                            \
    " JOIN event_type t ON t.business_id = b.business_id AND t.id = b.event_type_id"               \
    " LEFT JOIN recurrence r ON r.business_id = b.business_id AND r.id = b.recurrence_id"

/* What a row does not hold by itself: minutes, attendees and guests. */
void booking_finish(struct arena *arena, struct booking *booking);

#endif
