/* declare.c - a whole business from one document. SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "base/uid.h"
#include "engine/declare_things.h"
#include "store/businesses.h"

enum { LINES_MOST = 64 << 20 };

static const char *const outcome_names[DECLARED__COUNT] = {"created", "changed", "unchanged"};

struct declare_job {
    struct declaration *declaration;
    struct list businesses;
};

void declaration_start(struct declaration *declaration)
{
    text_init(&declaration->lines, LINES_MOST);
    text_init(&declaration->warnings, LINES_MOST);
    text_init(&declaration->problems, LINES_MOST);
}

void declaration_end(struct declaration *declaration)
{
    text_free(&declaration->lines);
    text_free(&declaration->warnings);
    text_free(&declaration->problems);
}

/* ---- telling ---- */

void declare_tell(struct declaring *declaring, enum declared_outcome outcome, const char *kind,
                  const char *name)
{
    struct declaration *declaration = declaring->declaration;
    size_t *counts[DECLARED__COUNT] = {&declaration->created, &declaration->changed,
                                       &declaration->unchanged};

    ++*counts[outcome];
    if (outcome != DECLARED_UNCHANGED || declaration->verbose)
        text_format(&declaration->lines, "%s %s %s%s%s\n", outcome_names[outcome], kind,
                    declaring->business->slug, name[0] == '\0' ? "" : "/", name);
}

void declare_wrong(struct declaring *declaring, const char *format, ...)
{
    char sentence[1000];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    declare_problem(&declaring->declaration->problems, declaring->path, "%s", sentence);
}

struct fail declare_refusal(struct declaring *declaring, struct fail fail, bool *refused)
{
    *refused = fail.code == DUPLICATE || fail.code == REFUSED;
    if (!*refused)
        return fail;
    if (fail.code == DUPLICATE)
        declare_wrong(declaring, "something else has this already (%s)", fail.detail);
    else
        declare_wrong(declaring, "the rule %s forbids this", fail.detail);
    return NO_FAIL;
}

/* ---- rows ---- */

struct fail declare_put(struct declaring *declaring, const struct declared_row *row, int64_t *id,
                        enum declared_outcome *outcome)
{
    bool refused;

    if (id != NULL)
        *id = 0;
    *outcome = DECLARED_UNCHANGED;
    return declare_refusal(declaring, declared_put(declaring->work->store, row, id, outcome),
                           &refused);
}

struct fail declare_part(struct declaring *declaring, const struct declared_row *row, int64_t *id,
                         enum declared_outcome *whole)
{
    enum declared_outcome part;

    TRY(declare_put(declaring, row, id, &part));
    if (part != DECLARED_UNCHANGED && *whole == DECLARED_UNCHANGED)
        *whole = DECLARED_CHANGED;
    return NO_FAIL;
}

struct fail declare_prune(struct declaring *declaring, const struct declared_set *set,
                          enum declared_outcome *whole)
{
    int64_t removed = 0;

    TRY(declared_prune(declaring->work->store, set, &removed));
    if (removed > 0 && *whole == DECLARED_UNCHANGED)
        *whole = DECLARED_CHANGED;
    return NO_FAIL;
}

static struct fail find_id(struct declaring *declaring, const char *table, const char *key,
                           const char *name, int64_t *id)
{
    const struct declared_column columns[] = {
        {"business_id", DECLARED_KEY, v_number(declaring->business_id)},
        {key, DECLARED_KEY, v_text(name)},
    };

    TRY(declared_find(declaring->work->store, DECLARED_ROW(table, true, columns), id));
    if (*id == 0)
        declare_wrong(declaring, "there is no %s %s", table, name);
    return NO_FAIL;
}

struct fail declare_user_id(struct declaring *declaring, const char *username, int64_t *id)
{
    return find_id(declaring, "user", "username", username, id);
}

struct fail declare_team_id(struct declaring *declaring, const char *slug, int64_t *id)
{
    return find_id(declaring, "team", "slug", slug, id);
}

struct fail declare_each(struct declaring *declaring, const char *name, const struct list *list,
                         size_t size, declare_one *one)
{
    const char *outside = declaring->path;

    for (size_t i = 0; i < list->count; i++) {
        struct arena_mark mark = arena_mark(declaring->work->arena);

        declaring->path = arena_format(declaring->work->arena, "%s%s%s[%zu]", outside,
                                       outside[0] == '\0' ? "" : ".", name, i);
        TRY(one(declaring, (const char *)list->items + i * size));
        arena_rewind(declaring->work->arena, mark);
    }
    declaring->path = outside;
    return NO_FAIL;
}

