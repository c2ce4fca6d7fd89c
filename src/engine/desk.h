/* desk.h - bookings as staff make and change them. SPDX-License-Identifier: MIT
 *
 * Staff may book outside opening hours and off the grid, but never over another booking of a host
 * and never on a holiday of the business (contract appointments, Decisions). What they enter claims
 * the bare time of the meeting, without buffers of its own; a forced one claims nothing and says so
 * in its row (booking.claims). A change is made in place: id and uid stay. */
#ifndef ENGINE_DESK_H
#define ENGINE_DESK_H

#include "base/param.h"
#include "engine/settings.h"
#include "engine/work.h"

enum desk_given {
    DESK_CLIENT = 1 << 0,
    DESK_HOST = 1 << 1,
    DESK_SERVICE = 1 << 2,
    DESK_START = 1 << 3,
    DESK_END = 1 << 4,
    DESK_STATUS = 1 << 5,
    DESK_NOTES = 1 << 6,
    DESK_INTERNAL_NOTES = 1 << 7,
    DESK_WAITLIST = 1 << 8,
    DESK_PROVISIONAL = 1 << 9,
    DESK_BASE_URL = 1 << 10,
    DESK_FORCED = 1 << 11,
    DESK_TITLE = 1 << 12,
    DESK_REASON = 1 << 13,
    DESK_MATTER = 1 << 14,
    DESK_START_SENT = 1 << 15,
    DESK_END_SENT = 1 << 16
};

/* Of what is not given a change leaves what is there. */
struct desk_wish {
    uint64_t given; /* enum desk_given */
    int64_t id;     /* of the booking that is changed, or */
    const char *uid;
    int64_t client_id, host_id;
    int64_t event_type_id; /* "service" */
    struct instant start, end;
    struct time_sent start_sent, end_sent; /* instead of start and end */
    int status;                            /* enum booking_status */
    const char *title, *notes, *internal_notes, *reason, *matter_uid;
    int64_t waitlist_entry_id;
    bool provisional; /* waits for the client's answer */
    bool forced;      /* may lie over others */
    const char *base_url;
};

/* NO_CLIENT, NO_STAFF, NO_SERVICE, NO_WAITLIST_ENTRY, TIME_SKIPPED, TIME_REVERSED (end not after
 * start), BAD_RANGE (longer than 31 days, or beyond all calendars), HOLIDAY, ORIGIN_WRONG
 * (base_url), OF_ANOTHER (a colleague's, under a personal agenda), SLOT_TAKEN (`taken` tells by
 * what). Inside a transaction. */
struct fail desk_book(struct work *work, const struct desk_wish *wish,
                      struct booking *booked) MUST_BE_CHECKED;
/* Also changes of status, by every transition of engine/change.c that the desk may make. NO_BOOKING
 * and those of desk_book(). */
struct fail desk_change(struct work *work, const struct desk_wish *wish,
                        struct booking *changed) MUST_BE_CHECKED;
/* Cancelling what is cancelled changes nothing and is no failure: *before tells. */
struct fail desk_cancel(struct work *work, const struct desk_wish *wish, struct booking *cancelled,
                        bool *before) MUST_BE_CHECKED;

/* Whose bookings alone the caller may see and keep, under a personal agenda of staff; 0: all (seed
 * 003). */
int64_t desk_agenda(const struct caller *caller, const struct settings *settings);

#endif
