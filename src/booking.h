/* booking.h - the nouns: plain data that every room may look at. SPDX-License-Identifier: MIT
 *
 * No functions here. Texts belong to the request's arena. Ids are those of the database and mean
 * something only together with the business. */
#ifndef BOOKING_H
#define BOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/param.h"
#include "base/when.h"

/* ---- who asks ---- */

/* Requests a minute that a limit can ask for. */
enum { RATE_LIMIT_MOST = 1000000 };

enum token_kind {
    TOKEN_NOBODY,
    TOKEN_CAL_KEY,
    TOKEN_CAL_MANAGED,
    TOKEN_CAL_OAUTH,
    TOKEN_LINKS_KEY,
    TOKEN_STAFF_SESSION,  /* a member of staff, signed in */
    TOKEN_STAFF_REFRESH,  /* only good for a new session */
    TOKEN_CLIENT_SESSION, /* a client, signed in by a link in a mail */
    TOKEN_CLIENT_LINK,    /* that link */
    TOKEN_VCITA_CLIENT,
    TOKEN_VCITA_STAFF,
    TOKEN_VCITA_APP,
    TOKEN_VCITA_DIRECTORY,
    TOKEN__COUNT
};
extern const struct word token_kind_words[];

struct caller {
    int kind; /* enum token_kind */
    int64_t business_id;
    int64_t token_id;
    int64_t user_id;                                     /* 0: none */
    int64_t client_id;                                   /* 0: none */
    const char *business_uid, *business_zone, *currency; /* NULL: nobody known */
    bool admin;                                          /* the user's role in the business */
    const char *email;                                   /* of the user */
    const char *scopes;
    int64_t rate_limit; /* requests a minute; 0: none, negative: that of its kind */
    bool leads_a_team;  /* owner or admin of any */
    bool attends;       /* the address stands among the attendees of some booking */
    struct instant expires, revoked;
    const char *csrf; /* what changes must carry when the token came in a cookie; NULL: none */
};

/* Through which door a change came; kept with the booking and its history. */
enum source { SOURCE_APPLY, SOURCE_CAL, SOURCE_VCITA, SOURCE_LINKS, SOURCE_APPOINTMENTS };
extern const struct word source_words[];

/* ---- bookings ---- */

enum booking_status {
    BOOKING_PENDING,
    BOOKING_ACCEPTED,
    BOOKING_AWAITING_HOST,
    BOOKING_CANCELLED,
    BOOKING_REJECTED,
    BOOKING_COMPLETED,
    BOOKING_NO_SHOW,
    BOOKING_STATUS__COUNT
};
extern const struct word booking_status_words[];

/* What the client says of coming. */
enum rsvp { RSVP_NONE, RSVP_CONFIRMED, RSVP_PENDING, RSVP_CANCELLED };
extern const struct word rsvp_words[];

enum attendee_kind { ATTENDEE_BOOKER, ATTENDEE_GUEST, ATTENDEE_HOST };
extern const struct word attendee_kind_words[];

struct attendee {
    int kind; /* enum attendee_kind */
    const char *name;
    const char *email; /* as it was given */
    const char *phone; /* NULL: none */
    const char *time_zone;
    const char *language; /* NULL: unknown */
    bool absent;
    int rsvp;              /* enum rsvp, of one seat; 0 or less: nothing said */
    const char *seat_uid;  /* NULL: not seated */
    const char *responses; /* JSON, of one seat */
    const char *metadata;  /* JSON, of one seat */
    struct instant created;
};

