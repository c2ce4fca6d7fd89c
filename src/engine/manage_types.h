/* manage_types.h - event types as their owners manage them. SPDX-License-Identifier: MIT
 *
 * What is changed holds for bookings made from then on: those that are there keep their time with
 * the buffers that were in force, their places and their answers. */
#ifndef ENGINE_MANAGE_TYPES_H
#define ENGINE_MANAGE_TYPES_H

#include "engine/manage_settings.h"
#include "store/manage_types.h"

enum type_given {
    TYPE_LENGTH = 1 << 0,
    TYPE_LENGTHS = 1 << 1,
    TYPE_TITLE = 1 << 2,
    TYPE_SLUG = 1 << 3,
    TYPE_DESCRIPTION = 1 << 4,
    TYPE_QUESTIONS = 1 << 5,
    TYPE_GUESTS = 1 << 6,
    TYPE_INTERVAL = 1 << 7,
    TYPE_NOTICE = 1 << 8,
    TYPE_BEFORE = 1 << 9,
    TYPE_AFTER = 1 << 10,
    TYPE_SCHEDULE = 1 << 11,
    TYPE_LIMITS = 1 << 12,
    TYPE_BOOKER = 1 << 13,
    TYPE_WINDOW = 1 << 14,
    TYPE_CONFIRMATION = 1 << 15,
    TYPE_RECURRENCE = 1 << 16,
    TYPE_SEATS = 1 << 17,
    TYPE_HIDDEN = 1 << 18,
    TYPE_AUTHENTICATION = 1 << 19,
    TYPE_CANCELLING = 1 << 20,
    TYPE_MOVING = 1 << 21,
    TYPE_PLACES = 1 << 22,
    TYPE_PRICE = 1 << 23,
    TYPE_MOVING_PAST = 1 << 24,
    TYPE__BITS = 25 /* from here on the dialect's own, for what it shows */
};

/* Settings that can be switched off say so by `disabled`. */
enum booking_window { WINDOW_CALENDAR_DAYS, WINDOW_BUSINESS_DAYS, WINDOW_RANGE };
struct window_wish {
    int kind;                  /* enum booking_window, -1: not said */
    struct json_object *value; /* days, or two dates */
    bool rolling, disabled;
};
enum confirmation { CONFIRM_ALWAYS, CONFIRM_LATE_BOOKINGS };
struct notice_wish {
    int unit; /* in minutes */
    int64_t count;
};
struct confirmation_wish {
    uint64_t given;
    int kind; /* enum confirmation */
    struct notice_wish notice;
    bool blocks, disabled;
};
enum recurrence_given { RECURRENCE_FREQUENCY = 1 << 0 };
struct recurrence_wish {
    uint64_t given; /* enum recurrence_given */
    int64_t interval, count;
    int frequency; /* enum frequency */
    bool disabled;
};
struct seats_wish {
    int64_t seats;
    bool show_attendees, show_count, disabled;
};
struct booker_wish {
    int64_t most;
    bool offers_move, disabled;
};
struct moving_wish {
    int64_t notice_minutes;
    bool disabled;
};
struct cancelling_wish {
    bool disabled;
};

struct type_wish {
    uint64_t given; /* enum type_given */
    int64_t id;
    int64_t length_minutes;
    struct json_object *lengths;
    const char *title, *slug, *description;
    struct list questions, places;
    bool guests_disabled;
    int64_t slot_interval_minutes, minimum_notice_minutes;
    int64_t buffer_before_minutes, buffer_after_minutes;
    int64_t schedule_id;
    struct type_limits limits;
    struct booker_wish booker;
    struct window_wish window;
    struct confirmation_wish confirmation;
    struct recurrence_wish recurrence;
    struct seats_wish seats;
    bool hidden, requires_authentication;
    struct cancelling_wish cancelling;
    struct moving_wish moving;
    bool moving_past_allowed;
    const char *looks; /* JSON object of what only clients look at; NULL: none given */
    int64_t price_minor;
};

/* An event type with what is kept as JSON taken apart. */
struct shown_type {
    struct managed_type type;
    struct numbers lengths;
    struct list places, questions; /* struct type_place, struct type_question */
    struct type_limits limits;
    struct texts users; /* names of those who host */
    const char *url;    /* of its booking page */
};

enum types_given { TYPES_ORGANIZATION = 1 << 0 };
struct types_query {
    uint64_t given; /* enum types_given */
    const char *username, *slug;
    struct texts usernames;
    const char *organization_slug;
    int64_t organization_id;
    int direction; /* enum direction, by id */
};

/* Those of a user, or one for several users together, or the caller's own. Without a caller and
 * without a name none. */
struct fail list_types(struct work *work, const struct types_query *query,
                       struct list *types) MUST_BE_CHECKED;

struct type_id_wish {
    uint64_t given;
    int64_t id;
};
/* NO_EVENT_TYPE also for those that are not the caller's to see. */
struct fail show_type(struct work *work, const struct type_id_wish *wish,
                      struct shown_type *type) MUST_BE_CHECKED;
/* SETTING_WRONG, NAME_TAKEN, NO_SCHEDULE. */
struct fail create_type(struct work *work, const struct type_wish *wish,
                        struct shown_type *type) MUST_BE_CHECKED;
struct fail change_type(struct work *work, const struct type_wish *wish,
                        struct shown_type *type) MUST_BE_CHECKED;
/* It is kept for the bookings that name it. */
struct fail delete_type(struct work *work, const struct type_id_wish *wish,
                        struct shown_type *type) MUST_BE_CHECKED;

/* For those who manage the whole business: whoever owns it. `fresh` says whose it is to be:
 * owner_id, or team_id and assignment. A slug that the owner has already gets something behind it.
 */
struct fail create_type_of_business(struct work *work, const struct type_wish *wish,
                                    const struct managed_type *fresh, int64_t *id) MUST_BE_CHECKED;
struct fail change_type_of_business(struct work *work,
                                    const struct type_wish *wish) MUST_BE_CHECKED;

#endif
