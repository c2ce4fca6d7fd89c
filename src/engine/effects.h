/* effects.h - what follows when something happens to a booking: mails, reminders, calendar entries,
 * requests for reviews and fees, as jobs that are written in the transaction that makes them true,
 * and moved or withdrawn with their booking. SPDX-License-Identifier: MIT
 *
 *   kind                     due                          name after the kind
 *   mail.confirmation        now                          uid [: version] [: seat]
 *   mail.waitlist_confirmed  now, instead of it           the same
 *   mail.request             now, to the host             the same
 *   mail.provisional         now                          the same
 *   mail.cancelled           now                          the same
 *   mail.rejected            now                          the same
 *   calendar.write, .remove  now                          calendar: uid : the host's uid
 *   mail.reminder            minutes before the start     uid : minutes [: seat]
 *   booking.updated          in 30 minutes                uid [: seat]
 *   notify.follow_up         at the end                   uid
 *   mail.review_request      some time after the visit    uid [: seat]           once
 *   mail.follow_up           each step in its time        uid : sequence - step [: seat]   once
 *   payment.no_show          now                          uid                    once
 *   mail.no_show_fee         now                          uid                    once
 *   mail.waitlist_offer      now: engine/waitlist.c       uid of the entry
 *
 * A version stands in names of what may come again. Of a series one mail tells of all. What is told
 * of seats goes to each for itself. Sources: contract appointments 3, links 8. */
#ifndef ENGINE_EFFECTS_H
#define ENGINE_EFFECTS_H

#include "engine/work.h"
#include "store/outbox.h"

struct event {
    const char *told;             /* the kind of job that tells webhooks of it */
    const struct job *job;        /* that job, written along; NULL: it is written already */
    bool again;                   /* it may come again */
    bool of_series;               /* its mails are those of effects_of_series() */
    const struct booking *before; /* as it stood; NULL: it was made */
    const struct list *who;       /* struct attendee: whom it is about; NULL: all who come */
};

/* Called by engine/change.c alone; inside a transaction. */
struct fail effects_of(struct work *work, const struct booking *booking,
                       const struct event *event) MUST_BE_CHECKED;
/* Of a booking that takes the place of event->before: all that waits for that one is withdrawn, and
 * its time offered. */
struct fail effects_of_new_row(struct work *work, const struct booking *booking,
                               const struct event *event) MUST_BE_CHECKED;
/* What is told once for bookings of a series to which the same happened. */
struct fail effects_of_series(struct work *work, const struct bookings *bookings,
                              const char *told) MUST_BE_CHECKED;

#endif