struct booking {
    int64_t id;
    const char *uid;
    unsigned char walk[16];
    int64_t business_id;
    int source; /* enum source: through which door it came */
    int64_t event_type_id;
    const char *event_type_slug, *event_type_uid, *event_type_title;
    int64_t link_id; /* 0: none */
    int64_t host_id;
    const char *host_uid;
    const char *host_name, *host_email, *host_username, *host_time_zone;
    int64_t client_id;     /* 0: none */
    int64_t recurrence_id; /* 0: none */
    const char *recurrence_uid;
    int status;       /* enum booking_status */
    bool provisional; /* pending on the client's answer, not the host's */
    struct instant start, end;
    struct instant claim_start, claim_end;
    bool claims;
    int64_t minutes; /* end - start */
    const char *title, *description, *location;
    const char *cancellation_reason, *cancelled_by_email, *rejection_reason;
    const char *rescheduling_reason, *rescheduled_by_email;
    const char *rescheduled_from_uid, *rescheduled_to_uid;
    int64_t seats; /* 0: not seated */
    int64_t seats_taken;
    bool host_absent;
    int64_t rating; /* 0: none */
    const char *ics_uid;
    const char *notes, *internal_notes;
    const char *responses, *metadata, *people; /* JSON */
    const char *answers;                       /* JSON: to a link's questions */
    struct instant cancelled;                  /* INSTANT_NONE: it is not */
    int64_t waitlist_entry_id;                 /* that it was made for; 0: none */
    const char *matter_uid;                    /* NULL: none */
    int rsvp;                                  /* enum rsvp; 0 or less: nothing said */
    struct list attendees;                     /* struct attendee, from people */
    struct texts guests;                       /* addresses of the attendees that are guests */
    struct instant created, updated;
    int64_t version;
    const char *base_url; /* only of one that is being made: where the links of its mails lead;
                             NULL: to the business's own pages */
};

struct bookings {
    struct booking *all;
    size_t count;
};

/* ---- what can be booked ---- */

enum frequency { EVERY_DAY, EVERY_WEEK, EVERY_MONTH, EVERY_YEAR };
extern const struct word frequency_words[];

/* Who of the hosts takes a booking: the owner, all, or the first of an order who is free. */
enum assignment {
    ASSIGN_PERSONAL,
    ASSIGN_COLLECTIVE,
    ASSIGN_ROUND_ROBIN, /* least recently assigned, by priority and weight */
    ASSIGN_LEAST_BUSY,  /* fewest bookings ahead */
    ASSIGN_PRIORITY,    /* always the highest that is free */
    ASSIGN_WEIGHTED,    /* fewest bookings for the weight */
    ASSIGN_FIXED        /* the first host and nobody else */
};
/* Whether one of several is chosen. */
#define ASSIGNS_ONE(assignment) ((assignment) >= ASSIGN_ROUND_ROBIN)
extern const struct word assignment_words[];

struct event_type {
    int64_t id, business_id;
    const char *business_zone;
    /* with it come the business's settings, which whoever books needs at its end */
    const char *business_name, *business_currency, *business_settings;
    const char *uid, *slug, *title, *description;
    int64_t owner_id; /* 0: a team's */
    int64_t team_id;
    int assignment;   /* enum assignment */
    bool owner_first; /* before any order comes the host the client had last */
    int64_t hosts_of; /* the event type that lends its hosts and their turns; 0: its own */
    bool managed;
    int64_t schedule_id; /* of the event type or else of its owner; 0: none */
    const char *schedule_zone;
    int64_t length_minutes;
    const char *length_options;    /* JSON array of minutes */
    int64_t slot_interval_minutes; /* 0: the length */
    int64_t buffer_before_minutes, buffer_after_minutes;
    int64_t minimum_notice_minutes;
    int64_t booking_window_days; /* 0: none */
    bool window_business_days;   /* only Monday to Friday count */
    struct day booking_window_start, booking_window_end;
    bool has_window_start, has_window_end;
    int64_t booker_limit;          /* 0: none */
    bool booker_limit_offers_move; /* whoever has as many may move one of them instead */
    bool requires_confirmation, requires_authentication;
    int64_t
        confirmation_notice_minutes; /* only with less notice is there a confirmation; 0: always */
    bool cancelling_disabled, rescheduling_disabled, guests_disabled;
    int64_t moving_notice_minutes; /* with less notice nothing is moved; 0: none */
    bool moving_past_allowed;      /* what is over can be moved, too */
    int64_t seats;                 /* 0: not seated */
    int64_t recurrence_count;      /* 0: not recurring */
    int recurrence_frequency;      /* enum frequency, -1: none */
    int64_t recurrence_interval;
    bool seats_show_attendees;
    const char *limits;             /* JSON: bookings a day, week, month, year */
    const char *locations, *fields; /* JSON arrays */
    const char *owner_uid, *owner_name, *owner_email, *owner_username, *owner_time_zone;
};

