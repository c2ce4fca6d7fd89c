/* claims.c - the minutes of hosts that are taken. SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "store/claims.h"
#include "store/placeholders.h"

struct claim {
    int64_t host;
    int64_t hour;
    uint64_t minutes;
    int count;
};

static int64_t floor_minutes(struct instant instant)
{
    int64_t minutes = instant.us / US_A_MINUTE;

    return instant.us % US_A_MINUTE < 0 ? minutes - 1 : minutes;
}

static int64_t ceiling_minutes(struct instant instant)
{
    return floor_minutes((struct instant){instant.us + US_A_MINUTE - 1});
}

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;

    return a < b ? -1 : a > b;
}

static struct numbers ascending(struct arena *arena, const struct numbers *hosts)
{
    struct numbers sorted = {TAKE_MANY(arena, hosts->count + 1, int64_t), hosts->count};

    memcpy(sorted.all, hosts->all, hosts->count * sizeof *sorted.all);
    qsort(sorted.all, sorted.count, sizeof *sorted.all, by_number);
    return sorted;
}

static struct claim claim_of_hour(int64_t host, int64_t hour, int64_t first, int64_t last)
{
    int64_t from = first > hour * 60 ? first - hour * 60 : 0;
    int64_t to = last < hour * 60 + 60 ? last - hour * 60 : 60;
    uint64_t mask = (UINT64_C(1) << (to - from)) - 1;

    return (struct claim){host, hour, mask << from, (int)(to - from)};
}

/* Every host and hour that the interval touches, hosts ascending. Before 1970 nothing can be
 * claimed. */
static struct list claims_of(struct arena *arena, const struct numbers *hosts, struct instant start,
                             struct instant end)
{
    struct numbers sorted = ascending(arena, hosts);
    int64_t first = floor_minutes(start);
    int64_t last = ceiling_minutes(end);

    if (first < 0)
        first = 0;
    if (last <= first)
        return (struct list){0};
    size_t hours = (size_t)((last - 1) / 60 - first / 60 + 1);
    struct claim *claims = TAKE_MANY(arena, hours * sorted.count, struct claim);
    size_t count = 0;
    for (size_t i = 0; i < sorted.count; i++)
        for (int64_t hour = first / 60; hour <= (last - 1) / 60; hour++)
            claims[count++] = claim_of_hour(sorted.all[i], hour, first, last);
    return (struct list){claims, count};
}

static struct fail take_some(struct store *store, int64_t business_id, const struct claim *claims,
                             size_t count)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(
        &sql, "INSERT INTO host_hour (business_id, host_id, hour, minutes, claimed) VALUES ");
    for (size_t i = 0; i < count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?)" : ",(?,?,?,?,?)");
        placeholders_value(&sql, v_number(business_id));
        placeholders_value(&sql, v_number(claims[i].host));
        placeholders_value(&sql, v_number(claims[i].hour));
        placeholders_value(&sql, v_number((int64_t)claims[i].minutes));
        placeholders_value(&sql, v_number(claims[i].count));
    }
    placeholders_text(&sql, " ON DUPLICATE KEY UPDATE minutes = minutes | VALUES(minutes),"
                            " claimed = claimed + VALUES(claimed)");
    struct fail fail = store_change(store, "take claims", placeholders_sql(&sql),
                                    placeholders_values(&sql), NULL, NULL);
    if (refused_by(fail, REFUSED, "one_booking_a_minute"))
        fail.code = SLOT_TAKEN;
    return fail;
}

static struct fail give_back(struct store *store, int64_t business_id, const struct claim *claims,
                             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct value mask = v_number((int64_t)claims[i].minutes);
        int64_t affected = 0;
        struct fail fail =
            store_change(store, "release claims",
                         "UPDATE host_hour SET minutes = minutes & ~?, claimed = claimed - ?"
                         " WHERE business_id = ? AND host_id = ? AND hour = ?",
                         VALUES(mask, v_number(claims[i].count), v_number(business_id),
                                v_number(claims[i].host), v_number(claims[i].hour)),
                         &affected, NULL);

        if (fail.code == REFUSED || (!FAILED(fail) && affected != 1))
            return (struct fail){.code = OURSELVES,
                                 .trouble = "a claim was released that nobody holds"};
        TRY(fail);
    }
    return NO_FAIL;
}

struct fail claims_take(struct store *store, int64_t business_id, const struct numbers *hosts,
                        struct instant start, struct instant end)
{
    struct list list = claims_of(store_arena(store), hosts, start, end);
    const struct claim *claims = list.items;

    for (size_t done = 0; done < list.count; done += CLAIM_ROWS) {
        size_t left = list.count - done;
        struct fail fail =
            take_some(store, business_id, claims + done, left < CLAIM_ROWS ? left : CLAIM_ROWS);

        if (fail.code == SLOT_TAKEN)
            TRY(give_back(store, business_id, claims, done));
        TRY(fail);
    }
    return NO_FAIL;
}

struct fail claims_release(struct store *store, int64_t business_id, const struct numbers *hosts,
                           struct instant start, struct instant end)
{
    struct list list = claims_of(store_arena(store), hosts, start, end);

    return give_back(store, business_id, list.items, list.count);
}
