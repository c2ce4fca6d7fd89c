/* manage_shifts.c - when staff work: shifts of the week, and days off. SPDX-License-Identifier: MIT
 */
#include <stdlib.h>
#include <string.h>

#include "engine/manage_shifts.h"
#include "engine/manage_settings.h"
#include "engine/settings.h"
#include "store/manage_schedules.h"

enum { DAYS_A_WEEK = 7, SHIFTS_MOST = 100 };

static const struct shift_window working_hours[] = {
    {.weekdays = 0x1f, .start_minute = 9 * 60, .end_minute = 17 * 60}};

/* ---- windows and shifts ---- */

/* Bit 0 of a mask is Monday, day 0 of a shift is Sunday. */
static int64_t bit_of(int64_t weekday)
{
    return INT64_C(1) << ((weekday + DAYS_A_WEEK - 1) % DAYS_A_WEEK);
}

static int by_day(const void *left, const void *right)
{
    const struct shift *a = left;
    const struct shift *b = right;

    if (a->weekday != b->weekday)
        return a->weekday < b->weekday ? -1 : 1;
    return (a->start_minute > b->start_minute) - (a->start_minute < b->start_minute);
}

static struct shift *add_days(struct shift *at, const struct shift_window *window)
{
    for (int64_t day = 0; day < DAYS_A_WEEK; day++)
        if (window->weekdays & bit_of(day))
            *at++ = (struct shift){window->staff_id, day, window->start_minute, window->end_minute,
                                   window->time_zone};
    return at;
}

/* Each member of staff's windows stand together; within a week by day. */
static struct list shifts_of(struct work *work, const struct list *windows)
{
    const struct shift_window *window = windows->items;
    struct shift *all = TAKE_MANY(work->arena, DAYS_A_WEEK * windows->count + 1, struct shift);
    struct shift *end = all;

    for (size_t i = 0; i < windows->count;) {
        struct shift *week = end;
        int64_t staff_id = window[i].staff_id;

        for (; i < windows->count && window[i].staff_id == staff_id; i++)
            end = add_days(end, &window[i]);
        if (end > week)
            qsort(week, (size_t)(end - week), sizeof *week, by_day);
    }
    return (struct list){all, (size_t)(end - all)};
}

/* Days of the same hours share a window, as in a schedule that is written by hand. */
static struct list windows_of(struct work *work, const struct list *shifts)
{
    const struct shift *shift = shifts->items;
    struct schedule_window *all = TAKE_MANY(work->arena, shifts->count + 1, struct schedule_window);
    size_t count = 0;

    for (size_t i = 0; i < shifts->count; i++) {
        size_t at = 0;

        while (at < count && (all[at].start_minute != shift[i].start_minute ||
                              all[at].end_minute != shift[i].end_minute))
            at++;
        if (at == count)
            all[count++] =
                (struct schedule_window){0, 0, shift[i].start_minute, shift[i].end_minute};
        all[at].weekdays |= bit_of(shift[i].weekday);
    }
    return (struct list){all, count};
}

/* Sorts them by day. */
static struct fail check_week(struct work *work, const struct list *shifts)
{
    struct shift *all = shifts->items;

    if (shifts->count > SHIFTS_MOST)
        return setting_wrong(work, "a week has at most %d shifts", SHIFTS_MOST);
    if (shifts->count > 0)
        qsort(all, shifts->count, sizeof *all, by_day);
    for (size_t i = 0; i < shifts->count; i++) {
        if (all[i].start_minute >= all[i].end_minute)
            return setting_wrong(work, "a shift must end after it starts");
        if (i > 0 && all[i - 1].weekday == all[i].weekday &&
            all[i - 1].end_minute > all[i].start_minute)
            return setting_wrong(work, "shifts of a day must not overlap");
    }
    return NO_FAIL;
}

/* ---- lists ---- */

static struct fail list_of(struct work *work, int64_t staff_id, const struct paging *paging,
                           struct listed *shifts)
{
    struct list windows;

    TRY(shift_windows(work->store, work->caller->business_id, staff_id, &windows));
    shifts->items = shifts_of(work, &windows);
    paging_cut(shifts, paging, sizeof(struct shift));
    return NO_FAIL;
}

struct fail list_shifts(struct work *work, const struct shifts_wish *wish, struct listed *shifts)
{
    return list_of(work, wish->staff_id, &wish->paging, shifts);
}

/* ---- whose ---- */

static struct fail find_staff(struct work *work, int64_t id, struct staff *staff)
{
    bool found;

    TRY(staff_by_id(work->store, work->caller->business_id, id, staff, &found));
    return found ? NO_FAIL
                 : (struct fail){.code = NO_STAFF,
                                 .detail = arena_format(work->arena, "%lld", (long long)id)};
}

