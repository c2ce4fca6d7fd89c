/* dialect.h - a dialect and its endpoints, as rows. SPDX-License-Identifier: MIT
 *
 * A dialect is thin: tables that translate paths, parameters, fields, statuses and errors to and
 * from the engine's words. It holds no rule about bookings. */
#ifndef DIALECT_DIALECT_H
#define DIALECT_DIALECT_H

#include "base/param.h"
#include "base/shape.h"
#include "booking.h"
#include "engine/work.h"

struct endpoint;

/* What the words of an answer may be made from. */
struct exchange {
    struct arena *arena;
    const char *method;
    const char *target; /* as the client sent it, with the query */
    const char *request_id;
    struct instant now;
    const struct caller *caller;
};

struct version_name {
    const char *sent;   /* by the client */
    const char *served; /* a version of endpoints */
};

/* A shape under a name, for `slotd describe`. */
struct named_shape {
    const char *name;
    const struct shape *shape;
};

/* What a success carries, for the description of the interface: in the dialect's envelope, as
 * "data", unless that or this is bare. */
enum data_form {
    DATA_ONE,
    DATA_LIST,
    DATA_ONE_OR_LIST,
    DATA_ONE_OR_NULL,
    DATA_LIST_OR_PAGE /* an array, or an object with it as "items" and the dialect's page_members */
};
struct data {
    enum data_form form;
    const struct named_shape *shapes; /* of any of these; NULL at the end */
    const char *schema;               /* instead of shapes: as JSON */
    const char *beside;               /* members beside "data", as JSON schemas; NULL: none */
    const char *member;  /* "bookings": it is a member of an object under this name; NULL: itself */
    const char *members; /* beside that member in its object, as JSON schemas; NULL: none */
    bool bare;           /* the whole body, in no envelope */
};

struct dialect {
    const char *name;
    const char *title; /* for people; NULL: the dialect has no endpoints */
    int source;        /* enum source */
    const char *const
        *prefixes; /* of its paths, NULL at the end: whose words an unknown path gets */
    const char *version_header;  /* as FastCGI names it; NULL: the dialect has no versions */
    const char *version_reply;   /* the header that names the version served */
    const char *version_default; /* served where nothing fits better */
    const struct version_name *version_aliases; /* NULL at the end */
    const char *request_headers;                /* what browsers may send: CORS */
    const char *content_type_of_fails;
    const struct named_shape *shapes; /* NULL at the end */
    bool short_uids;                  /* of what is made: struct work */
    /* by which a directory says for which business it asks; NULL: the dialect has none */
    const char *behalf_header;
    bool limited;                /* requests a minute; answers tell of it */
    bool bare;                   /* a success is what it carries, without an envelope */
    const char *success_members; /* beside "data" in every success, as JSON schemas */
    const char *page_members;    /* beside "items" in a page, as JSON schemas; NULL: none */
    const char *fail_schema;     /* of every failure, as JSON */
    const char *credentials;     /* what is sent as a bearer, in words */
    /* a cookie that does instead, with the header that must come with it when something changes;
     * NULL: the dialect takes none */
    const char *cookie_name, *csrf_name;
    const char *csrf_header; /* the same as FastCGI names it */
    /* a second way to authenticate, of which half may be missing; NULL: the dialect has none */
    const char *client_id_header, *client_id_name;
    const char *client_secret_header, *client_secret_name;
    /* Writes the answer for a failure and returns its status. endpoint is NULL before one was
     * found. */
    int (*write_fail)(struct text *out, const struct exchange *exchange,
                      const struct endpoint *endpoint, const struct fail *fail);
};

enum endpoint_manner {
    ENDPOINT_CHANGES = 1 << 0, /* runs in a transaction */
    ENDPOINT_CREATES = 1 << 1, /* takes an Idempotency-Key */
    ENDPOINT_ADMIN = 1 << 2,   /* only for admins of the business */
    /* what is missing fails at once; the operation gets the other complaints and raises them in its
     * own order */
    ENDPOINT_COMPLAINS_LATER = 1 << 3
};

/* Which requests a minute are limited beside all of them. */
enum endpoint_rate {
    RATE_OF_ALL,
    RATE_OF_GUESTS,
    RATE_OF_ATTENDEES,
    RATE_OF_LOCATION,
    RATE__COUNT
};

#define BY_NOBODY          (1U << TOKEN_NOBODY)
#define BY_CAL             (1U << TOKEN_CAL_KEY | 1U << TOKEN_CAL_MANAGED | 1U << TOKEN_CAL_OAUTH)
#define BY_LINKS           (1U << TOKEN_LINKS_KEY)
#define BY_STAFF           (1U << TOKEN_STAFF_SESSION)
#define BY_VCITA_CLIENT    (1U << TOKEN_VCITA_CLIENT)
#define BY_VCITA_STAFF     (1U << TOKEN_VCITA_STAFF)
#define BY_VCITA_APP       (1U << TOKEN_VCITA_APP)
#define BY_VCITA_DIRECTORY (1U << TOKEN_VCITA_DIRECTORY)

struct endpoint {
    const char *method;
    const char *path;    /* "/v2/bookings/:bookingUid" */
    const char *version; /* NULL: whatever the client asks for */
    const struct dialect *dialect;
    unsigned callers;  /* bits of enum token_kind; with BY_NOBODY a credential is optional */
    const char *scope; /* that an OAuth token or a scoped key must hold; NULL: none */
    unsigned manner;   /* enum endpoint_manner */
    enum endpoint_rate rate;
    const struct params *in_path, *in_query, *in_body; /* fill one wish; NULL: nothing there */
    size_t wish_size, result_size;
    struct fail (*run)(struct work *work, const void *wish, void *result);
    void (*write)(struct text *out, const struct exchange *exchange, const void *result);
    int status; /* of success */
    /* instead, where it depends on what was done; NULL: it does not */
    int (*status_of)(const void *result);
    const struct data *data; /* NULL: not described */
    const char *summary;
};

#endif
