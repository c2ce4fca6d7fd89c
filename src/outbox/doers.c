/* doers.c - what is done for each kind of job, and what webhooks are told. Source: contract cal-v2
 * k. SPDX-License-Identifier: MIT */
#include "outbox/webhooks.h"

#define TELL(done_, kind_, trigger_)                                                               \
    {                                                                                              \
        .kind = (kind_), .done = (done_), .first_delay = {30 * US_A_SECOND}, .trigger = (trigger_) \
    }

/* A confirmed booking is told as created, and whoever takes or leaves a seat has made or cancelled
 * a booking. */
const struct doer doers[] = {
    TELL(tell_of_booking, "booking.requested", "BOOKING_REQUESTED"),
    TELL(tell_of_booking, "booking.created", "BOOKING_CREATED"),
    TELL(tell_of_booking, "booking.confirmed", "BOOKING_CREATED"),
    TELL(tell_of_booking, "booking.rescheduled", "BOOKING_RESCHEDULED"),
    TELL(tell_of_booking, "booking.rejected", "BOOKING_REJECTED"),
    TELL(tell_of_booking, "booking.cancelled", "BOOKING_CANCELLED"),
    TELL(tell_of_booking, "booking.reassigned", "BOOKING_REASSIGNED"),
    TELL(tell_of_booking, "booking.location_updated", "BOOKING_LOCATION_UPDATED"),
    TELL(tell_of_booking, "booking.absent", "BOOKING_NO_SHOW_UPDATED"),
    TELL(tell_of_booking, "booking.no_show", "BOOKING_NO_SHOW_UPDATED"),
    TELL(tell_of_booking, "booking.seat_taken", "BOOKING_CREATED"),
    TELL(tell_of_booking, "booking.seat_left", "BOOKING_CANCELLED"),
    TELL(tell_of_booking, "booking.restored", "BOOKING_CREATED"),
    TELL(tell_of_booking, "booking.moved", "BOOKING_RESCHEDULED"),
    TELL(tell_of_booking, "booking.requested_again", "BOOKING_REQUESTED"),
    TELL(tell_of_booking, "booking.attended", "BOOKING_NO_SHOW_UPDATED"),
    TELL(tell_of_booking, "booking.edited", NULL),
    TELL(tell_of_booking, "booking.reopened", NULL),
    TELL(tell_of_booking, "booking.completed", NULL),
    TELL(tell_of_booking, "booking.guests_added", NULL),
    TELL(tell_of_booking, "booking.attendee_added", NULL),
    TELL(tell_of_booking, "booking.attendee_removed", NULL),
    TELL(tell_of_meeting, "meeting.started", "MEETING_STARTED"),
    TELL(tell_of_meeting, "meeting.ended", "MEETING_ENDED"),
};
const size_t doers_count = COUNT(doers);
