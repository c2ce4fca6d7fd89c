/* declare_links.c - booking links, from a document. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/uid.h"
#include "engine/declare_things.h"
#include "engine/routing.h"

enum { QUESTIONS_MOST = 100, RULES_MOST = 100, SERVICES_MOST = 100 };
/* A year ahead. */
enum { REMINDER_MOST = 366 * 1440 };

/* ---- whether it makes sense ---- */

static const struct question *question_named(const struct declare_link *link, const char *id)
{
    const struct question *all = link->questions.read.items;

    for (size_t i = 0; i < link->questions.read.count; i++)
        if (all[i].id != NULL && strcmp(all[i].id, id) == 0)
            return &all[i];
    return NULL;
}

static void check_questions(struct declaring *declaring, const struct declare_link *link)
{
    const struct question *all = link->questions.read.items;

    for (size_t i = 0; i < link->questions.read.count; i++) {
        if (question_named(link, all[i].id) != &all[i])
            declare_wrong(declaring, "questions[%zu].id %s is another question's", i, all[i].id);
        if (question_has_options(all[i].type) != (all[i].options.count > 0))
            declare_wrong(declaring, "questions[%zu]: options are for select and multiselect", i);
    }
}

/* A rule may ask about another link's questions: whoever is handed over brings those answers. */
static void check_conditions(struct declaring *declaring, const struct routing_rule *rule,
                             size_t number)
{
    const struct routing_condition *all = rule->conditions.items;

    for (size_t i = 0; i < rule->conditions.count; i++)
        if (!condition_is_whole(&all[i]))
            declare_wrong(declaring,
                          "rules[%zu].conditions[%zu]: in and not_in have a list as value, is_empty"
                          " and not_empty none, and all others one value",
                          number, i);
}

static void check_rules(struct declaring *declaring, const struct declare_link *link)
{
    const struct routing_rule *all = link->rules.read.items;

    for (size_t i = 0; i < link->rules.read.count; i++) {
        check_conditions(declaring, &all[i], i);
        if ((all[i].message != NULL) && all[i].action != ACTION_REJECT)
            declare_wrong(declaring, "rules[%zu]: only reject has a message", i);
        if ((all[i].staff.count > 0) != (all[i].action == ACTION_ASSIGN))
            declare_wrong(declaring, "rules[%zu]: assign names staff, and nothing else does", i);
        if ((all[i].link != NULL) != (all[i].action == ACTION_REDIRECT))
            declare_wrong(declaring,
                          "rules[%zu]: redirect_link names a link, and nothing else does", i);
    }
}

static bool is_sound(struct declaring *declaring, const struct declare_link *link)
{
    size_t before = declaring->declaration->problems.length;

    if (link->questions.read.count > QUESTIONS_MOST || link->rules.read.count > RULES_MOST ||
        link->services.read.count > SERVICES_MOST)
        declare_wrong(declaring, "a link has at most %d questions, rules and services each",
                      QUESTIONS_MOST);
    for (size_t i = 0; i < link->reminder_minutes.count; i++)
        if (link->reminder_minutes.all[i] < 1 || link->reminder_minutes.all[i] > REMINDER_MOST)
            declare_wrong(declaring, "reminder_minutes are 1 to %d", REMINDER_MOST);
    check_questions(declaring, link);
    check_rules(declaring, link);
    return declaring->declaration->problems.length == before;
}

/* ---- writing ---- */

/* *type_id is 0, and told, when there is none. */
static struct fail find_type(struct declaring *declaring, const char *slug, const char *owner,
                             const char *team, int64_t *type_id)
{
    int64_t owner_id = 0, team_id = 0;
    struct declared_type type = {0};

    *type_id = 0;
    if ((owner == NULL) == (team == NULL)) {
        declare_wrong(declaring, "the owner or the team of event type %s is to be named", slug);
        return NO_FAIL;
    }
    if (owner != NULL)
        TRY(declare_user_id(declaring, owner, &owner_id));
    else
        TRY(declare_team_id(declaring, team, &team_id));
    if (owner_id == 0 && team_id == 0)
        return NO_FAIL;
    TRY(declared_type_find(declaring->work->store, declaring->business_id, slug, owner_id, team_id,
                           &type));
    if (type.id == 0)
        declare_wrong(declaring, "there is no event type %s of %s", slug,
                      owner != NULL ? owner : team);
    *type_id = type.id;
    return NO_FAIL;
}

