/* declare_people.c - users with their hours, teams, holidays, clients and tokens.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/password.h"
#include "base/uid.h"
#include "engine/declare_things.h"
#include "store/sign_in.h"
#include "store/tokens.h"

enum { SET_MOST = 500, DAY_MINUTES = 1440 };

#define EACH(declaring_, list_, type_, one_)                                                       \
    declare_each(declaring_, #list_, &(declaring_)->business->list_.read, sizeof(type_), one_)

/* A thing that was found must have the number the document gives it. */
static void check_number(struct declaring *declaring, int64_t wanted, int64_t id)
{
    if (wanted != 0 && id != 0 && wanted != id)
        declare_wrong(declaring, "it exists with id %lld, not %lld", (long long)id,
                      (long long)wanted);
}

static bool too_many(struct declaring *declaring, const char *name, const struct list *list)
{
    if (list->count > SET_MOST)
        declare_wrong(declaring, "%s has more than %d items", name, SET_MOST);
    return list->count > SET_MOST;
}

/* ---- hours ---- */

static struct fail put_windows(struct declaring *declaring, const struct declare_schedule *schedule,
                               int64_t schedule_id, enum declared_outcome *whole)
{
    const struct declare_window *windows = schedule->windows.read.items;
    const struct list *list = &schedule->windows.read;
    struct value *kept = TAKE_MANY(declaring->work->arena, list->count + 1, struct value);
    static const char *const keys[] = {"position"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("schedule_id", v_number(schedule_id)),
    };

    if (schedule->windows.json == NULL || too_many(declaring, "windows", list))
        return NO_FAIL;
    for (size_t i = 0; i < list->count; i++) {
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("position", kept[i] = v_number((int64_t)i)),
            VALUE("weekdays", v_number(windows[i].days)),
            VALUE("start_minute", v_number(windows[i].start)),
            VALUE("end_minute", v_number(windows[i].end)),
        };

        TRY(declare_part(declaring, DECLARED_ROW("schedule_window", false, columns), NULL, whole));
    }
    const struct declared_set set = {"schedule_window",  owner, COUNT(owner), keys, COUNT(keys),
                                     {kept, list->count}};
    return declare_prune(declaring, &set, whole);
}

static bool override_is_sound(struct declaring *declaring, const struct declare_override *override)
{
    bool hours = (override->given & GIVEN_START) && (override->given & GIVEN_END);
    bool none = !(override->given & (GIVEN_START | GIVEN_END));

    if (override->closed ? none : hours)
        return true;
    declare_wrong(declaring, "an override has start and end, or is closed");
    return false;
}

/* Several intervals of one date are numbered in the order they stand. */
static int64_t position_of(const struct declare_override *all, size_t i)
{
    int64_t position = 0;

    for (size_t before = 0; before < i; before++)
        position += all[before].date.number == all[i].date.number;
    return position;
}

