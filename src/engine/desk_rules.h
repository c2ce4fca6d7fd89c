/* desk_rules.h - what holds for everything that is done at the desk; of engine/desk*.c alone.
 * SPDX-License-Identifier: MIT */
#ifndef ENGINE_DESK_RULES_H
#define ENGINE_DESK_RULES_H

#include "base/zone.h"
#include "engine/desk.h"
#include "engine/desk_parties.h"
#include "engine/offer.h"

/* One operation on its way: what is asked for, looked up. */
struct desk {
    struct work *work;
    const struct desk_wish *wish;
    struct settings settings;
    const struct zone *zone; /* of the business */
    struct client client;    /* each where the wish names it */
    struct staff host;
    struct event_type service;
    struct range time;       /* as it is to be */
    struct booking *booking; /* that is changed */
};

bool desk_asks(const struct desk *desk, enum desk_given what);
/* Looks up how the business wants things. */
struct fail desk_open(struct desk *desk) MUST_BE_CHECKED;
/* OF_ANOTHER: under a personal agenda staff keep their own bookings only; admins keep all. */
struct fail desk_is_own(const struct desk *desk, int64_t host_id) MUST_BE_CHECKED;
/* Client, host and service, where the wish names them. */
struct fail desk_look_up(struct desk *desk) MUST_BE_CHECKED;

/* desk->time, as far as the wish says it. TIME_SKIPPED. */
struct fail desk_settle_time(struct desk *desk) MUST_BE_CHECKED;
/* TIME_REVERSED, BAD_RANGE. */
struct fail desk_time_is_possible(const struct desk *desk) MUST_BE_CHECKED;
/* HOLIDAY: every day on the wall of the business that the time touches has to be a working day. */
struct fail desk_is_no_holiday(const struct desk *desk) MUST_BE_CHECKED;
/* Times and claim of a booking: the bare time, without buffers, in whole minutes. */
void desk_set_time(struct booking *booking, struct range time);

/* SLOT_TAKEN, by this. */
struct fail desk_taken_by(const struct desk *desk, const struct taken *found) MUST_BE_CHECKED;
/* A claim that was refused says which booking has the time. */
struct fail desk_explained(const struct desk *desk, const struct booking *booking,
                           const struct numbers *hosts, struct fail fail) MUST_BE_CHECKED;
/* SLOT_TAKEN: there is one class of an event type at a start, whoever gives it. */
struct fail desk_no_other_class(const struct desk *desk,
                                const struct booking *booking) MUST_BE_CHECKED;

/* NULL as "". */
const char *desk_or_empty(const char *text);

#endif