/* One who can host an event type. */
struct event_host {
    int64_t id;
    const char *uid, *name, *email, *username, *time_zone;
    int64_t schedule_id; /* 0: none, so never open */
    const char *schedule_zone;
    bool fixed; /* takes part in every booking, also in a round robin */
};

/* How a request names an event type: by id, or by slug and whose it is. */
struct event_type_name {
    int64_t id; /* 0: by slug */
    const char *slug, *username, *team_slug;
};

enum reference_type {
    REFERENCE_GOOGLE_CALENDAR,
    REFERENCE_OFFICE365_CALENDAR,
    REFERENCE_DAILY_VIDEO,
    REFERENCE_GOOGLE_VIDEO,
    REFERENCE_OFFICE365_VIDEO,
    REFERENCE_ZOOM_VIDEO
};
extern const struct word reference_type_words[];

/* What a calendar or a video service knows a booking as. */
struct booking_reference {
    int64_t id;
    int type; /* enum reference_type */
    const char *event_uid;
    const char *destination_calendar_id; /* NULL: unknown */
};

/* A slot held for a while. */
struct reservation {
    int64_t business_id, id;
    const char *uid;
    int64_t token_id; /* whose; 0: nobody known */
    int64_t event_type_id;
    struct instant start, end;
    struct instant claim_start, claim_end;
    struct instant until, created;
};

/* What the link of a mail is for. */
enum token_purpose { PURPOSE_ANSWER, PURPOSE_FEEDBACK, PURPOSE_PAY };
extern const struct word token_purpose_words[];

/* ---- lists ---- */

enum listing {
    LISTING_UPCOMING,
    LISTING_RECURRING,
    LISTING_PAST,
    LISTING_CANCELLED,
    LISTING_UNCONFIRMED,
    LISTING__COUNT
};

enum booking_order {
    ORDER_DERIVED, /* from the listing */
    ORDER_START,
    ORDER_END,
    ORDER_CREATED,
    ORDER_UPDATED,
    ORDER_WALK
};

enum booking_filter {
    BY_LISTING = 1 << 0,
    BY_EMAIL = 1 << 1,
    BY_NAME = 1 << 2,
    BY_UID = 1 << 3,
    BY_EVENT_TYPES = 1 << 4,
    BY_EVENT_TYPE = 1 << 5,
    BY_TEAMS = 1 << 6,
    BY_TEAM = 1 << 7,
    BY_START_FROM = 1 << 8,
    BY_END_UNTIL = 1 << 9,
    BY_CREATED_FROM = 1 << 10,
    BY_CREATED_UNTIL = 1 << 11,
    BY_UPDATED_FROM = 1 << 12,
    BY_UPDATED_UNTIL = 1 << 13,
    BY_WALK_FROM = 1 << 14, /* bounds of a cursor walk, strict or not */
    BY_WALK_AFTER = 1 << 15,
    BY_WALK_UNTIL = 1 << 16,
    BY_WALK_BEFORE = 1 << 17,
    BY_USERS = 1 << 18,      /* in SCOPE_BUSINESS: hosted by these users or attended by them */
    BY_SCOPE_TEAM = 1 << 19, /* of this team, besides whatever else is asked for */
    BY_STATUSES = 1 << 20,
    BY_LINK = 1 << 21,
    BY_CLIENT = 1 << 22,       /* booked by the client, or with a seat of theirs */
    BY_HOST = 1 << 23,         /* whose first host it is */
    BY_START_BEFORE = 1 << 24, /* exclusive */
    BY_PASSED = 1 << 25,       /* only what has ended */
    BY_MATTER = 1 << 26,
    /* strict bounds on the start that only recurring bookings and those with seats must keep
     * (contract vcita 1) */
    BY_RECURRING_AFTER = 1 << 27,
    BY_RECURRING_BEFORE = 1 << 28,
    BY_MOVED_AWAY = 1 << 29, /* only what a move left behind */
    BY_NOT_MOVED = 1 << 30
};

