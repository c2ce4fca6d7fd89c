/* routes.h - the map: every path of every dialect. SPDX-License-Identifier: MIT */
#ifndef ROUTES_H
#define ROUTES_H

#include "base/query.h"
#include "dialect/dialect.h"

struct route {
    const struct endpoint *endpoint;
    unsigned number; /* of the endpoint: for metrics */
    struct pairs in_path;
    const char *version_served; /* NULL: the dialect has no versions */
};

enum route_found { ROUTE_FOUND, ROUTE_NO_PATH, ROUTE_NO_METHOD };

/* Which endpoint answers. A version nobody knows gets the dialect's default, never a refusal (seed
 * 001). With ROUTE_NO_METHOD, route->endpoint is one of the path's, for its dialect. */
enum route_found route_find(struct arena *arena, const struct path *path, const char *method,
                            const char *(*header)(const void *request, const char *name),
                            const void *request, struct route *route);
/* The methods of a path as an Allow header has them; NULL when nothing is there. */
const char *route_methods(struct arena *arena, const struct path *path);
/* In whose words an unknown path is answered: by its prefix, or problem details. */
const struct dialect *dialect_of_path(const char *target);

/* The dialects by number; NULL past the last. */
const struct dialect *dialect_at(unsigned number);

/* All endpoints by number; NULL past the last. */
const struct endpoint *endpoint_at(unsigned number);
/* "GET /v2/bookings 2024-08-13", for metrics and logs; NULL past the last. */
const char *endpoint_name(unsigned number);

#endif
