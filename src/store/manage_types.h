/* manage_types.h - event types as their owners manage them. SPDX-License-Identifier: MIT */
#ifndef STORE_MANAGE_TYPES_H
#define STORE_MANAGE_TYPES_H

#include "booking.h"
#include "store/store.h"

struct managed_type {
    int64_t id, business_id;
    const char *business_domain; /* NULL: none */
    const char *currency;
    const char *slug, *title, *description;
    int64_t owner_id; /* 0: a team's */
    const char *owner_username;
    int64_t team_id, parent_id;
    const char *team_slug, *team_name;
    const char *hosts; /* JSON array of usernames; NULL: none */
    bool managed;
    int assignment;      /* enum assignment */
    int64_t schedule_id; /* 0: the default of whoever hosts */
    int64_t length_minutes;
    const char *length_options; /* JSON array */
    int64_t slot_interval_minutes, buffer_before_minutes, buffer_after_minutes;
    int64_t minimum_notice_minutes;
    int64_t booking_window_days;
    bool window_business_days;
    struct day booking_window_start, booking_window_end;
    bool has_window_start, has_window_end;
    int64_t booker_limit;
    bool booker_limit_offers_move;
    bool requires_confirmation;
    int64_t confirmation_notice_minutes; /* 0: always */
    bool requires_authentication, cancelling_disabled, rescheduling_disabled;
    int64_t moving_notice_minutes; /* 0: none */
    bool moving_past_allowed, guests_disabled;
    int64_t seats;
    bool seats_show_attendees, seats_show_count;
    int64_t recurrence_count;
    int recurrence_frequency; /* enum frequency, -1: none */
    int64_t recurrence_interval;
    bool hidden;
    const char *locations, *fields, *limits, *metadata, *looks; /* JSON */
    int64_t price_minor;
};

/* Deleted ones are not found. */
struct fail managed_type_by_id(struct store *store, int64_t business_id, int64_t id,
                               struct managed_type *type, bool *found) MUST_BE_CHECKED;
/* Of one user, by id; of one slug unless that is NULL; hidden ones only when asked for. */
struct fail managed_types_of_user(struct store *store, int64_t business_id, int64_t user_id,
                                  const char *slug, bool with_hidden, bool descending,
                                  struct list *types) MUST_BE_CHECKED;
/* Whether a user may look at an event type that is not theirs: as a host, as a leader of its team,
 * as an admin of the business. */
struct fail managed_type_shown_to(struct store *store, const struct managed_type *type,
                                  int64_t user_id, bool *shown) MUST_BE_CHECKED;

/* Sets type->id. NAME_TAKEN: the owner has one of this slug. A deleted one gives its slug up. */
struct fail managed_type_insert(struct store *store, struct managed_type *type,
                                struct instant now) MUST_BE_CHECKED;
struct fail managed_type_set(struct store *store, const struct managed_type *type) MUST_BE_CHECKED;
struct fail managed_type_delete(struct store *store, const struct managed_type *type,
                                struct instant now) MUST_BE_CHECKED;

extern const struct statement *const managed_type_statements[];

#endif
