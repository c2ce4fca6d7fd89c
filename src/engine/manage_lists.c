/* manage_lists.c - bookings of a team, of an organization and of one of its users.
 * SPDX-License-Identifier: MIT */
#include "engine/find.h"
#include "engine/manage_lists.h"
#include "store/manage_people.h"

static struct fail not_there(struct work *work, enum fail_code code, int64_t id)
{
    return (struct fail){.code = code, .detail = arena_format(work->arena, "%lld", (long long)id)};
}

static struct fail check_organization(struct work *work, int64_t organization_id)
{
    const struct caller *caller = work->caller;
    bool admin;

    if (organization_id != caller->business_id)
        return not_there(work, NO_ORGANIZATION, organization_id);
    TRY(user_is_admin(work->store, caller->business_id, caller->user_id, &admin));
    return admin ? NO_FAIL : (struct fail){.code = NOT_LEADER, .detail = "organization"};
}

static struct fail check_team(struct work *work, int64_t team_id)
{
    const struct caller *caller = work->caller;
    struct standing standing;
    bool known, admin;

    TRY(standing_in_team(work->store, caller->business_id, caller->user_id, team_id, &standing,
                         &known));
    TRY(user_is_admin(work->store, caller->business_id, caller->user_id, &admin));
    if (!known || !(standing.belongs || admin))
        return not_there(work, NO_TEAM, team_id);
    return standing.leads || admin ? NO_FAIL : (struct fail){.code = NOT_LEADER, .detail = "team"};
}

static struct fail check_users(struct work *work, const struct booking_query *query)
{
    struct numbers each = {TAKE_MANY(work->arena, query->users.count + 1, int64_t), 0};
    int64_t known;

    if (!(query->given & BY_USERS))
        return NO_FAIL;
    for (size_t i = 0; i < query->users.count; i++) {
        size_t before = 0;

        while (before < each.count && each.all[before] != query->users.all[i])
            before++;
        if (before == each.count)
            each.all[each.count++] = query->users.all[i];
    }
    TRY(users_known(work->store, work->caller->business_id, &each, &known));
    if (known == 0)
        return FAIL(NO_SUCH_USERS);
    return known < (int64_t)each.count ? FAIL(FOREIGN_USERS) : NO_FAIL;
}

static struct booking_query of_business(const struct booking_query *asked)
{
    struct booking_query query = *asked;

    query.scope = SCOPE_BUSINESS;
    if (query.scope_team != 0)
        query.given |= BY_SCOPE_TEAM;
    return query;
}

struct fail pages_of_team(struct work *work, const struct booking_query *asked,
                          struct booking_page *page)
{
    struct booking_query query = of_business(asked);

    TRY(check_team(work, asked->scope_team));
    return find_pages(work, &query, page);
}

struct fail pages_of_organization(struct work *work, const struct booking_query *asked,
                                  struct booking_page *page)
{
    struct booking_query query = of_business(asked);

    TRY(check_organization(work, asked->scope_business));
    TRY(check_users(work, &query));
    return find_pages(work, &query, page);
}

struct fail walk_of_organization(struct work *work, const struct booking_query *asked,
                                 struct booking_page *page)
{
    struct booking_query query = of_business(asked);

    TRY(check_organization(work, asked->scope_business));
    TRY(check_users(work, &query));
    return find_walk(work, &query, page);
}

struct fail pages_of_organization_team(struct work *work, const struct booking_query *asked,
                                       struct booking_page *page)
{
    TRY(check_organization(work, asked->scope_business));
    return pages_of_team(work, asked, page);
}

struct fail pages_of_organization_user(struct work *work, const struct booking_query *asked,
                                       struct booking_page *page)
{
    struct work as_user = *work;
    struct caller user = {0};
    bool found;

    TRY(check_organization(work, asked->scope_business));
    TRY(caller_of_user(work->store, work->caller->business_id, asked->scope_user, &user, &found));
    if (!found)
        return not_there(work, NO_USER, asked->scope_user);
    as_user.caller = &user;
    return find_pages(&as_user, asked, page);
}
