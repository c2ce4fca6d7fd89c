/* doers.c - what is done for each kind of job. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "outbox/run.h"
#include "store/bookings.h"

#define FIRST_DELAY ((struct span){30 * US_A_SECOND})

static const char *uid_of(struct arena *arena, const char *payload)
{
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, arena, payload, strlen(payload)))
        return NULL;
    while (json_walk_next(&walk, &item))
        if (item.key != NULL && strcmp(item.key, "booking_uid") == 0)
            return json_item_string(&walk, &item);
    return NULL;
}

/* Nobody outside has asked to be told of bookings; what is left is that a job names a booking of
 * its own business. */
static struct fail tell_of_booking(struct runner *runner, const struct job *job,
                                   enum job_result *result, const char **trouble)
{
    const char *uid = uid_of(runner->arena, job->payload);
    struct booking booking;
    bool found = false;

    if (uid != NULL)
        TRY(booking_by_uid(runner->store, job->business_id, uid, &booking, &found));
    *result = found ? JOB_DONE : JOB_DEAD;
    if (uid == NULL)
        *trouble = "the payload names no booking";
    else if (!found)
        *trouble = arena_format(runner->arena, "the business has no booking %s", uid);
    return NO_FAIL;
}

const struct doer doers[] = {
    {"booking.requested", tell_of_booking, 0, FIRST_DELAY},
    {"booking.created", tell_of_booking, 0, FIRST_DELAY},
    {"booking.confirmed", tell_of_booking, 0, FIRST_DELAY},
    {"booking.rejected", tell_of_booking, 0, FIRST_DELAY},
    {"booking.cancelled", tell_of_booking, 0, FIRST_DELAY},
    {"booking.completed", tell_of_booking, 0, FIRST_DELAY},
    {"booking.no_show", tell_of_booking, 0, FIRST_DELAY},
};
const size_t doers_count = COUNT(doers);
