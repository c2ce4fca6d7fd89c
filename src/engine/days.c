/* days.c - holidays of the business, as its staff see and its admins change them.
 * SPDX-License-Identifier: MIT */
#include "engine/days.h"

struct fail list_holidays(struct work *work, const void *nothing, struct list *holidays)
{
    (void)nothing;
    return holidays_of(work->store, work->caller->business_id, holidays);
}

struct fail add_holiday(struct work *work, const struct holiday_wish *wish, struct holiday *holiday)
{
    return holiday_add(work->store, work->caller->business_id, wish->date, wish->name, holiday);
}

struct fail drop_holiday(struct work *work, const struct holiday_wish *wish, void *nothing)
{
    bool known;

    (void)nothing;
    TRY(holiday_remove(work->store, work->caller->business_id, wish->id, &known));
    return known ? NO_FAIL : (struct fail){.code = NO_THING, .detail = "Holiday"};
}
