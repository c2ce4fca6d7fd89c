/* rate.c - how often somebody asks, counted in memory that all processes share.
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <sys/mman.h>

#include <xxhash.h>

#include "base/uid.h"
#include "front/rate.h"

enum {
    PLACES = 1 << 16,
    REACH = 16, /* places somebody may be found in */
    MINUTE_MS = 60000,
    SECRET_ROOM = 192,
    COUNT_BITS = 23,
};

/* `state` is one word, so that one exchange changes all of it: when the window or the block began,
 * whether it is a block, and the requests counted. 0: nothing was counted yet. */
struct place {
    _Atomic uint64_t who; /* 0: nobody */
    _Atomic uint64_t state;
};

struct board {
    unsigned char secret[SECRET_ROOM]; /* so that nobody can choose whose place to share */
    struct place places[PLACES];
};

struct window {
    int64_t since_ms;
    bool blocked;
    int64_t count;
};

_Static_assert(RATE_LIMIT_MOST < 1 << COUNT_BITS, "the count has room");

static struct board *board;

static uint64_t packed(const struct window *window)
{
    return (uint64_t)window->since_ms << (COUNT_BITS + 1) |
           (uint64_t)window->blocked << COUNT_BITS | (uint64_t)window->count;
}

static struct window unpacked(uint64_t state)
{
    return (struct window){.since_ms = (int64_t)(state >> (COUNT_BITS + 1)),
                           .blocked = state >> COUNT_BITS & 1,
                           .count = (int64_t)(state & ((1U << COUNT_BITS) - 1))};
}

/* A process that looked at the clock earlier may come later. */
static int64_t age_ms(uint64_t state, int64_t now_ms)
{
    int64_t age = now_ms - unpacked(state).since_ms;

    return age < 0 ? 0 : age;
}

static bool is_over(uint64_t state, int64_t now_ms)
{
    return state == 0 || age_ms(state, now_ms) >= MINUTE_MS;
}

/* ---- places ---- */

static struct place *in_reach(uint64_t who, unsigned step)
{
    return &board->places[(who + step) % PLACES];
}

static struct place *place_of(uint64_t who)
{
    for (unsigned step = 0; step < REACH; step++)
        if (atomic_load(&in_reach(who, step)->who) == who)
            return in_reach(who, step);
    return NULL;
}

/* The first whose minute is over, else the oldest; *seen is its state. */
static struct place *place_to_take(uint64_t who, int64_t now_ms, uint64_t *seen)
{
    struct place *oldest = in_reach(who, 0);

    *seen = atomic_load(&oldest->state);
    for (unsigned step = 1; step < REACH && !is_over(*seen, now_ms); step++) {
        struct place *place = in_reach(who, step);
        uint64_t state = atomic_load(&place->state);

        if (age_ms(state, now_ms) > age_ms(*seen, now_ms)) {
            oldest = place;
            *seen = state;
        }
    }
    return oldest;
}

/* Looks again after taking: if another process has taken a place for the same one meanwhile, both
 * settle on the first. What others have counted since the place was taken stays, and nobody else
 * takes it for one of the past. */
static struct place *settle(uint64_t who, int64_t now_ms)
{
    struct place *place;

    while ((place = place_of(who)) == NULL) {
        uint64_t seen;
        struct place *taken = place_to_take(who, now_ms, &seen);
        uint64_t before = atomic_load(&taken->who);

        if (before != who && atomic_compare_exchange_strong(&taken->who, &before, who))
            (void)atomic_compare_exchange_strong(&taken->state, &seen,
                                                 packed(&(struct window){.since_ms = now_ms}));
    }
    return place;
}

/* ---- counting ---- */

static struct window next_window(uint64_t state, int64_t limit, int64_t now_ms, bool *refused)
{
    struct window window = unpacked(state);

    *refused = false;
    if (is_over(state, now_ms))
        return (struct window){.since_ms = now_ms, .count = 1};
    if (window.blocked || window.count >= limit) {
        *refused = true;
        if (!window.blocked)
            window = (struct window){.since_ms = now_ms, .blocked = true};
        return window;
    }
    window.count++;
    return window;
}

static struct window count_in(struct place *place, int64_t limit, int64_t now_ms, bool *refused)
{
    uint64_t state = atomic_load(&place->state);
    struct window window;

    do {
        window = next_window(state, limit, now_ms, refused);
    } while (!atomic_compare_exchange_weak(&place->state, &state, packed(&window)));
    return window;
}

static uint64_t hashed(const void *who, size_t length)
{
    uint64_t hash = XXH3_64bits_withSecret(who, length, board->secret, sizeof board->secret);

    return hash == 0 ? 1 : hash;
}

static int64_t seconds_left(const struct window *window, int64_t now_ms)
{
    int64_t left = MINUTE_MS - age_ms(packed(window), now_ms);

    return left <= 1000 ? 1 : (left + 999) / 1000;
}

struct rate rate_count(const void *who, size_t length, int64_t limit, int64_t now_us)
{
    int64_t now_ms = now_us / 1000;

    if (board == NULL || limit <= 0)
        return (struct rate){.counted = false};
    limit = limit > RATE_LIMIT_MOST ? RATE_LIMIT_MOST : limit;
    struct rate rate = {.counted = true, .limit = limit};
    struct window window =
        count_in(settle(hashed(who, length), now_ms), limit, now_ms, &rate.refused);
    rate.remaining = rate.refused || window.count >= limit ? 0 : limit - window.count;
    rate.reset_s = seconds_left(&window, now_ms);
    return rate;
}

bool rate_open(void)
{
    void *memory;

    rate_close();
    memory = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return false;
    board = memory;
    uid_random_bytes(board->secret, sizeof board->secret);
    return true;
}

void rate_close(void)
{
    if (board != NULL)
        (void)munmap(board, sizeof *board);
    board = NULL;
}
