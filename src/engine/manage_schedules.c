/* manage_schedules.c - schedules as their owners manage them. SPDX-License-Identifier: MIT */
#include "engine/manage_schedules.h"

static const struct schedule_window working_hours[] = {{0, 0x1f, 9 * 60, 17 * 60}};

static struct fail all_own(struct work *work, struct list *schedules)
{
    return schedules_of_user(work->store, work->caller->business_id, work->caller->user_id,
                             schedules);
}

static struct fail no_schedule(struct work *work, int64_t id)
{
    return (struct fail){.code = NO_SCHEDULE,
                         .detail = arena_format(work->arena, "with id %lld", (long long)id)};
}

/* NULL: not the caller's. */
static const struct schedule *with_id(const struct list *schedules, int64_t id)
{
    const struct schedule *all = schedules->items;

    for (size_t i = 0; i < schedules->count; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

static const struct schedule *default_of(const struct list *schedules)
{
    const struct schedule *all = schedules->items;

    for (size_t i = 0; i < schedules->count; i++)
        if (all[i].standard)
            return &all[i];
    return NULL;
}

struct fail list_schedules(struct work *work, const void *nothing, struct list *schedules)
{
    (void)nothing;
    return all_own(work, schedules);
}

struct fail show_default_schedule(struct work *work, const void *nothing, struct schedule *schedule)
{
    struct list schedules;

    (void)nothing;
    TRY(all_own(work, &schedules));
    const struct schedule *found = default_of(&schedules);
    if (found == NULL)
        return (struct fail){.code = NO_SCHEDULE, .detail = "by default"};
    *schedule = *found;
    return NO_FAIL;
}

struct fail show_schedule(struct work *work, const struct schedule_wish *wish,
                          struct schedule *schedule)
{
    struct list schedules;

    TRY(all_own(work, &schedules));
    const struct schedule *found = with_id(&schedules, wish->id);
    if (found == NULL)
        return no_schedule(work, wish->id);
    *schedule = *found;
    return NO_FAIL;
}

/* ---- changes ---- */

static struct fail settle_windows(struct work *work, const struct schedule_wish *wish,
                                  struct schedule *schedule)
{
    const struct window_hours *asked = wish->windows.items;
    struct schedule_window *all =
        TAKE_MANY(work->arena, wish->windows.count + 1, struct schedule_window);

    for (size_t i = 0; i < wish->windows.count; i++) {
        if (asked[i].days == 0)
            return (struct fail){.code = BAD_RANGE, .detail = "availability needs its days"};
        if (asked[i].start >= asked[i].end)
            return (struct fail){.code = BAD_RANGE, .detail = "availability starts before it ends"};
        all[i] = (struct schedule_window){0, asked[i].days, asked[i].start, asked[i].end};
    }
    schedule->windows = (struct list){all, wish->windows.count};
    return NO_FAIL;
}

static struct fail settle_overrides(struct work *work, const struct schedule_wish *wish,
                                    struct schedule *schedule)
{
    const struct override_hours *asked = wish->overrides.items;
    struct schedule_override *all =
        TAKE_MANY(work->arena, wish->overrides.count + 1, struct schedule_override);

    for (size_t i = 0; i < wish->overrides.count; i++) {
        bool closed = asked[i].start == 0 && asked[i].end == 0;

        if (!closed && asked[i].start >= asked[i].end)
            return (struct fail){.code = BAD_RANGE, .detail = "an override starts before it ends"};
        all[i] = (struct schedule_override){0, asked[i].date, asked[i].start, asked[i].end};
    }
    schedule->overrides = (struct list){all, wish->overrides.count};
    return NO_FAIL;
}

static struct fail settle(struct work *work, const struct schedule_wish *wish,
                          struct schedule *schedule)
{
    if (wish->given & SCHEDULE_NAME)
        schedule->name = wish->name;
    if (wish->given & SCHEDULE_ZONE)
        schedule->time_zone = wish->time_zone;
    if (wish->given & SCHEDULE_WINDOWS)
        TRY(settle_windows(work, wish, schedule));
    if (wish->given & SCHEDULE_OVERRIDES)
        TRY(settle_overrides(work, wish, schedule));
    return NO_FAIL;
}

static struct fail show_again(struct work *work, int64_t id, struct schedule *schedule)
{
    return show_schedule(work, &(struct schedule_wish){.id = id}, schedule);
}

struct fail create_schedule(struct work *work, const struct schedule_wish *wish,
                            struct schedule *schedule)
{
    const struct caller *caller = work->caller;
    struct schedule fresh = {
        .business_id = caller->business_id,
        .user_id = caller->user_id,
        .windows = {(void *)(uintptr_t)working_hours, COUNT(working_hours)},
    };
    struct list before;

    if (caller->user_id == 0)
        return FAIL(WRONG_TOKEN);
    TRY(schedules_lock(work->store, caller->business_id, caller->user_id));
    TRY(all_own(work, &before));
    TRY(settle(work, wish, &fresh));
    TRY(schedule_insert(work->store, &fresh));
    TRY(schedule_set_windows(work->store, &fresh));
    TRY(schedule_set_overrides(work->store, &fresh));
    if (wish->standard || default_of(&before) == NULL)
        TRY(schedule_set_default(work->store, &fresh));
    return show_again(work, fresh.id, schedule);
}

static struct fail own_schedule(struct work *work, int64_t id, struct list *all,
                                struct schedule *schedule)
{
    TRY(schedules_lock(work->store, work->caller->business_id, work->caller->user_id));
    TRY(all_own(work, all));
    const struct schedule *found = with_id(all, id);
    if (found == NULL)
        return no_schedule(work, id);
    *schedule = *found;
    return NO_FAIL;
}

struct fail change_schedule(struct work *work, const struct schedule_wish *wish,
                            struct schedule *schedule)
{
    struct schedule changed;
    struct list all;

    TRY(own_schedule(work, wish->id, &all, &changed));
    TRY(settle(work, wish, &changed));
    TRY(schedule_set(work->store, &changed));
    if (wish->given & SCHEDULE_WINDOWS)
        TRY(schedule_set_windows(work->store, &changed));
    if (wish->given & SCHEDULE_OVERRIDES)
        TRY(schedule_set_overrides(work->store, &changed));
    if (wish->standard)
        TRY(schedule_set_default(work->store, &changed));
    return show_again(work, wish->id, schedule);
}

struct fail delete_schedule(struct work *work, const struct schedule_wish *wish,
                            struct schedule *schedule)
{
    struct list all;

    TRY(own_schedule(work, wish->id, &all, schedule));
    if (all.count == 1)
        return FAIL(LAST_SCHEDULE);
    const struct schedule *first = all.items;
    if (schedule->standard)
        TRY(schedule_set_default(work->store, first->id == schedule->id ? first + 1 : first));
    return schedule_delete(work->store, schedule);
}