static const char *json_text(struct arena *arena, struct json_object *json)
{
    return json == NULL
               ? "[]"
               : arena_text(arena,
                            json_object_to_json_string_ext(
                                json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static const char *minutes_text(struct arena *arena, const struct declare_link *link)
{
    const char *all = "[";

    if (!(link->given & GIVEN_REMINDERS))
        return "[1440,60]";
    for (size_t i = 0; i < link->reminder_minutes.count; i++)
        all = arena_format(arena, "%s%s%lld", all, i == 0 ? "" : ",",
                           (long long)link->reminder_minutes.all[i]);
    return arena_format(arena, "%s]", all);
}

static struct fail put_link(struct declaring *declaring, const struct declare_link *link,
                            int64_t type_id, int64_t *id, enum declared_outcome *outcome)
{
    struct arena *arena = declaring->work->arena;
    char uid[17];

    uid_short(uid);
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("slug", v_text(link->slug)),
        VALUE("title", v_text(link->title)),
        VALUE("event_type_id", v_number(type_id)),
        VALUE("active", v_number(!(link->given & GIVEN_ACTIVE) || link->active)),
        VALUE("questions", v_text(json_text(arena, link->questions.json))),
        VALUE("rules", v_text(json_text(arena, link->rules.json))),
        VALUE("reminder_minutes", v_text(minutes_text(arena, link))),
        {"uid", link->uid != NULL ? DECLARED_VALUE : DECLARED_AT_BIRTH,
         v_text(link->uid != NULL ? link->uid : uid)},
        {"created_us", DECLARED_AT_BIRTH, v_instant(declaring->work->now)},
    };
    return declare_put(declaring, DECLARED_ROW("booking_link", true, columns), id, outcome);
}

static struct fail put_services(struct declaring *declaring, const struct declare_link *link,
                                int64_t link_id, enum declared_outcome *whole)
{
    const struct declare_type_name *all = link->services.read.items;
    struct value *kept =
        TAKE_MANY(declaring->work->arena, link->services.read.count + 1, struct value);
    static const char *const keys[] = {"event_type_id"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("link_id", v_number(link_id)),
    };

    if (link->services.json == NULL)
        return NO_FAIL;
    for (size_t i = 0; i < link->services.read.count; i++) {
        int64_t type_id;

        TRY(find_type(declaring, all[i].event_type, all[i].owner, all[i].team, &type_id));
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("event_type_id", kept[i] = v_number(type_id)),
        };
        if (type_id != 0)
            TRY(declare_part(declaring, DECLARED_ROW("booking_link_service", false, columns), NULL,
                             whole));
    }
    const struct declared_set set = {
        "booking_link_service",           owner, COUNT(owner), keys, COUNT(keys),
        {kept, link->services.read.count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail one_link(struct declaring *declaring, const void *item)
{
    const struct declare_link *link = item;
    enum declared_outcome outcome;
    int64_t type_id, id;

    if (!is_sound(declaring, link))
        return NO_FAIL;
    TRY(find_type(declaring, link->event_type, link->owner, link->team, &type_id));
    if (type_id == 0)
        return NO_FAIL;
    TRY(put_link(declaring, link, type_id, &id, &outcome));
    if (id == 0)
        return NO_FAIL;
    TRY(put_services(declaring, link, id, &outcome));
    declare_tell(declaring, outcome, "booking link", link->slug);
    return NO_FAIL;
}

/* ---- whom rules lead to, once all links are there ---- */

static struct fail check_link(struct declaring *declaring, const char *slug)
{
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("slug", v_text(slug)),
    };
    int64_t id;

    TRY(declared_find(declaring->work->store, DECLARED_ROW("booking_link", true, columns), &id));
    if (id == 0)
        declare_wrong(declaring, "there is no booking link %s to lead to", slug);
    return NO_FAIL;
}

static struct fail check_targets(struct declaring *declaring, const void *item)
{
    const struct declare_link *link = item;
    const struct routing_rule *all = link->rules.read.items;
    int64_t user_id;

    for (size_t i = 0; i < link->rules.read.count; i++) {
        for (size_t j = 0; j < all[i].staff.count; j++)
            TRY(declare_user_id(declaring, all[i].staff.all[j], &user_id));
        if (all[i].link != NULL)
            TRY(check_link(declaring, all[i].link));
    }
    return NO_FAIL;
}

struct fail declare_links(struct declaring *declaring)
{
    const struct list *links = &declaring->business->booking_links.read;

    TRY(declare_each(declaring, "booking_links", links, sizeof(struct declare_link), one_link));
    return declare_each(declaring, "booking_links", links, sizeof(struct declare_link),
                        check_targets);
}
