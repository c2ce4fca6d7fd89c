/* notice.h - what a job says: all that whoever does it needs to know, as JSON.
 * SPDX-License-Identifier: MIT
 *
 *   version    of the booking when it was written: whoever does the job later looks again
 *   booking    uid, id, title, service, status, start, end and zone; old_start and old_end of a
 * move to         who gets it: name, email, phone, language, zone business, host, location, notes,
 * reason links      accept, decline, feedback, pay: each with a secret that works once ics uid and
 * sequence of the calendar entry series, minutes_before, text, payment, waitlist: where the kind
 * has them
 *
 * Never in it: internal notes, and secrets other than those of its own links. */
#ifndef ENGINE_NOTICE_H
#define ENGINE_NOTICE_H

#include "engine/settings.h"
#include "engine/work.h"

struct notice {
    const struct settings *settings;
    const struct booking *booking;
    struct instant old_start, old_end; /* INSTANT_NONE: it was not moved */
    struct list to;                    /* struct attendee */
    struct bookings series;            /* all that it tells of; without any: the one booking */
    struct {
        const char *accept, *decline, *feedback, *pay; /* NULL: none */
    } links;
    int64_t minutes_before;     /* of a reminder; 0: none */
    const char *subject, *body; /* of a mail that somebody wrote; NULL: none */
    struct {
        int64_t amount_minor;
        const char *idempotency_key; /* NULL: nothing is paid */
    } payment;
};
/* Into the arena. */
const char *notice_write(struct work *work, const struct notice *notice);

/* A link below the pages of the business; NULL when it has none. `page` as "/accept?token=". */
const char *notice_link(struct work *work, const char *base_url, const char *page,
                        const char *secret);

/* Whether mail can be sent there: not for those who only left a telephone. */
bool takes_mail(const char *email);

#endif