/* ---- businesses ---- */

/* What is not declared stays as it is. */
static struct fail put_settings(struct declaring *declaring, enum declared_outcome *whole)
{
    const struct settings *settings = &declaring->business->settings;
    struct work *work = declaring->work;
    struct business stored = {0};
    const char *json;
    bool found;

    if (settings->given == 0 || declaring->business_id == 0)
        return NO_FAIL;
    struct fail wrong = settings_check(work->arena, settings);
    if (FAILED(wrong)) {
        declare_wrong(declaring, "settings: %s", wrong.detail);
        return NO_FAIL;
    }
    TRY(business_lock(work->store, declaring->business_id, &stored, &found));
    TRY(settings_merged(work->arena, stored.settings, settings, &json));
    const struct declared_column columns[] = {
        {"id", DECLARED_KEY, v_number(declaring->business_id)},
        {"settings", DECLARED_VALUE, v_text(json)},
    };
    return declare_part(declaring, DECLARED_ROW("business", true, columns), NULL, whole);
}

static struct fail put_business(struct declaring *declaring)
{
    const struct declare_business *business = declaring->business;
    struct work *work = declaring->work;
    enum declared_outcome outcome;
    char uid[17];

    uid_short(uid);
    const struct declared_column columns[] = {
        {"slug", DECLARED_KEY, v_text(business->slug)},
        {"name", DECLARED_VALUE, v_text(business->name)},
        {"time_zone", DECLARED_VALUE, v_text(business->time_zone)},
        {"currency", DECLARED_VALUE, v_text(business->currency ? business->currency : "EUR")},
        {"domain", DECLARED_VALUE, v_text(business->domain)},
        {"uid", business->uid != NULL ? DECLARED_VALUE : DECLARED_AT_BIRTH,
         v_text(business->uid != NULL ? business->uid : uid)},
        {"created_us", DECLARED_AT_BIRTH, v_instant(work->now)},
    };
    TRY(declare_put(declaring, DECLARED_ROW("business", true, columns), &declaring->business_id,
                    &outcome));
    TRY(put_settings(declaring, &outcome));
    declare_tell(declaring, outcome, "business", "");
    return NO_FAIL;
}

static struct fail declare_business(struct declaring *declaring)
{
    static struct fail (*const parts[])(struct declaring *) = {
        declare_users, declare_teams,  declare_holidays, declare_clients,    declare_event_types,
        declare_links, declare_tokens, declare_bookings, declare_follow_ups, declare_waitlist,
    };
    struct caller caller = *declaring->work->caller;
    const struct caller *before = declaring->work->caller;

    TRY(put_business(declaring));
    if (declaring->business_id == 0)
        return NO_FAIL;
    caller.business_id = declaring->business_id;
    declaring->work->caller = &caller;
    struct fail fail = NO_FAIL;
    for (size_t i = 0; i < COUNT(parts) && !FAILED(fail); i++)
        fail = parts[i](declaring);
    declaring->work->caller = before;
    return fail;
}

static struct fail attempt_all(struct work *work, void *context)
{
    struct declare_job *job = context;
    struct declaration *declaration = job->declaration;
    const struct declare_business *all = job->businesses.items;

    text_clear(&declaration->lines);
    text_clear(&declaration->warnings);
    declaration->created = declaration->changed = declaration->unchanged = 0;
    text_clear(&declaration->problems);
    for (size_t i = 0; i < job->businesses.count; i++) {
        const char *path =
            job->businesses.count == 1 ? "" : arena_format(work->arena, "businesses[%zu]", i);
        struct declaring declaring = {work, declaration, &all[i], 0, path};

        TRY(declare_business(&declaring));
    }
    return declaration->problems.length > 0 ? FAIL(DECLARED_WRONG) : NO_FAIL;
}

struct fail declare(struct work *work, struct json_object *document,
                    struct declaration *declaration)
{
    struct declare_job job = {declaration,
                              declare_read(work->arena, document, &declaration->problems)};

    if (declaration->problems.length > 0)
        return FAIL(DECLARED_WRONG);
    store_use(work->store, work->arena);
    return in_transaction(work, attempt_all, &job);
}
