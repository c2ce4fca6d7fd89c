/* routes.c - the map: every path of every dialect. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "dialect/appointments.h"
#include "dialect/cal.h"
#include "dialect/links.h"
#include "dialect/problem.h"
#include "dialect/vcita.h"
#include "routes.h"

static const struct {
    const struct dialect *dialect;
    const struct endpoint *endpoints;
    const size_t *count;
} dialects[] = {
    {&cal_dialect, cal_endpoints, &cal_endpoint_count},
    {&cal_dialect, cal_link_endpoints, &cal_link_endpoint_count},
    {&cal_dialect, cal_slot_endpoints, &cal_slot_endpoint_count},
    {&cal_dialect, cal_event_type_endpoints, &cal_event_type_endpoint_count},
    {&cal_dialect, cal_schedule_endpoints, &cal_schedule_endpoint_count},
    {&cal_dialect, cal_me_endpoints, &cal_me_endpoint_count},
    {&cal_dialect, cal_team_list_endpoints, &cal_team_list_endpoint_count},
    {&cal_dialect, cal_webhook_endpoints, &cal_webhook_endpoint_count},
    {&links_dialect, links_endpoints, &links_endpoint_count},
    {&appointments_dialect, appointments_sign_in_endpoints, &appointments_sign_in_endpoint_count},
    {&appointments_dialect, appointments_booking_endpoints, &appointments_booking_endpoint_count},
    {&appointments_dialect, appointments_settings_endpoints, &appointments_settings_endpoint_count},
    {&appointments_dialect, appointments_day_endpoints, &appointments_day_endpoint_count},
    {&appointments_dialect, appointments_staff_endpoints, &appointments_staff_endpoint_count},
    {&appointments_dialect, appointments_service_endpoints, &appointments_service_endpoint_count},
    {&appointments_dialect, appointments_client_endpoints, &appointments_client_endpoint_count},
    {&appointments_dialect, appointments_public_endpoints, &appointments_public_endpoint_count},
    {&vcita_dialect, vcita_endpoints, &vcita_endpoint_count},
    {&vcita_dialect, vcita_business_endpoints, &vcita_business_endpoint_count},
    {&vcita_dialect, vcita_availability_endpoints, &vcita_availability_endpoint_count},
};

/* Other spellings of the beginning of a path (contract cal-v2 b). */
static const struct {
    const char *from[2];
    const char *to;
} spellings[] = {
    {{"api", "v2"}, "v2"},
    {{"v2", "ee"}, "v2"},
};

static struct path respelled(const struct path *path)
{
    struct path plain = *path;

    for (size_t i = 0; i < COUNT(spellings); i++) {
        if (plain.count < 2 || strcmp(plain.parts[0], spellings[i].from[0]) != 0 ||
            strcmp(plain.parts[1], spellings[i].from[1]) != 0)
            continue;
        memmove(&plain.parts[1], &plain.parts[2], (size_t)(plain.count - 2) * sizeof *plain.parts);
        plain.parts[0] = spellings[i].to;
        plain.count--;
    }
    return plain;
}

/* Compares whole parts; a part that begins with ':' takes anything. */
static bool path_fits(const char *pattern, const struct path *path)
{
    int part = 0;

    for (; *pattern == '/'; part++) {
        const char *start = ++pattern;

        pattern += strcspn(pattern, "/");
        size_t length = (size_t)(pattern - start);
        if (part >= path->count)
            return false;
        if (*start != ':' &&
            (strlen(path->parts[part]) != length || memcmp(path->parts[part], start, length) != 0))
            return false;
    }
    return part == path->count;
}

static struct pairs values_in_path(struct arena *arena, const char *pattern,
                                   const struct path *path)
{
    struct pairs pairs = {TAKE_MANY(arena, PATH_PARTS, struct pair), 0};

    for (int part = 0; *pattern == '/' && part < path->count; part++) {
        const char *start = ++pattern;

        pattern += strcspn(pattern, "/");
        if (*start != ':')
            continue;
        pairs.all[pairs.count++] =
            (struct pair){.name = arena_bytes(arena, start + 1, (size_t)(pattern - start - 1)),
                          .value = path->parts[part],
                          .length = strlen(path->parts[part])};
    }
    return pairs;
}

