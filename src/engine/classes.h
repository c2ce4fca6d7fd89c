/* classes.h - the dates of an event type with seats, whether or not somebody has one yet.
 * SPDX-License-Identifier: MIT
 *
 * A class is known by a uid made from its event type and its start: the letter c, the event type's
 * id as seven digits of base 36 and the minutes since 1970 as eight. So it exists before anybody is
 * registered, and has the same uid afterwards. Whether there is such a class is asked of what is on
 * offer and of what is booked (contract vcita 3: event_instance_id). */
#ifndef ENGINE_CLASSES_H
#define ENGINE_CLASSES_H

#include "base/zone.h"
#include "engine/work.h"
#include "store/facts.h"

enum { CLASS_UID_ROOM = 17 };

void class_uid_write(char out[CLASS_UID_ROOM], int64_t event_type_id, struct instant start);
/* False for what no class can be called. */
bool class_uid_read(const char *uid, int64_t *event_type_id, struct instant *start);

struct event_class {
    struct event_type type;
    const char *uid, *title;
    struct instant start, end;
    int64_t seats, taken;
    int status;             /* enum booking_status */
    bool booked;            /* somebody has a seat, or had one */
    bool offered;           /* a seat can be booked as things stand */
    struct booking booking; /* of one that is booked */
    const char *host_uid, *host_name;
    struct type_facts service;
    const struct zone *zone; /* of the business */
    const char *currency;
};
/* NO_CLASS: there is none, neither booked nor on offer. */
struct fail class_find(struct work *work, const char *uid,
                       struct event_class *found) MUST_BE_CHECKED;

struct class_wish {
    uint64_t given;
    const char *business_uid, *uid;
};
/* OTHER_BUSINESS, NO_CLASS. */
struct fail class_show(struct work *work, const struct class_wish *wish,
                       struct event_class *found) MUST_BE_CHECKED;

#endif