struct fail declare_overrides(struct declaring *declaring, const struct overrides_of *whose,
                              const struct declare_list *said, enum declared_outcome *whole)
{
    const struct declare_override *all = said->read.items;
    const struct list *list = &said->read;
    struct arena *arena = declaring->work->arena;
    struct value *kept = TAKE_MANY(arena, 2 * list->count + 1, struct value);
    static const char *const keys[] = {"date", "position"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY(whose->column, v_number(whose->id)),
    };

    if (said->json == NULL || too_many(declaring, whose->list, list))
        return NO_FAIL;
    for (size_t i = 0; i < list->count; i++) {
        if (!override_is_sound(declaring, &all[i]))
            continue;
        struct value none = v_text(NULL);
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("date", kept[2 * i] = v_day(arena, all[i].date)),
            KEY("position", kept[2 * i + 1] = v_number(position_of(all, i))),
            VALUE("start_minute", all[i].closed ? none : v_number(all[i].start)),
            VALUE("end_minute", all[i].closed ? none : v_number(all[i].end)),
        };

        TRY(declare_part(declaring, DECLARED_ROW(whose->table, false, columns), NULL, whole));
    }
    const struct declared_set set = {whose->table, owner,       COUNT(owner),
                                     keys,         COUNT(keys), {kept, 2 * list->count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail put_schedule(struct declaring *declaring, const struct declare_user *user,
                                int64_t user_id, const struct declare_schedule *schedule,
                                int64_t *id, enum declared_outcome *whole)
{
    const char *zone = schedule->time_zone != NULL ? schedule->time_zone
                       : user->time_zone != NULL   ? user->time_zone
                                                   : declaring->business->time_zone;
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("user_id", v_number(user_id)),
        KEY("name", v_text(schedule->name)),
        VALUE("time_zone", v_text(zone)),
    };

    TRY(declare_part(declaring, DECLARED_ROW("schedule", true, columns), id, whole));
    if (*id == 0)
        return NO_FAIL;
    TRY(put_windows(declaring, schedule, *id, whole));
    const struct overrides_of whose = {"schedule_override", "schedule_id", *id, "overrides"};
    return declare_overrides(declaring, &whose, &schedule->overrides, whole);
}

/* The schedule that says so is the default, else the first. */
static struct fail put_schedules(struct declaring *declaring, const struct declare_user *user,
                                 int64_t user_id, enum declared_outcome *whole)
{
    const struct declare_schedule *all = user->schedules.read.items;
    int64_t standard = 0, first = 0;

    for (size_t i = 0; i < user->schedules.read.count; i++) {
        int64_t id;

        TRY(put_schedule(declaring, user, user_id, &all[i], &id, whole));
        if (all[i].standard && standard != 0)
            declare_wrong(declaring, "two schedules are the default");
        if (all[i].standard)
            standard = id;
        if (i == 0)
            first = id;
    }
    if (first == 0)
        return NO_FAIL;
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("id", v_number(user_id)),
        VALUE("default_schedule_id", v_number(standard != 0 ? standard : first)),
    };
    return declare_part(declaring, DECLARED_ROW("user", true, columns), NULL, whole);
}

/* ---- users ---- */

