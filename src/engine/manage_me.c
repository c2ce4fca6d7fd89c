/* manage_me.c - the caller's own profile. SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "engine/manage_me.h"
#include "engine/questions.h"
#include "store/manage_schedules.h"

struct fail show_profile(struct work *work, const void *nothing, struct profile *profile)
{
    bool found;

    (void)nothing;
    TRY(profile_of_user(work->store, work->caller->business_id, work->caller->user_id, profile,
                        &found));
    return found ? NO_FAIL : FAIL(WRONG_TOKEN);
}

static struct fail settle_schedule(struct work *work, int64_t id, struct profile *profile)
{
    struct list schedules;

    if (id == 0)
        return NO_FAIL;
    TRY(schedules_of_user(work->store, profile->business_id, profile->id, &schedules));
    const struct schedule *all = schedules.items;
    for (size_t i = 0; i < schedules.count; i++)
        if (all[i].id == id) {
            profile->default_schedule_id = id;
            return NO_FAIL;
        }
    return (struct fail){.code = NO_SCHEDULE,
                         .detail = arena_format(work->arena, "with id %lld", (long long)id)};
}

static const char *or_as_it_is(const char *asked, const char *present)
{
    return asked != NULL ? asked : present;
}

struct fail change_profile(struct work *work, const struct profile_wish *wish,
                           struct profile *profile)
{
    TRY(schedules_lock(work->store, work->caller->business_id, work->caller->user_id));
    TRY(show_profile(work, NULL, profile));
    TRY(metadata_check(wish->metadata));
    if (wish->time_format != 0 && wish->time_format != 12 && wish->time_format != 24)
        return (struct fail){.code = SETTING_WRONG, .detail = "the time format is 12 or 24 hours"};
    TRY(settle_schedule(work, wish->default_schedule_id, profile));
    if (work->caller->kind == TOKEN_CAL_MANAGED)
        profile->email = or_as_it_is(wish->email, profile->email);
    profile->name = or_as_it_is(wish->name, profile->name);
    profile->avatar_url = or_as_it_is(wish->avatar_url, profile->avatar_url);
    profile->bio = or_as_it_is(wish->bio, profile->bio);
    profile->time_zone = or_as_it_is(wish->time_zone, profile->time_zone);
    profile->locale = or_as_it_is(wish->locale, profile->locale);
    profile->week_start = or_as_it_is(wish->week_start, profile->week_start);
    if (wish->time_format != 0)
        profile->time_format = wish->time_format;
    if (wish->metadata != NULL)
        profile->metadata =
            arena_text(work->arena, json_object_to_json_string_ext(
                                        wish->metadata,
                                        JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    return profile_set(work->store, profile);
}