/* Staff who are no admins learn nothing of others, not even whether they are there. */
static struct fail writable_staff(struct work *work, int64_t id, struct staff *staff)
{
    if (!work->caller->admin && work->caller->user_id != id)
        return FAIL(FORBIDDEN);
    return find_staff(work, id, staff);
}

/* ---- changes ---- */

static struct fail make_schedule(struct work *work, const struct staff *staff,
                                 struct schedule *schedule)
{
    struct settings settings;

    TRY(settings_of(work, staff->business_id, &settings));
    *schedule = (struct schedule){.business_id = staff->business_id,
                                  .user_id = staff->id,
                                  .name = "Shifts",
                                  .time_zone = settings.time_zone};
    TRY(schedule_insert(work->store, schedule));
    return schedule_set_default(work->store, schedule);
}

/* The default schedule; who has none gets one, of the business's zone. */
static struct fail schedule_of(struct work *work, const struct staff *staff,
                               struct schedule *schedule)
{
    struct list schedules;

    TRY(schedules_lock(work->store, staff->business_id, staff->id));
    TRY(schedules_of_user(work->store, staff->business_id, staff->id, &schedules));
    const struct schedule *all = schedules.items;
    for (size_t i = 0; i < schedules.count; i++)
        if (all[i].standard) {
            *schedule = all[i];
            return NO_FAIL;
        }
    if (schedules.count > 0) {
        *schedule = all[0];
        return schedule_set_default(work->store, schedule);
    }
    return make_schedule(work, staff, schedule);
}

static struct fail set_week(struct work *work, const struct staff *staff, const struct list *shifts)
{
    struct schedule schedule;

    TRY(check_week(work, shifts));
    TRY(schedule_of(work, staff, &schedule));
    schedule.windows = windows_of(work, shifts);
    return schedule_set_windows(work->store, &schedule);
}

static struct fail show_week(struct work *work, const struct staff *staff, struct listed *shifts)
{
    return list_of(work, staff->id, &(struct paging){0}, shifts);
}

struct fail replace_shifts(struct work *work, const struct shifts_wish *wish, struct listed *shifts)
{
    struct staff staff;

    TRY(writable_staff(work, wish->staff_id, &staff));
    TRY(set_week(work, &staff, &wish->shifts));
    return show_week(work, &staff, shifts);
}

/* The week as it is, with room for one more. */
static struct fail week_of(struct work *work, const struct staff *staff, struct list *week)
{
    struct listed now;

    TRY(schedules_lock(work->store, staff->business_id, staff->id));
    TRY(show_week(work, staff, &now));
    struct shift *all = TAKE_MANY(work->arena, now.items.count + 1, struct shift);
    memcpy(all, now.items.items, now.items.count * sizeof *all);
    *week = (struct list){all, now.items.count};
    return NO_FAIL;
}

struct fail add_shift(struct work *work, const struct shifts_wish *wish, struct listed *shifts)
{
    struct staff staff;
    struct list week;

    TRY(writable_staff(work, wish->staff_id, &staff));
    TRY(week_of(work, &staff, &week));
    ((struct shift *)week.items)[week.count++] = wish->one;
    TRY(set_week(work, &staff, &week));
    return show_week(work, &staff, shifts);
}

struct fail remove_shift(struct work *work, const struct shifts_wish *wish, struct listed *shifts)
{
    struct staff staff;
    struct list week;
    size_t kept = 0;

    TRY(writable_staff(work, wish->staff_id, &staff));
    TRY(week_of(work, &staff, &week));
    struct shift *all = week.items;
    for (size_t i = 0; i < week.count; i++)
        if (by_day(&all[i], &wish->one) != 0)
            all[kept++] = all[i];
    if (kept == week.count)
        return (struct fail){.code = NO_THING, .detail = "Shift"};
    week.count = kept;
    TRY(set_week(work, &staff, &week));
    return show_week(work, &staff, shifts);
}

/* ---- defaults ---- */

static struct fail default_week(struct work *work, struct list *shifts)
{
    struct list windows;

    TRY(default_shift_windows(work->store, work->caller->business_id, &windows));
    if (windows.count == 0)
        windows = (struct list){(void *)(uintptr_t)working_hours, COUNT(working_hours)};
    *shifts = shifts_of(work, &windows);
    return NO_FAIL;
}

struct fail list_default_shifts(struct work *work, const struct shifts_wish *wish,
                                struct listed *shifts)
{
    TRY(default_week(work, &shifts->items));
    paging_cut(shifts, &wish->paging, sizeof(struct shift));
    return NO_FAIL;
}

static struct list windows_of_default(struct work *work, const struct list *shifts)
{
    struct list plain = windows_of(work, shifts);
    const struct schedule_window *window = plain.items;
    struct shift_window *all = TAKE_MANY(work->arena, plain.count + 1, struct shift_window);