/* Whose bookings a list is about. */
enum booking_scope {
    SCOPE_CALLER,   /* what the caller may see */
    SCOPE_BUSINESS, /* all of the business: for its admins, and of one team for its leaders */
    SCOPE_CLIENT    /* those of the client that the caller is */
};

/* What lists are ordered by where the first key is the same. */
enum { FURTHER_ORDERS = 2 };
struct further_order {
    int order; /* enum booking_order */
    bool descending;
};

struct booking_query {
    bool whole;        /* with what only some dialects show */
    uint64_t given;    /* enum booking_filter */
    int scope;         /* enum booking_scope */
    unsigned listings; /* a bit for each enum listing */
    const char *email, *name, *uid;
    struct numbers event_types;
    int64_t event_type;
    struct numbers teams;
    int64_t team;
    struct numbers users;
    int64_t scope_business, scope_team, scope_user; /* of the path; 0: not in it */
    struct instant start_from, end_until, start_before;
    struct instant recurring_after, recurring_before;
    unsigned statuses; /* a bit for each enum booking_status */
    int64_t link, client, host;
    const char *matter, *own_matter; /* asked for; the first one of the client who asks */
    /* of SCOPE_CLIENT: whether the client takes part in anything beside their own bookings. Most do
     * not, and their own an index has in order. */
    bool invited, had_seats;
    struct instant created_from, created_until;
    struct instant updated_from, updated_until;
    unsigned char walk[16];
    int sort_start, sort_end, sort_created, sort_updated; /* enum direction, 0: not asked */
    int order;                                            /* enum booking_order */
    bool descending;
    struct further_order further[FURTHER_ORDERS]; /* before the id; of plain lists */
    size_t further_count;
    bool unseated; /* only what has no seats */
    int64_t take, skip;
    int64_t page; /* of `take` rows, from 1 on, instead of `skip`; 0: not asked for */
    bool counted; /* the total is asked for: of plain pages */
    const char *cursor;
};

enum direction { DIRECTION_NONE, DIRECTION_ASCENDING, DIRECTION_DESCENDING };

struct booking_page {
    struct bookings bookings;
    int64_t total; /* only offset pages count */
    int64_t take, skip;
    const char *next_cursor; /* NULL: the last page */
};

/* What an operation on bookings shows: one booking, the bookings of a series by start, or a seat.
 */
struct booking_view {
    struct bookings bookings;
    bool series;
    const char *seat_uid;  /* whose seat it is about; NULL: nobody's */
    bool attendees_hidden; /* who else sits there is not for this caller: contract cal-v2 f.3 */
};

/* A page of a list, where one may also ask for all of it. */
struct paging {
    int64_t page;  /* from 1; 0: all of the list */
    int64_t limit; /* of a page */
    int64_t total; /* in all pages; the engine fills it for a page */
};

/* ---- making and changing ---- */

enum wish_given {
    WISH_EVENT_TYPE_ID = 1 << 0,
    WISH_LENGTH = 1 << 1,
    WISH_CANCEL_SUBSEQUENT = 1 << 2,
    WISH_SEAT = 1 << 3,
    WISH_REASON = 1 << 4,
    WISH_MEETING_URL = 1 << 5,
    WISH_RECURRENCE_COUNT = 1 << 6,
    WISH_INSTANT = 1 << 7
};

struct attendee_wish {
    const char *name, *email, *phone, *time_zone, *language;
};

struct booking_wish {
    uint64_t given; /* enum wish_given */
    struct event_type_name event_type;
    const char *organization_slug;
    struct instant start;
    int64_t length_minutes;
    struct attendee_wish attendee;
    struct texts guests;
    struct json_object *location; /* an object or a text */
    const char *meeting_url;
    struct json_object *responses, *metadata, *routing;
    int64_t recurrence_count;
    bool instant;
    const char *verification_code;
    struct numbers host_subset;
};

struct cancel_wish {
    uint64_t given; /* enum wish_given */
    const char *uid;
    const char *uid_again; /* sent by some clients in the body; the path decides */
    const char *reason;
    const char *seat_uid;
    bool subsequent;
};

/* The uid of one thing, from the path. */
struct uid_wish {
    uint64_t given;
    const char *uid;
};

#endif
