/* change.h - the one door through which a booking's status changes. SPDX-License-Identifier: MIT */
#ifndef ENGINE_CHANGE_H
#define ENGINE_CHANGE_H

#include "engine/work.h"

/* A new booking: claims the minutes of its hosts (unless booking->claims is false or its status
 * holds none), writes it, its history and what follows. Fills in uid, walk, ics_uid, created and
 * updated where they are empty. SLOT_TAKEN when any host is taken. Inside a transaction. */
struct fail enter_booking(struct work *work, struct booking *booking,
                          const struct numbers *hosts) MUST_BE_CHECKED;

struct change {
    int to; /* enum booking_status */
    const char *cancellation_reason, *cancelled_by_email, *rejection_reason;
    bool desk;              /* by staff at the desk, who may also take back what was settled */
    bool provisional;       /* to pending: it waits for the client's answer, not the host's */
    bool quiet;             /* nothing is told of it: something else tells, as of a move */
    bool of_series;         /* its mails are those of note_series() */
    const struct list *who; /* struct attendee: who came, of one that was emptied before; NULL: its
                               attendees */
};
/* Compare and set: CANCELLED_BEFORE or ENDED when the transition does not exist, BUSY when
 * someone else changed the booking in between. Releases the minutes where the new status holds
 * none, writes the history and what follows, and brings *booking up to date. Inside a transaction.
 */
struct fail change_status(struct work *work, struct booking *booking,
                          const struct change *change) MUST_BE_CHECKED;

/* A change that leaves the status as it is: noted in the history, and told to the world by a job of
 * the kind. Inside a transaction. */
struct fail note_change(struct work *work, const struct booking *booking,
                        const char *job) MUST_BE_CHECKED;
/* The same for one that was moved or handed over in place; `before` is the booking as it stood (its
 * start, end and host_id are looked at). The job is "booking.moved", or "booking.reassigned" when
 * only the host is another. */
struct fail note_move(struct work *work, const struct booking *booking,
                      const struct booking *before) MUST_BE_CHECKED;
/* The same for one that was changed otherwise in place ("booking.edited"), perhaps to another
 * client's. */
struct fail note_edit(struct work *work, const struct booking *booking,
                      const struct booking *before) MUST_BE_CHECKED;
/* The same for one seat that was taken or left. */
struct fail note_seat(struct work *work, const struct booking *booking, const char *job,
                      const struct attendee *who) MUST_BE_CHECKED;
/* What follows when a booking takes the place of another, which is cancelled by now and knows of
 * it; `before` is the other one as it stood. */
struct fail note_new_row(struct work *work, const struct booking *booking,
                         const struct booking *before) MUST_BE_CHECKED;
/* What is told once for bookings of a series, at least one, after each of them was entered or
 * changed: the job is the one that each has (NULL: they were entered). */
struct fail note_series(struct work *work, const struct bookings *bookings,
                        const char *job) MUST_BE_CHECKED;
/* Gives back the minutes of a booking's hosts, and takes them (for one whose hosts or times change
 * in place or by a move). Inside a transaction. */
struct fail release_time(struct work *work, const struct booking *booking) MUST_BE_CHECKED;
/* Of one of its hosts only. */
struct fail release_host(struct work *work, const struct booking *booking,
                         int64_t host_id) MUST_BE_CHECKED;
struct fail claim_time(struct work *work, const struct booking *booking,
                       const struct numbers *hosts) MUST_BE_CHECKED;

/* Whether bookings of a status keep their time. */
bool status_holds_time(int status);

#endif
