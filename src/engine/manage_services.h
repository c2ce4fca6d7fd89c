/* manage_services.h - services: event types as a salon manages them. SPDX-License-Identifier: MIT
 *
 * A service is an event type: what one member of staff gives is theirs, what several give is a
 * team's, who take turns. The same services are event types to the other dialects. */
#ifndef ENGINE_MANAGE_SERVICES_H
#define ENGINE_MANAGE_SERVICES_H

#include "engine/manage_types.h"
#include "engine/paging.h"
#include "store/services.h"

enum service_given { SERVICE_ACTIVE = 1 << TYPE__BITS, SERVICE_STAFF = 1 << (TYPE__BITS + 1) };
struct service_wish {
    uint64_t given; /* enum type_given and service_given */
    struct type_wish type;
    bool active;
    struct numbers staff_ids;
    int64_t staff_id;   /* of a list: only what this member of staff gives; 0: all */
    bool with_inactive; /* of a list */
    struct paging paging;
};

/* struct service, by name; only active ones unless all are asked for. */
struct fail list_services(struct work *work, const struct service_wish *wish,
                          struct listed *services) MUST_BE_CHECKED;
/* NO_THING. */
struct fail show_service(struct work *work, const struct service_wish *wish,
                         struct service *service) MUST_BE_CHECKED;
/* NO_STAFF, SETTING_WRONG. Inside a transaction, as what follows. */
struct fail create_service(struct work *work, const struct service_wish *wish,
                           struct service *service) MUST_BE_CHECKED;
/* Bookings that are there keep their time and their host. */
struct fail change_service(struct work *work, const struct service_wish *wish,
                           struct service *service) MUST_BE_CHECKED;
/* It stays for the bookings that name it. */
struct fail delete_service(struct work *work, const struct service_wish *wish,
                           struct service *service) MUST_BE_CHECKED;

#endif
