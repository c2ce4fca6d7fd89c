/* enroll.h - a client gets an appointment or a place in a class, by themselves or at the desk.
 * SPDX-License-Identifier: MIT
 *
 * Clients are bound to what is on offer and to being themselves; staff book for any client, outside
 * of hours and without waiting for an answer, by engine/desk.h. Source: contract vcita 3. */
#ifndef ENGINE_ENROLL_H
#define ENGINE_ENROLL_H

#include <json-c/json_object.h>

#include "engine/item.h"

enum enroll_given {
    ENROLL_CLASS = 1 << 0,
    ENROLL_TIME_ZONE = 1 << 1,
};

/* One answer to a question of the service. */
struct enroll_answer {
    const char *slug;
    struct json_object *value;
};

struct enroll_others {
    const char *notes;
};
struct enroll_form {
    struct list fields, service_fields; /* struct enroll_answer */
    struct enroll_others others;
};

struct enroll_wish {
    uint64_t given; /* enum enroll_given */
    const char *business_uid;
    const char *class_uid; /* instead of service, staff and start */
    const char *service_uid, *staff_uid;
    struct instant start;
    const char *client_uid; /* NULL: who asks */
    const char *matter_uid;
    const char *time_zone; /* of the client; UTC unless given */
    const char *notes;
    struct enroll_form form;
};

/* OTHER_BUSINESS, CLIENT_UNKNOWN, CLIENT_UNNAMED, NOT_THE_CLIENT, NO_CLIENT, NO_SERVICE, NO_STAFF
 * (also one who does not give the service), NO_CLASS and those of engine/make.h and desk_book().
 * Inside a transaction. */
struct fail enroll(struct work *work, const struct enroll_wish *wish,
                   struct item *made) MUST_BE_CHECKED;

/* Who is meant: the client that the caller is, who may name nobody else, or the one that the staff
 * name. */
struct fail client_meant(struct work *work, const char *client_uid,
                         struct client *client) MUST_BE_CHECKED;

#endif
