/* declare_types.c - what can be booked, from a document. SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "base/uid.h"
#include "engine/declare_things.h"

enum { HOSTS_MOST = 500 };

static const char *const frequencies[] = {"daily", "weekly", "monthly", "yearly"};

#define NUMBER(m) VALUE(#m, v_number(type->m))
#define SOME(m)   VALUE(#m, v_id(type->m))

/* What an event type refers to. */
struct type_refers {
    int64_t owner_id, team_id, parent_id, schedule_id;
};

static const char *json_text(struct arena *arena, struct json_object *json, const char *otherwise)
{
    return json == NULL
               ? otherwise
               : arena_text(arena,
                            json_object_to_json_string_ext(
                                json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static const char *numbers_text(struct arena *arena, const struct numbers *numbers)
{
    const char *all = "[";

    for (size_t i = 0; i < numbers->count; i++)
        all = arena_format(arena, "%s%s%lld", all, i == 0 ? "" : ",", (long long)numbers->all[i]);
    return arena_format(arena, "%s]", all);
}

static bool is_array(struct declaring *declaring, const char *name, struct json_object *json)
{
    bool sound = json == NULL || json_object_is_type(json, json_type_array);

    if (!sound)
        declare_wrong(declaring, "%s is not a list", name);
    return sound;
}

static bool is_sound(struct declaring *declaring, const struct declare_event_type *type)
{
    bool personal = type->assignment == ASSIGN_PERSONAL;
    bool sound = is_array(declaring, "locations", type->locations) &&
                 is_array(declaring, "fields", type->fields);

    if ((type->owner == NULL) == (type->team == NULL)) {
        declare_wrong(declaring, "an event type has an owner or a team");
        sound = false;
    } else if (!personal && type->team == NULL) {
        declare_wrong(declaring, "only a team's event type is %s",
                      word_of(assignment_words, type->assignment));
        sound = false;
    }
    if ((type->given & GIVEN_START) && (type->given & GIVEN_END) &&
        type->booking_window_start.number > type->booking_window_end.number) {
        declare_wrong(declaring, "booking_window_start is after booking_window_end");
        sound = false;
    }
    for (size_t i = 0; i < type->length_options.count; i++)
        if (type->length_options.all[i] < 1 || type->length_options.all[i] > 31 * 1440) {
            declare_wrong(declaring, "length_options are minutes, 1 to 44640");
            sound = false;
        }
    return sound;
}

static struct fail find_parent(struct declaring *declaring, const char *slug, int64_t *id)
{
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("slug", v_text(slug)),
        KEY("managed", v_number(1)),
    };

    TRY(declared_find(declaring->work->store, DECLARED_ROW("event_type", true, columns), id));
    if (*id == 0)
        declare_wrong(declaring, "there is no managed event type %s", slug);
    return NO_FAIL;
}

static struct fail find_schedule(struct declaring *declaring, const struct declare_event_type *type,
                                 struct type_refers *refers)
{
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("user_id", v_number(refers->owner_id)),
        KEY("name", v_text(type->schedule)),
    };

    TRY(declared_find(declaring->work->store, DECLARED_ROW("schedule", true, columns),
                      &refers->schedule_id));
    if (refers->schedule_id == 0)
        declare_wrong(declaring, "its owner has no schedule %s", type->schedule);
    return NO_FAIL;
}

static struct fail find_refers(struct declaring *declaring, const struct declare_event_type *type,
                               struct type_refers *refers)
{
    if (type->owner != NULL)
        TRY(declare_user_id(declaring, type->owner, &refers->owner_id));
    if (type->team != NULL)
        TRY(declare_team_id(declaring, type->team, &refers->team_id));
    if (type->parent != NULL)
        TRY(find_parent(declaring, type->parent, &refers->parent_id));
    if (type->schedule != NULL)
        TRY(find_schedule(declaring, type, refers));
    return NO_FAIL;
}

static struct fail put_type(struct declaring *declaring, const struct declare_event_type *type,
                            const struct type_refers *refers, int64_t *id,
                            enum declared_outcome *outcome)
{
    struct arena *arena = declaring->work->arena;
    const struct value none = v_text(NULL);
    bool recurs = type->recurrence.count > 0;
    char uid[17];

    uid_short(uid);
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("slug", v_text(type->slug)),
        KEY("owner_id", v_id(refers->owner_id)),
        KEY("team_id", v_id(refers->team_id)),
        VALUE("parent_id", v_id(refers->parent_id)),
        VALUE("schedule_id", v_id(refers->schedule_id)),
        VALUE("title", v_text(type->title)),
        VALUE("description", v_text(type->description != NULL ? type->description : "")),
        VALUE("assignment", v_text(word_of(assignment_words, type->assignment))),
        NUMBER(owner_first),
        NUMBER(managed),
        NUMBER(length_minutes),
        VALUE("length_options", v_text(numbers_text(arena, &type->length_options))),
        SOME(slot_interval_minutes),
        NUMBER(buffer_before_minutes),
        NUMBER(buffer_after_minutes),
        NUMBER(minimum_notice_minutes),
        SOME(booking_window_days),
        VALUE("booking_window_start",
              type->given & GIVEN_START ? v_day(arena, type->booking_window_start) : none),
        VALUE("booking_window_end",
              type->given & GIVEN_END ? v_day(arena, type->booking_window_end) : none),
        SOME(booker_limit),
        NUMBER(requires_confirmation),
        NUMBER(requires_authentication),
        NUMBER(cancelling_disabled),
        NUMBER(rescheduling_disabled),
        SOME(seats),
        NUMBER(seats_show_attendees),
        VALUE("recurrence_frequency",
              recurs ? v_text(frequencies[type->recurrence.frequency]) : none),
        VALUE("recurrence_interval", v_id(type->recurrence.interval)),
        VALUE("recurrence_count", v_id(type->recurrence.count)),
        NUMBER(hidden),
        VALUE("locations", v_text(json_text(arena, type->locations, "[]"))),
        VALUE("fields", v_text(json_text(arena, type->fields, "[]"))),
        VALUE("limits", v_text(json_text(arena, type->limits, "{}"))),
        VALUE("metadata", v_text(json_text(arena, type->metadata, "{}"))),
        NUMBER(price_minor),
        {"uid", type->uid != NULL ? DECLARED_VALUE : DECLARED_AT_BIRTH,
         v_text(type->uid != NULL ? type->uid : uid)},
        BIRTH("id", v_id(type->id)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };
    TRY(declare_put(declaring, DECLARED_ROW("event_type", true, columns), id, outcome));
    if (type->id != 0 && *id != 0 && *id != type->id)
        declare_wrong(declaring, "it exists with id %lld, not %lld", (long long)*id,
                      (long long)type->id);
    return NO_FAIL;
}

static struct fail put_hosts(struct declaring *declaring, const struct declare_event_type *type,
                             int64_t type_id, enum declared_outcome *whole)
{
    const struct declare_type_host *all = type->hosts.read.items;
    const struct list *list = &type->hosts.read;
    struct value *kept = TAKE_MANY(declaring->work->arena, list->count + 1, struct value);
    static const char *const keys[] = {"user_id"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("event_type_id", v_number(type_id)),
    };

    if (list->count > HOSTS_MOST)
        declare_wrong(declaring, "hosts has more than %d items", HOSTS_MOST);
    if (type->hosts.json == NULL || list->count > HOSTS_MOST)
        return NO_FAIL;
    for (size_t i = 0; i < list->count; i++) {
        int64_t user_id;

        TRY(declare_user_id(declaring, all[i].username, &user_id));
        kept[i] = v_number(user_id);
        if (user_id == 0)
            continue;
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("user_id", v_number(user_id)),
            VALUE("fixed", v_number(all[i].fixed)),
            VALUE("priority", v_number(all[i].given & GIVEN_PRIORITY ? all[i].priority : 2)),
            VALUE("weight", v_number(all[i].given & GIVEN_WEIGHT ? all[i].weight : 100)),
        };
        TRY(declare_part(declaring, DECLARED_ROW("event_type_host", false, columns), NULL, whole));
    }
    const struct declared_set set = {"event_type_host",  owner, COUNT(owner), keys, COUNT(keys),
                                     {kept, list->count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail one_event_type(struct declaring *declaring, const void *item)
{
    const struct declare_event_type *type = item;
    struct work *work = declaring->work;
    struct type_refers refers = {0};
    enum declared_outcome outcome;
    bool changed;
    int64_t id;

    if (!is_sound(declaring, type))
        return NO_FAIL;
    TRY(find_refers(declaring, type, &refers));
    if (refers.owner_id == 0 && refers.team_id == 0)
        return NO_FAIL;
    TRY(put_type(declaring, type, &refers, &id, &outcome));
    if (id == 0)
        return NO_FAIL;
    TRY(put_hosts(declaring, type, id, &outcome));
    const struct overrides_of whose = {"event_type_override", "event_type_id", id, "exceptions"};
    TRY(declare_overrides(declaring, &whose, &type->exceptions, &outcome));
    const struct declared_since deleted = {"event_type", "deleted_us",  declaring->business_id,
                                           id,           type->deleted, work->now};
    TRY(declared_since_put(work->store, &deleted, &changed));
    if (changed && outcome == DECLARED_UNCHANGED)
        outcome = DECLARED_CHANGED;
    declare_tell(declaring, outcome, "event type",
                 arena_format(work->arena, "%s/%s", type->owner != NULL ? type->owner : type->team,
                              type->slug));
    return NO_FAIL;
}

struct fail declare_event_types(struct declaring *declaring)
{
    return declare_each(declaring, "event_types", &declaring->business->event_types.read,
                        sizeof(struct declare_event_type), one_event_type);
}
