/* manage_me.h - the caller's own profile. SPDX-License-Identifier: MIT */
#ifndef ENGINE_MANAGE_ME_H
#define ENGINE_MANAGE_ME_H

#include "engine/work.h"
#include "store/manage_people.h"

struct profile_wish {
    const char *email, *name, *avatar_url, *bio, *time_zone, *locale; /* NULL: as it is */
    const char *week_start;
    int64_t time_format, default_schedule_id; /* 0: as it is */
    struct json_object *metadata;
};

struct fail show_profile(struct work *work, const void *nothing,
                         struct profile *profile) MUST_BE_CHECKED;
/* Whose address a platform does not vouch for keeps the one they have: lists show what an address
 * attends, and another one would first have to be proven. METADATA_WRONG, NO_SCHEDULE, NAME_TAKEN.
 */
struct fail change_profile(struct work *work, const struct profile_wish *wish,
                           struct profile *profile) MUST_BE_CHECKED;

#endif