static struct fail put_time_off(struct declaring *declaring, const struct declare_user *user,
                                int64_t user_id, enum declared_outcome *whole)
{
    const struct declare_time_off *all = user->time_off.read.items;
    const struct list *list = &user->time_off.read;
    struct arena *arena = declaring->work->arena;
    struct value *kept = TAKE_MANY(arena, 2 * list->count + 1, struct value);
    static const char *const keys[] = {"start_date", "end_date"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("user_id", v_number(user_id)),
    };

    if (user->time_off.json == NULL || too_many(declaring, "time_off", list))
        return NO_FAIL;
    for (size_t i = 0; i < list->count; i++) {
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("start_date", kept[2 * i] = v_day(arena, all[i].start)),
            KEY("end_date", kept[2 * i + 1] = v_day(arena, all[i].end)),
            VALUE("reason", v_text(all[i].reason != NULL ? all[i].reason : "")),
        };

        TRY(declare_part(declaring, DECLARED_ROW("time_off", true, columns), NULL, whole));
    }
    const struct declared_set set = {"time_off", owner,       COUNT(owner),
                                     keys,       COUNT(keys), {kept, 2 * list->count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail put_busy(struct declaring *declaring, const struct declare_user *user,
                            int64_t user_id, enum declared_outcome *whole)
{
    const struct declare_busy *all = user->busy.read.items;
    const struct list *list = &user->busy.read;
    struct value *kept = TAKE_MANY(declaring->work->arena, 3 * list->count + 1, struct value);
    static const char *const keys[] = {"calendar", "start_us", "end_us"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("user_id", v_number(user_id)),
    };

    if (user->busy.json == NULL || too_many(declaring, "busy", list))
        return NO_FAIL;
    for (size_t i = 0; i < list->count; i++) {
        const struct declared_column columns[] = {
            owner[0],
            owner[1],
            KEY("calendar", kept[3 * i] = v_text(all[i].calendar)),
            KEY("start_us", kept[3 * i + 1] = v_instant(all[i].start)),
            KEY("end_us", kept[3 * i + 2] = v_instant(all[i].end)),
        };

        TRY(declare_part(declaring, DECLARED_ROW("busy_range", true, columns), NULL, whole));
    }
    const struct declared_set set = {"busy_range", owner,       COUNT(owner),
                                     keys,         COUNT(keys), {kept, 3 * list->count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail put_user(struct declaring *declaring, const struct declare_user *user,
                            int64_t *id, enum declared_outcome *outcome)
{
    const char *zone = user->time_zone != NULL ? user->time_zone : declaring->business->time_zone;
    char uid[17];

    uid_short(uid);
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("username", v_text(user->username)),
        VALUE("name", v_text(user->name)),
        VALUE("email", v_text(user->email)),
        VALUE("phone", v_text(user->phone)),
        VALUE("time_zone", v_text(zone)),
        VALUE("locale", v_text(user->locale != NULL ? user->locale : "en")),
        VALUE("role", v_text(user->role == 0 ? "staff" : "admin")),
        VALUE("active", v_number(!(user->given & GIVEN_ACTIVE) || user->active)),
        {"uid", user->uid != NULL ? DECLARED_VALUE : DECLARED_AT_BIRTH,
         v_text(user->uid != NULL ? user->uid : uid)},
        BIRTH("id", v_id(user->id)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };
    TRY(declare_put(declaring, DECLARED_ROW("user", true, columns), id, outcome));
    check_number(declaring, user->id, *id);
    return NO_FAIL;
}

/* What is to be stored: a password that is right already stays as it is. */
static struct fail password_wanted(struct declaring *declaring, const struct declare_user *user,
                                   const char *present, const char **hash)
{
    *hash = present;
    if (user->password_hash != NULL) {
        *hash = user->password_hash;
        if (!password_hash_is_known(*hash))
            declare_wrong(declaring, "password_hash is none that crypt(3) knows");
    } else if (user->password != NULL &&
               (present == NULL || !password_verifies(user->password, present))) {
        *hash = password_hash(declaring->work->arena, user->password);
        if (*hash == NULL)
            return (struct fail){.code = OURSELVES, .trouble = "no hash of a password"};
    }
    return NO_FAIL;
}

/* With another password all sessions end. */
static struct fail put_password(struct declaring *declaring, const struct declare_user *user,
                                int64_t id, enum declared_outcome *whole)
{
    struct store *store = declaring->work->store;
    struct sign_in_user present = {0};
    const char *hash;
    bool found;

    if (user->password == NULL && user->password_hash == NULL)
        return NO_FAIL;
    if (user->password != NULL && user->password_hash != NULL)
        declare_wrong(declaring, "password and password_hash are given: one is enough");
    TRY(user_who_signs_in(store, declaring->business_id, id, &present, &found));
    TRY(password_wanted(declaring, user, present.password_hash, &hash));
    if (present.password_hash != NULL && strcmp(hash, present.password_hash) == 0 &&
        present.require_password_change == user->require_password_change)
        return NO_FAIL;
    if (*whole == DECLARED_UNCHANGED)
        *whole = DECLARED_CHANGED;
    TRY(user_password_set(store, declaring->business_id, id, hash, user->require_password_change));
    return user_sessions_revoke(store, declaring->business_id, id, 0, declaring->work->now);
}

static struct fail one_user(struct declaring *declaring, const void *item)
{
    const struct declare_user *user = item;
    enum declared_outcome outcome;
    int64_t id;

    TRY(put_user(declaring, user, &id, &outcome));
    if (id == 0)
        return NO_FAIL;
    TRY(put_password(declaring, user, id, &outcome));
    TRY(put_schedules(declaring, user, id, &outcome));
    TRY(put_time_off(declaring, user, id, &outcome));
    TRY(put_busy(declaring, user, id, &outcome));
    declare_tell(declaring, outcome, "user", user->username);
    return NO_FAIL;
}

struct fail declare_users(struct declaring *declaring)
{
    return EACH(declaring, users, struct declare_user, one_user);
}

/* ---- teams ---- */

static const char *const member_roles[] = {"member", "admin", "owner"};

static struct fail put_members(struct declaring *declaring, const struct declare_team *team,
                               int64_t team_id, enum declared_outcome *whole)
{
    const struct declare_member *all = team->members.read.items;
    const struct list *list = &team->members.read;
    struct value *kept = TAKE_MANY(declaring->work->arena, list->count + 1, struct value);
    static const char *const keys[] = {"user_id"};
    const struct declared_column owner[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("team_id", v_number(team_id)),
    };

    if (team->members.json == NULL || too_many(declaring, "members", list))
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
            VALUE("role", v_text(member_roles[all[i].role])),
        };
        TRY(declare_part(declaring, DECLARED_ROW("membership", false, columns), NULL, whole));
    }
    const struct declared_set set = {"membership", owner,       COUNT(owner),
                                     keys,         COUNT(keys), {kept, list->count}};
    return declare_prune(declaring, &set, whole);
}

static struct fail one_team(struct declaring *declaring, const void *item)
{
    const struct declare_team *team = item;
    enum declared_outcome outcome;
    int64_t id;
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("slug", v_text(team->slug)),
        VALUE("name", v_text(team->name)),
        BIRTH("id", v_id(team->id)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };

    TRY(declare_put(declaring, DECLARED_ROW("team", true, columns), &id, &outcome));
    if (id == 0)
        return NO_FAIL;
    check_number(declaring, team->id, id);
    TRY(put_members(declaring, team, id, &outcome));
    declare_tell(declaring, outcome, "team", team->slug);
    return NO_FAIL;
}

struct fail declare_teams(struct declaring *declaring)
{
    return EACH(declaring, teams, struct declare_team, one_team);
}

/* ---- holidays: a set of the business ---- */

static struct fail one_holiday(struct declaring *declaring, const void *item)
{
    const struct declare_holiday *holiday = item;
    enum declared_outcome outcome;
    char date[WHEN_ROOM];
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("date", v_day(declaring->work->arena, holiday->date)),
        VALUE("name", v_text(holiday->name)),
    };

    TRY(declare_put(declaring, DECLARED_ROW("holiday", true, columns), NULL, &outcome));
    (void)day_write(date, holiday->date);
    declare_tell(declaring, outcome, "holiday", date);
    return NO_FAIL;
}

static struct fail prune_holidays(struct declaring *declaring)
{
    const struct list *list = &declaring->business->holidays.read;
    const struct declare_holiday *all = list->items;
    struct arena *arena = declaring->work->arena;
    struct value *kept = TAKE_MANY(arena, list->count + 1, struct value);
    static const char *const keys[] = {"date"};
    const struct declared_column owner[] = {KEY("business_id", v_number(declaring->business_id))};
    enum declared_outcome outcome = DECLARED_UNCHANGED;

    for (size_t i = 0; i < list->count; i++)
        kept[i] = v_day(arena, all[i].date);
    const struct declared_set set = {"holiday", owner,       COUNT(owner),
                                     keys,      COUNT(keys), {kept, list->count}};
    TRY(declare_prune(declaring, &set, &outcome));
    if (outcome == DECLARED_CHANGED)
        declare_tell(declaring, outcome, "holidays", "");
    return NO_FAIL;
}

struct fail declare_holidays(struct declaring *declaring)
{
    const struct declare_list *holidays = &declaring->business->holidays;

    if (holidays->json == NULL || too_many(declaring, "holidays", &holidays->read))
        return NO_FAIL;
    TRY(EACH(declaring, holidays, struct declare_holiday, one_holiday));
    return prune_holidays(declaring);
}

/* ---- clients ---- */

static struct fail one_client(struct declaring *declaring, const void *item)
{
    const struct declare_client *client = item;
    enum declared_outcome outcome;
    char uid[17];
    int64_t id;

    uid_short(uid);
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("email", v_text(client->email)),
        VALUE("name", v_text(client->name)),
        VALUE("phone", v_text(client->phone)),
        VALUE("time_zone", v_text(client->time_zone)),
        VALUE("notes", v_text(client->notes != NULL ? client->notes : "")),
        {"uid", client->uid != NULL ? DECLARED_VALUE : DECLARED_AT_BIRTH,
         v_text(client->uid != NULL ? client->uid : uid)},
        BIRTH("id", v_id(client->id)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };
    TRY(declare_put(declaring, DECLARED_ROW("client", true, columns), &id, &outcome));
    check_number(declaring, client->id, id);
    declare_tell(declaring, outcome, "client", client->email);
    return NO_FAIL;
}

struct fail declare_clients(struct declaring *declaring)
{
    return EACH(declaring, clients, struct declare_client, one_client);
}

/* ---- tokens ---- */

static struct fail whose_token(struct declaring *declaring, const struct declare_token *token,
                               int64_t *user_id, int64_t *client_id)
{
    const bool wants_client = token_is_of_client(token->kind);
    const struct declared_column client[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("email", v_text(token->client)),
    };

    *user_id = *client_id = 0;
    if (wants_client != (token->client != NULL) || (token->user != NULL && token->client != NULL)) {
        declare_wrong(declaring, "tokens of clients have a client, every other kind a user");
        return NO_FAIL;
    }
    if (token->user != NULL)
        return declare_user_id(declaring, token->user, user_id);
    if (token->client == NULL)
        return NO_FAIL;
    TRY(declared_find(declaring->work->store, DECLARED_ROW("client", true, client), client_id));
    if (*client_id == 0)
        declare_wrong(declaring, "there is no client %s", token->client);
    return NO_FAIL;
}

static const char *with_blanks(struct arena *arena, const struct texts *words)
{
    const char *all = "";

    for (size_t i = 0; i < words->count; i++)
        all = arena_format(arena, "%s%s%s", all, i == 0 ? "" : " ", words->all[i]);
    return all;
}

static struct fail one_token(struct declaring *declaring, const void *item)
{
    const struct declare_token *token = item;
    struct work *work = declaring->work;
    unsigned char hash[DIGEST_ROOM];
    char shown[TOKEN_SHOWN_ROOM];
    enum declared_outcome outcome;
    int64_t id, user_id, client_id;
    bool changed;

    token_hash(hash, token->secret);
    token_shown(shown, token->secret);
    TRY(whose_token(declaring, token, &user_id, &client_id));
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("hash", v_bytes(hash, sizeof hash)),
        VALUE("kind", v_text(word_of(token_kind_words, token->kind))),
        VALUE("shown", v_text(shown)),
        VALUE("name", v_text(token->name != NULL ? token->name : "")),
        VALUE("user_id", v_id(user_id)),
        VALUE("client_id", v_id(client_id)),
        VALUE("scopes", v_text(with_blanks(work->arena, &token->scopes))),
        VALUE("rate_limit", v_rate(token->given & GIVEN_RATE_LIMIT ? token->rate_limit : -1)),
        VALUE("expires_us",
              v_instant(token->given & GIVEN_EXPIRES ? token->expires : INSTANT_NONE)),
        BIRTH("created_us", v_instant(work->now)),
    };
    TRY(declare_put(declaring, DECLARED_ROW("token", true, columns), &id, &outcome));
    const struct declared_since revoked = {"token", "revoked_us",   declaring->business_id,
                                           id,      token->revoked, work->now};
    TRY(declared_since_put(work->store, &revoked, &changed));
    if (changed && outcome == DECLARED_UNCHANGED)
        outcome = DECLARED_CHANGED;
    declare_tell(declaring, outcome, "token",
                 token->name != NULL && token->name[0] != '\0' ? token->name : shown);
    return NO_FAIL;
}

struct fail declare_tokens(struct declaring *declaring)
{
    return EACH(declaring, tokens, struct declare_token, one_token);
}
