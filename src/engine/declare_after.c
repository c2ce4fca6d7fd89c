/* declare_after.c - who waits for a time, and the mails after a visit, from a document.
 * SPDX-License-Identifier: MIT */
#include "base/uid.h"
#include "engine/declare_things.h"

enum { STEPS_MOST = 50 };

/* *id is 0, and it is told, when there is none. */
static struct fail find_type(struct declaring *declaring, const struct declare_type_of *of,
                             int64_t *id)
{
    int64_t owner_id = 0, team_id = 0;
    struct declared_type type = {0};

    *id = 0;
    if ((of->owner == NULL) == (of->team == NULL)) {
        declare_wrong(declaring, "the owner or the team of event type %s is to be named",
                      of->event_type);
        return NO_FAIL;
    }
    if (of->owner != NULL)
        TRY(declare_user_id(declaring, of->owner, &owner_id));
    else
        TRY(declare_team_id(declaring, of->team, &team_id));
    if (owner_id == 0 && team_id == 0)
        return NO_FAIL;
    TRY(declared_type_find(declaring->work->store, declaring->business_id, of->event_type, owner_id,
                           team_id, &type));
    if (type.id == 0)
        declare_wrong(declaring, "there is no event type %s of %s", of->event_type,
                      of->owner != NULL ? of->owner : of->team);
    *id = type.id;
    return NO_FAIL;
}

/* ---- mails after a visit ---- */

static struct fail put_steps(struct declaring *declaring, const struct declare_follow_up *follow_up,
                             int64_t sequence_id, enum declared_outcome *whole)
{
    const struct list *list = &follow_up->steps.read;
    const struct declare_step *all = list->items;
    struct value *kept = TAKE_MANY(declaring->work->arena, list->count + 1, struct value);
    static const char *const keys[] = {"position"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("sequence_id", v_number(sequence_id)),
    };

    for (size_t i = 0; i < list->count; i++) {
        kept[i] = v_number((int64_t)i + 1);
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("position", kept[i]),
            VALUE("delay_minutes", v_number(all[i].delay_minutes)),
            VALUE("subject", v_text(all[i].subject)),
            VALUE("body", v_text(all[i].body)),
        };

        TRY(declare_part(declaring, DECLARED_ROW("follow_up_step", false, columns), NULL, whole));
    }
    const struct declared_set set = {"follow_up_step",   owner, COUNT(owner), keys, COUNT(keys),
                                     {kept, list->count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail one_follow_up(struct declaring *declaring, const void *item)
{
    const struct declare_follow_up *follow_up = item;
    enum declared_outcome outcome;
    int64_t id, type_id = 0;

    if (follow_up->steps.read.count > STEPS_MOST) {
        declare_wrong(declaring, "steps has more than %d items", STEPS_MOST);
        return NO_FAIL;
    }
    if (follow_up->of.event_type != NULL) {
        TRY(find_type(declaring, &follow_up->of, &type_id));
        if (type_id == 0)
            return NO_FAIL;
    }
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("name", v_text(follow_up->name)),
        VALUE("event_type_id", v_id(type_id)),
        VALUE("active", v_number(!(follow_up->given & GIVEN_ACTIVE) || follow_up->active)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };
    TRY(declare_put(declaring, DECLARED_ROW("follow_up_sequence", true, columns), &id, &outcome));
    if (id == 0)
        return NO_FAIL;
    TRY(put_steps(declaring, follow_up, id, &outcome));
    declare_tell(declaring, outcome, "follow-up sequence", follow_up->name);
    return NO_FAIL;
}

struct fail declare_follow_ups(struct declaring *declaring)
{
    return declare_each(declaring, "follow_up_sequences",
                        &declaring->business->follow_up_sequences.read,
                        sizeof(struct declare_follow_up), one_follow_up);
}

/* ---- who waits ---- */

static struct fail find_client(struct declaring *declaring, const char *email, int64_t *id)
{
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("email", v_text(email)),
    };

    TRY(declared_find(declaring->work->store, DECLARED_ROW("client", true, columns), id));
    if (*id == 0)
        declare_wrong(declaring, "there is no client %s", email);
    return NO_FAIL;
}

/* Somebody waits once for a service and a day; what became of it since stays. */
static struct fail one_waiting(struct declaring *declaring, const void *item)
{
    const struct declare_waiting *waiting = item;
    enum declared_outcome outcome;
    int64_t client_id, type_id;
    char uid[17];

    TRY(find_client(declaring, waiting->client, &client_id));
    TRY(find_type(declaring, &waiting->of, &type_id));
    if (client_id == 0 || type_id == 0)
        return NO_FAIL;
    uid_short(uid);
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("client_id", v_number(client_id)),
        KEY("event_type_id", v_number(type_id)),
        KEY("date", v_day(declaring->work->arena, waiting->date)),
        BIRTH("uid", v_text(uid)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };
    TRY(declare_put(declaring, DECLARED_ROW("waitlist_entry", true, columns), NULL, &outcome));
    declare_tell(declaring, outcome, "waitlist entry", waiting->client);
    return NO_FAIL;
}

struct fail declare_waitlist(struct declaring *declaring)
{
    return declare_each(declaring, "waitlist", &declaring->business->waitlist.read,
                        sizeof(struct declare_waiting), one_waiting);
}
