/* manage_follow_ups.c - mails that follow a visit, as a business plans them.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/manage_follow_ups.h"
#include "store/services.h"

static struct fail show(struct work *work, int64_t id, struct follow_up_sequence *sequence)
{
    bool found;

    TRY(follow_up_by_id(work->store, work->caller->business_id, id, sequence, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_THING, .detail = "Follow-up sequence"};
}

struct fail list_follow_ups(struct work *work, const struct follow_up_wish *wish,
                            struct listed *sequences)
{
    TRY(follow_ups_of_business(work->store, work->caller->business_id, &sequences->items));
    paging_cut(sequences, &wish->paging, sizeof(struct follow_up_sequence));
    return NO_FAIL;
}

struct fail show_follow_up(struct work *work, const struct follow_up_wish *wish,
                           struct follow_up_sequence *sequence)
{
    return show(work, wish->id, sequence);
}

/* ---- changes ---- */

/* By position; those of one position stay in the order in which they came. */
static struct list in_order(struct work *work, const struct list *steps)
{
    struct follow_up_step *all = TAKE_MANY(work->arena, steps->count + 1, struct follow_up_step);

    for (size_t i = 0; i < steps->count; i++) {
        struct follow_up_step step = ((const struct follow_up_step *)steps->items)[i];
        size_t at = i;

        for (; at > 0 && all[at - 1].position > step.position; at--)
            all[at] = all[at - 1];
        all[at] = step;
    }
    return (struct list){all, steps->count};
}

static struct fail settle_service(struct work *work, int64_t id,
                                  struct follow_up_sequence *sequence)
{
    struct service service;
    bool found = true;

    sequence->event_type_id = id;
    if (id != 0)
        TRY(service_by_id(work->store, work->caller->business_id, id, &service, &found));
    return found ? NO_FAIL
                 : (struct fail){.code = NO_SERVICE,
                                 .detail = arena_format(work->arena, "%lld", (long long)id)};
}

static struct fail settle(struct work *work, const struct follow_up_wish *wish,
                          struct follow_up_sequence *sequence)
{
    if (wish->given & FOLLOW_UP_NAME)
        sequence->name = wish->name;
    if (wish->given & FOLLOW_UP_ACTIVE)
        sequence->active = wish->active;
    if (wish->given & FOLLOW_UP_STEPS)
        sequence->steps = in_order(work, &wish->steps);
    return wish->given & FOLLOW_UP_SERVICE ? settle_service(work, wish->event_type_id, sequence)
                                           : NO_FAIL;
}

struct fail create_follow_up(struct work *work, const struct follow_up_wish *wish,
                             struct follow_up_sequence *sequence)
{
    struct follow_up_sequence fresh = {.business_id = work->caller->business_id, .active = true};

    TRY(settle(work, wish, &fresh));
    TRY(follow_up_insert(work->store, &fresh, work->now));
    return show(work, fresh.id, sequence);
}

struct fail change_follow_up(struct work *work, const struct follow_up_wish *wish,
                             struct follow_up_sequence *sequence)
{
    TRY(show(work, wish->id, sequence));
    TRY(settle(work, wish, sequence));
    TRY(follow_up_set(work->store, sequence));
    if (wish->given & FOLLOW_UP_STEPS)
        TRY(follow_up_set_steps(work->store, sequence));
    return show(work, wish->id, sequence);
}

struct fail delete_follow_up(struct work *work, const struct follow_up_wish *wish,
                             struct follow_up_sequence *sequence)
{
    TRY(show(work, wish->id, sequence));
    return follow_up_delete(work->store, sequence);
}