    for (size_t i = 0; i < plain.count; i++)
        all[i] = (struct shift_window){.weekdays = window[i].weekdays,
                                       .start_minute = window[i].start_minute,
                                       .end_minute = window[i].end_minute};
    return (struct list){all, plain.count};
}

struct fail replace_default_shifts(struct work *work, const struct shifts_wish *wish,
                                   struct listed *shifts)
{
    TRY(check_week(work, &wish->shifts));
    struct list windows = windows_of_default(work, &wish->shifts);
    TRY(default_shift_windows_set(work->store, work->caller->business_id, &windows));
    return list_default_shifts(work, &(struct shifts_wish){0}, shifts);
}

struct fail give_default_shifts(struct work *work, const struct staff *staff)
{
    struct list week;

    TRY(default_week(work, &week));
    return set_week(work, staff, &week);
}

static struct fail chosen_staff(struct work *work, const struct numbers *ids, struct list *staff)
{
    if (ids->count == 0)
        return staff_of_business(work->store, work->caller->business_id, false, staff);
    struct staff *all = TAKE_MANY(work->arena, ids->count, struct staff);
    for (size_t i = 0; i < ids->count; i++)
        TRY(find_staff(work, ids->all[i], &all[i]));
    *staff = (struct list){all, ids->count};
    return NO_FAIL;
}

static struct list joined(struct work *work, const struct listed *weeks, size_t count)
{
    size_t total = 0, at = 0;

    for (size_t i = 0; i < count; i++)
        total += weeks[i].items.count;
    struct shift *all = TAKE_MANY(work->arena, total + 1, struct shift);
    for (size_t i = 0; i < count; i++) {
        memcpy(&all[at], weeks[i].items.items, weeks[i].items.count * sizeof *all);
        at += weeks[i].items.count;
    }
    return (struct list){all, total};
}

struct fail apply_default_shifts(struct work *work, const struct shifts_wish *wish,
                                 struct listed *shifts)
{
    struct list staff;

    TRY(chosen_staff(work, &wish->staff_ids, &staff));
    const struct staff *one = staff.items;
    struct listed *weeks = TAKE_MANY(work->arena, staff.count + 1, struct listed);
    for (size_t i = 0; i < staff.count; i++) {
        TRY(give_default_shifts(work, &one[i]));
        TRY(show_week(work, &one[i], &weeks[i]));
    }
    *shifts = (struct listed){.items = joined(work, weeks, staff.count)};
    return NO_FAIL;
}

/* ---- days off ---- */

static const char *day_text(struct work *work, struct day day)
{
    char text[WHEN_ROOM];

    (void)day_write(text, day);
    return arena_text(work->arena, text);
}

static struct shown_time_off shown(struct work *work, const struct time_off *days)
{
    return (struct shown_time_off){*days, day_text(work, days->start_date),
                                   day_text(work, days->end_date)};
}

struct fail list_time_off(struct work *work, const struct time_off_wish *wish, struct listed *days)
{
    struct list rows;

    TRY(time_off_of(work->store, work->caller->business_id, wish->staff_id, &rows));
    struct shown_time_off *all = TAKE_MANY(work->arena, rows.count + 1, struct shown_time_off);
    for (size_t i = 0; i < rows.count; i++)
        all[i] = shown(work, &((const struct time_off *)rows.items)[i]);
    days->items = (struct list){all, rows.count};
    paging_cut(days, &wish->paging, sizeof *all);
    return NO_FAIL;
}

struct fail add_time_off(struct work *work, const struct time_off_wish *wish,
                         struct shown_time_off *days)
{
    struct time_off fresh = {.business_id = work->caller->business_id,
                             .staff_id = wish->staff_id,
                             .start_date = wish->start_date,
                             .end_date = wish->end_date,
                             .reason = wish->reason == NULL ? "" : wish->reason};
    struct staff staff;

    TRY(writable_staff(work, wish->staff_id, &staff));
    if (fresh.start_date.number > fresh.end_date.number)
        return FAIL(TIME_REVERSED);
    TRY(time_off_insert(work->store, &fresh));
    *days = shown(work, &fresh);
    return NO_FAIL;
}

struct fail remove_time_off(struct work *work, const struct time_off_wish *wish,
                            struct shown_time_off *days)
{
    struct time_off stored;
    bool found;

    TRY(time_off_by_id(work->store, work->caller->business_id, wish->id, &stored, &found));
    if (!found)
        return (struct fail){.code = NO_THING, .detail = "Time off"};
    if (!work->caller->admin && work->caller->user_id != stored.staff_id)
        return FAIL(FORBIDDEN);
    *days = shown(work, &stored);
    return time_off_delete(work->store, &stored);
}
