/* throttle.c - the limits a request stands under. Source: contract cal-v2 j.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "front/rate.h"
#include "front/throttle.h"
#include "front/watch.h"

/* By whose name the headers end, and where the configuration has the limit. */
static const struct {
    const char *suffix;
    size_t offset; /* of those beside all: in struct conf */
} limits[RATE__COUNT] = {
    [RATE_OF_ALL] = {"Default", 0},
    [RATE_OF_GUESTS] = {"Guests", AT(struct conf, rate.guests, int)},
    [RATE_OF_ATTENDEES] = {"Attendees", AT(struct conf, rate.attendees, int)},
    [RATE_OF_LOCATION] = {"Location", AT(struct conf, rate.location, int)},
};

enum { NETWORK_BYTES = 8 };

static int64_t limit_of_kind(const struct conf *conf, int kind)
{
    switch (kind) {
    case TOKEN_NOBODY:
        return conf->rate.anonymous;
    case TOKEN_CAL_MANAGED:
    case TOKEN_CAL_OAUTH:
    case TOKEN_STAFF_SESSION:
        return conf->rate.access_token;
    default:
        return conf->rate.api_key;
    }
}

static int64_t limit_of_all(const struct conf *conf, const struct caller *caller)
{
    bool own = caller->kind != TOKEN_NOBODY && caller->rate_limit >= 0;

    return own ? caller->rate_limit : limit_of_kind(conf, caller->kind);
}

/* A key with more requests than its kind may also add more guests, in proportion. */
static int64_t limit_beside(const struct conf *conf, const struct caller *caller,
                            enum endpoint_rate rate)
{
    int64_t usual = limit_of_kind(conf, caller->kind);
    int64_t own = limit_of_all(conf, caller);
    int64_t limit = *(const int *)(const void *)((const char *)conf + limits[rate].offset);

    if (limit == 0 || own == 0 || usual == 0 || own <= usual)
        return own == 0 ? 0 : limit;
    return limit * own / usual;
}

const char *network_of(struct arena *arena, const char *address)
{
    struct in6_addr six;
    char shown[INET6_ADDRSTRLEN];

    if (inet_pton(AF_INET6, address, &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six))
        return address;
    memset(six.s6_addr + NETWORK_BYTES, 0, sizeof six.s6_addr - NETWORK_BYTES);
    return arena_text(arena, inet_ntop(AF_INET6, &six, shown, sizeof shown));
}

static const char *who(const struct request *request, const struct caller *caller)
{
    if (caller->kind == TOKEN_NOBODY)
        return arena_format(request->arena, "address %s",
                            network_of(request->arena, request->remote_address));
    return arena_format(request->arena, "token %lld %lld", (long long)caller->business_id,
                        (long long)caller->token_id);
}

static void tell(struct reply *reply, struct arena *arena, const char *what, const char *suffix,
                 int64_t number)
{
    reply_header(reply, arena_format(arena, "X-RateLimit-%s-%s", what, suffix),
                 arena_format(arena, "%lld", (long long)number));
}

static struct fail count(const char *counted, int64_t limit, const char *suffix,
                         struct arena *arena, struct reply *reply)
{
    struct rate rate = rate_count(counted, strlen(counted), limit, watch_now());

    if (!rate.counted)
        return NO_FAIL;
    tell(reply, arena, "Limit", suffix, rate.limit);
    tell(reply, arena, "Remaining", suffix, rate.remaining);
    tell(reply, arena, "Reset", suffix, rate.reset_s);
    if (!rate.refused)
        return NO_FAIL;
    reply_header(reply, "Retry-After", arena_format(arena, "%lld", (long long)rate.reset_s));
    return FAIL(TOO_OFTEN);
}

struct fail throttle(const struct conf *conf, const struct request *request,
                     const struct endpoint *endpoint, const struct caller *caller,
                     struct reply *reply)
{
    struct arena *arena = request->arena;
    enum endpoint_rate rate = endpoint->rate;

    if (!endpoint->dialect->limited)
        return NO_FAIL;
    const char *counted = who(request, caller);
    TRY(count(counted, limit_of_all(conf, caller), limits[RATE_OF_ALL].suffix, arena, reply));
    if (rate == RATE_OF_ALL)
        return NO_FAIL;
    /* adding and removing are counted each for itself */
    counted = arena_format(arena, "%s %s %s", limits[rate].suffix, endpoint->method, counted);
    return count(counted, limit_beside(conf, caller, rate), limits[rate].suffix, arena, reply);
}
