/* businesses.h - a business and how it wants things. SPDX-License-Identifier: MIT */
#ifndef STORE_BUSINESSES_H
#define STORE_BUSINESSES_H

#include "store/store.h"

struct business {
    int64_t id;
    const char *name, *time_zone;
    const char *currency; /* lower case */
    const char *settings; /* JSON: an object */
};

struct fail business_by_id(struct store *store, int64_t id, struct business *business,
                           bool *found) MUST_BE_CHECKED;
/* Which business is meant by who shows no credential: by its slug, or with a slug of NULL by the
 * host name of the request. */
struct fail business_named(struct store *store, const char *slug, const char *host_name,
                           int64_t *business_id, bool *found) MUST_BE_CHECKED;
/* As business_by_id(), and nobody else changes it before the transaction ends. */
struct fail business_lock(struct store *store, int64_t id, struct business *business,
                          bool *found) MUST_BE_CHECKED;
/* All members but the id, which says whose they are. */
struct fail business_set(struct store *store, const struct business *business) MUST_BE_CHECKED;

extern const struct statement *const business_statements[];

#endif
