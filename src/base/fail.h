/* fail.h - what can go wrong, in nobody's dialect. SPDX-License-Identifier: MIT
 *
 * A fail is a value, returned by the function that met it, with texts in the request's arena.
 * `field` and `detail` help a dialect to say its sentence; `trouble` is for the log only, so that
 * texts of the database never reach a client. A dialect has one table from code to status and
 * words. */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include <stddef.h>

#include "base/when.h"

enum fail_code {
    FINE = 0,
    /* the request */
    MALFORMED,  /* parameters or body fields; complaints tell which */
    BAD_JSON,   /* detail: what the scan saw */
    BAD_TARGET, /* path or query that can not be read */
    BAD_CURSOR, /* detail: why */
    BAD_RANGE,  /* detail: why */
    TOO_LARGE,  /* the body */
    NOT_JSON,   /* content type */
    NO_ROUTE,
    NO_METHOD,
    /* who asks */
    NO_TOKEN,
    INCOMPLETE_CLIENT, /* a client id without its secret, or the other way round: field names the
                          one missing */
    BAD_KEY,           /* an API key nobody has */
    BAD_TOKEN,         /* any other credential nobody has */
    EXPIRED_KEY,
    EXPIRED_TOKEN,
    REVOKED,
    NO_SCOPE,       /* field: the scope */
    WRONG_TOKEN,    /* a known credential of a kind that may not */
    OTHER_BUSINESS, /* one is named that is not the credential's */
    TOO_OFTEN,      /* the caller is over a limit of requests a minute */
    /* what is asked for */
    NO_BOOKING,    /* detail: the uid asked for */
    NO_EVENT_TYPE, /* detail: the id, slug and whose */
    NO_SLOTS_TYPE, /* the same, asked for its slots */
    NO_SUCH_TYPES, /* a filter names event types of which none exists */
    EVENT_TYPE_UNNAMED,
    EVENT_TYPE_MANAGED,
    EVENT_TYPE_OF_A_KIND, /* detail: which kind can not be booked this way */
    EVENT_TYPE_WITHOUT_HOSTS,
    NEEDS_AUTHENTICATION,
    NOT_ALLOWED,    /* detail: what */
    NO_PERMISSION,  /* detail: to do what with a booking of others */
    NOT_OWNER,      /* of the booking */
    WITHOUT_TYPE,   /* a booking whose event type is gone; detail: its uid */
    NO_WEBHOOK,     /* detail: the id asked for */
    WEBHOOK_TWICE,  /* detail: whose */
    URL_WRONG,      /* no absolute URL of http or https */
    NO_CONTACT,     /* an attendee with neither mail address nor telephone */
    ANSWER_MISSING, /* field: which question */
    ANSWER_WRONG,   /* field; detail: the expected */
    OPTION_WRONG,   /* field; detail: the allowed */
    LENGTH_WRONG,   /* detail: the allowed lengths */
    LOCATION_WRONG, /* detail */
    METADATA_WRONG, /* detail */
    /* time */
    SLOT_TAKEN,
    HOSTS_TAKEN, /* of a team */
    HOLD_FULL,   /* a slot without seats left can not be held */
    HOLD_WITHOUT_HOSTS,
    HOLD_ON_BOOKED, /* a slot that is booked can not be held */
    SLOT_HELD,      /* by a reservation */
    NO_HOLD,        /* detail: the uid asked for */
    HOLD_NEEDS_AUTHENTICATION,
    HOST_CLOSED, /* outside the host's hours, or off the grid */
    IN_THE_PAST,
    TOO_SOON, /* inside the minimum notice */
    TOO_FAR,  /* beyond the booking window */
    BOOKER_LIMIT,
    BOOKER_LIMIT_MOVES,   /* detail: the uid of a booking that can be moved instead */
    LIMIT_REACHED,        /* detail: day, week, month or year */
    TOO_MANY_OCCURRENCES, /* detail: the most */
    NO_SEATS,
    SIGNED_UP_BEFORE, /* the same person in the same seated slot */
    SEAT_UNNAMED,     /* a seated booking can only be changed seat by seat */
    NO_SEAT,          /* detail: the uid asked for */
    /* states */
    CANCELLED_BEFORE,   /* detail: the uid */
    SEAT_OF_STRANGER,   /* a seated booking, without the seat's uid, by who does not host it */
    SERIES_HAS_NO_REST, /* the rest of a series is asked for with the uid of the series */
    MOVED_BEFORE,       /* detail: the uid it was moved to */
    CONFIRMED_BEFORE,
    NOT_PENDING, /* detail: its status */
    MOVING_DISABLED,
    MOVE_CANCELLED,  /* detail: the uid */
    MOVE_ENDED,      /* detail: the uid of one that is over and settled */
    MOVE_TOO_SOON,   /* to a start inside the minimum notice */
    NOT_HOST,        /* of the booking, nor a leader of its team */
    NOT_ROUND_ROBIN, /* the event type, or the host named */
    NO_OTHER_HOST,
    NO_ATTENDEE,      /* detail: the id or address */
    PRIMARY_ATTENDEE, /* can not be removed */
    GUEST_TWICE,      /* detail: the address */
    TOO_MANY_GUESTS,
    NO_SEAT_BOOKING, /* detail: the seat's uid */
    GUESTS_DISABLED,
    NOT_STARTED, /* detail: both times */
    CANCELLING_DISABLED,
    REASON_MISSING,
    ENDED,
    /* what is managed */
    SETTING_WRONG,   /* detail: a sentence */
    NAME_TAKEN,      /* by another thing of the same owner */
    NO_SCHEDULE,     /* detail: which */
    LAST_SCHEDULE,   /* it can not be deleted */
    NO_TEAM,         /* detail: the id */
    NO_ORGANIZATION, /* detail: the id */
    NO_USER,         /* detail: the id */
    NO_SUCH_USERS,   /* a filter names users of whom none exists */
    FOREIGN_USERS,   /* or some who are not the caller's */
    NOT_LEADER,      /* detail: of what */
    /* the other sides */
    NO_CLIENT,         /* detail: the id */
    NO_STAFF,          /* detail: the id */
    NO_SERVICE,        /* detail: the id */
    NO_LINK,           /* detail: the id or slug */
    LINK_UNNAMED,      /* neither by id nor by slug */
    OFF_GRID,          /* a start that is open and not on the host's grid */
    NO_WAITLIST_ENTRY, /* detail: the id */
    NO_THING,          /* some other thing that is managed; detail: what, with its id */
    TIME_REVERSED,     /* an end that is not after its start */
    TIME_SKIPPED,      /* a wall time that does not exist that day; field */
    HOLIDAY,           /* detail: its name */
    LIST_TOO_LONG,     /* a list that nothing bounds has more than fits into one answer */
    ORIGIN_WRONG,      /* an address whose origin is not allowed */
    ROUTING_REJECTED,  /* detail: the rule's message */
    ANSWER_UNKNOWN,    /* an answer to no question; field */
    FORBIDDEN,         /* a known caller whose role may not */
    OF_ANOTHER,        /* of a colleague, under a personal agenda */
    CLIENT_UNKNOWN,    /* the token's client is not of the business that is asked for */
    BAD_TRANSITION,    /* of states */
    NO_CLASS,          /* no such date of an event type with seats; detail: the uid asked for */
    CLASS_NOT_FULL,    /* so nobody waits for it */
    CLIENT_UNNAMED,    /* whose it shall be is not said, and the caller is no client */
    NOT_THE_CLIENT,    /* another client is named than the caller is */
    RSVP_WRONG,        /* no word for what a client says of coming */
    SIGN_IN_WRONG,     /* address or password */
    SIGN_IN_TOO_OFTEN, /* detail: seconds to wait */
    TOKEN_USED,        /* a single-use token that is used or over */
    CSRF_MISSING,      /* a change with a cookie and without its token */
    NO_DIALECT,        /* a description of an interface that we do not speak */
    /* retries */
    KEY_REUSED,  /* an idempotency key with another body */
    KEY_RUNNING, /* its first request is not done */
    KEY_BAD,     /* empty or too long */
    /* the world */
    BUSY,           /* deadlock, lock wait: run the whole operation again */
    LOST,           /* the connection, before commit */
    UNCERTAIN,      /* the connection, during commit */
    UNAVAILABLE,    /* the database is away, full or read only */
    TOO_SLOW,       /* a statement hit its time limit */
    DUPLICATE,      /* a unique key; detail: its name */
    REFUSED,        /* a CHECK; detail: its name */
    DECLARED_WRONG, /* `slotd apply`: detail tells where and why */
    OURSELVES,      /* our bug */
    FAIL__COUNT
};

struct complaints;

/* What has the time that was asked for. */
struct taken {
    struct instant start, end;
    const char *time_zone; /* of the business */
};

struct fail {
    enum fail_code code;
    const char *field;
    const char *detail;
    const char *trouble;
    const struct complaints *complaints; /* with MALFORMED; see param.h */
    const struct taken *taken;           /* with SLOT_TAKEN at the desk; NULL: unknown */
};

#define NO_FAIL         ((struct fail){.code = FINE})
#define FAIL(code_)     ((struct fail){.code = (code_)})
#define FAILED(fail_)   ((fail_).code != FINE)
#define MUST_BE_CHECKED __attribute__((warn_unused_result))

/* Returns from the function when the expression fails. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        struct fail try_fail_ = (expression);                                                      \
        if (FAILED(try_fail_))                                                                     \
            return try_fail_;                                                                      \
    } while (0)

/* A code as a word, for logs: "slot_taken". Never NULL. */
const char *fail_word(enum fail_code code);

#endif