static const char *version_wanted(const struct dialect *dialect, const char *sent)
{
    if (sent == NULL)
        return dialect->version_default;
    for (const struct version_name *alias = dialect->version_aliases; alias->sent != NULL; alias++)
        if (strcmp(alias->sent, sent) == 0)
            return alias->served;
    return sent;
}

/* An exact version beats the default, which beats whatever else the path has: a version nobody
 * knows is no reason to refuse (contract cal-v2 m). */
static int how_well(const struct endpoint *endpoint, const char *wanted)
{
    const struct dialect *dialect = endpoint->dialect;

    if (dialect->version_header == NULL || endpoint->version == NULL)
        return 1;
    if (strcmp(endpoint->version, wanted) == 0)
        return 3;
    return strcmp(endpoint->version, dialect->version_default) == 0 ? 2 : 1;
}

enum route_found route_find(struct arena *arena, const struct path *asked, const char *method,
                            const char *(*header)(const void *request, const char *name),
                            const void *request, struct route *route)
{
    struct path path = respelled(asked);
    enum route_found found = ROUTE_NO_PATH;
    const struct endpoint *endpoint;
    int best = 0;

    *route = (struct route){0};
    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (!path_fits(endpoint->path, &path))
            continue;
        if (strcmp(endpoint->method, method) != 0) {
            if (found == ROUTE_NO_PATH) {
                found = ROUTE_NO_METHOD;
                route->endpoint = endpoint;
            }
            continue;
        }
        const char *version = endpoint->dialect->version_header;
        int fits = how_well(
            endpoint,
            version == NULL ? NULL : version_wanted(endpoint->dialect, header(request, version)));
        if (fits <= best)
            continue;
        best = fits;
        found = ROUTE_FOUND;
        route->endpoint = endpoint;
        route->number = number;
        route->version_served = endpoint->version;
    }
    if (found == ROUTE_FOUND)
        route->in_path = values_in_path(arena, route->endpoint->path, &path);
    return found;
}

static bool listed(const char *methods, const char *method)
{
    const char *at = methods == NULL ? NULL : strstr(methods, method);

    return at != NULL;
}

const char *route_methods(struct arena *arena, const struct path *asked)
{
    struct path path = respelled(asked);
    const struct endpoint *endpoint;
    const char *methods = NULL;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (!path_fits(endpoint->path, &path) || listed(methods, endpoint->method))
            continue;
        methods =
            arena_format(arena, "%s%s%s%s", methods == NULL ? "OPTIONS" : methods, ", ",
                         endpoint->method, strcmp(endpoint->method, "GET") == 0 ? ", HEAD" : "");
    }
    return methods;
}

static bool is_below(const char *target, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(target, prefix, length) == 0 &&
           (target[length] == '\0' || target[length] == '/' || target[length] == '?');
}

/* The longest prefix decides: /api/v1 is another dialect's than /api. */
const struct dialect *dialect_of_path(const char *target)
{
    const struct dialect *found = &problem_dialect;
    size_t longest = 0;

    for (size_t i = 0; i < COUNT(dialects); i++)
        for (const char *const *prefix = dialects[i].dialect->prefixes; *prefix != NULL; prefix++)
            if (strlen(*prefix) > longest && is_below(target, *prefix)) {
                found = dialects[i].dialect;
                longest = strlen(*prefix);
            }
    return found;
}

/* Rows of one dialect stand together. */
const struct dialect *dialect_at(unsigned number)
{
    for (size_t i = 0; i < COUNT(dialects); i++)
        if ((i == 0 || dialects[i].dialect != dialects[i - 1].dialect) && number-- == 0)
            return dialects[i].dialect;
    return NULL;
}

const struct endpoint *endpoint_at(unsigned number)
{
    for (size_t i = 0; i < COUNT(dialects); i++) {
        if (number < *dialects[i].count)
            return &dialects[i].endpoints[number];
        number -= (unsigned)*dialects[i].count;
    }
    return NULL;
}

const char *endpoint_name(unsigned number)
{
    static char name[200];
    const struct endpoint *endpoint = endpoint_at(number);

    if (endpoint == NULL)
        return NULL;
    (void)snprintf(name, sizeof name, "%s %s%s%s", endpoint->method, endpoint->path,
                   endpoint->version == NULL ? "" : " ",
                   endpoint->version == NULL ? "" : endpoint->version);
    return name;
}
