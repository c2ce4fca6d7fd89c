/* openings.h - what is free, by service and by member of staff. SPDX-License-Identifier: MIT
 *
 * The same starts that engine/slots.h offers, for several services at once and told apart by who
 * would take them. Source: contract vcita 3. */
#ifndef ENGINE_OPENINGS_H
#define ENGINE_OPENINGS_H

#include "base/zone.h"
#include "engine/work.h"

enum openings_given {
    OPENINGS_ZONE = 1 << 0,
    OPENINGS_KIND = 1 << 1,
    OPENINGS_SERVICES = 1 << 2,
    OPENINGS_STAFF = 1 << 3,
    OPENINGS_SPARE = 1 << 4
};
enum openings_kind { OPENINGS_OF_APPOINTMENTS, OPENINGS_OF_CLASSES };
enum openings_order { OPENINGS_BY_DATE, OPENINGS_BY_STAFF };
enum { OPENINGS_DAYS_MOST = 31, OPENINGS_SERVICES_MOST = 50 };

struct openings_wish {
    uint64_t given;           /* enum openings_given */
    const char *business_uid; /* needed where nobody is known who asks */
    const char *service_uid;  /* one, of a path */
    struct texts service_uids, staff_uids;
    struct day first, last; /* both included, on the wall of the zone */
    const char *zone;       /* UTC unless given */
    int kind;               /* enum openings_kind; both unless given */
    int order;              /* enum openings_order */
    const char *spare; /* a booking that does not stand in the way, because it is to be moved */
};

struct opening {
    const char *staff_uid, *service_uid;
    const char *class_uid; /* NULL: an appointment */
    struct instant start;
    int64_t minutes;
    int64_t spots_total, spots_open;
};
struct openings {
    struct opening *all; /* by start or by staff and start */
    size_t count;
    const struct zone *zone;
    int order;
};

/* BAD_RANGE: more than 31 days, the last before the first, or more services than can be looked at
 * at once. NO_SERVICE and NO_STAFF for what is named and not there; OTHER_BUSINESS. */
struct fail openings_find(struct work *work, const struct openings_wish *wish,
                          struct openings *openings) MUST_BE_CHECKED;

#endif
