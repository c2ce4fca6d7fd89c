/* manage_services.c - services: event types as a salon manages them. SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "engine/manage_services.h"
#include "store/staff.h"

enum { SLUG_MOST = 60 }; /* bytes of the name that go into URLs */

static struct fail show(struct work *work, int64_t id, struct service *service)
{
    bool found;

    TRY(service_by_id(work->store, work->caller->business_id, id, service, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_THING, .detail = "Service"};
}

struct fail list_services(struct work *work, const struct service_wish *wish,
                          struct listed *services)
{
    TRY(services_of_business(work->store, work->caller->business_id, wish->with_inactive,
                             wish->staff_id, &services->items));
    paging_cut(services, &wish->paging, sizeof(struct service));
    return NO_FAIL;
}

struct fail show_service(struct work *work, const struct service_wish *wish,
                         struct service *service)
{
    return show(work, wish->type.id, service);
}

/* ---- who gives it ---- */

/* Each of them once. */
static struct numbers each_once(struct work *work, const struct numbers *ids)
{
    struct numbers once = {TAKE_MANY(work->arena, ids->count + 1, int64_t), 0};

    for (size_t i = 0; i < ids->count; i++) {
        size_t at = 0;

        while (at < once.count && once.all[at] != ids->all[i])
            at++;
        if (at == once.count)
            once.all[once.count++] = ids->all[i];
    }
    return once;
}

static struct fail check_staff(struct work *work, const struct numbers *ids)
{
    struct staff staff;
    bool found;

    if (ids->count == 0)
        return setting_wrong(work, "staff_ids needs at least one member of staff");
    for (size_t i = 0; i < ids->count; i++) {
        TRY(staff_by_id(work->store, work->caller->business_id, ids->all[i], &staff, &found));
        if (!found || !staff.active)
            return (struct fail){.code = NO_STAFF,
                                 .field = "staff_ids",
                                 .detail =
                                     arena_format(work->arena, "%lld", (long long)ids->all[i])};
    }
    return NO_FAIL;
}

/* One owns it, several are a team. */
static struct fail owner_for(struct work *work, const struct numbers *staff,
                             struct managed_type *owner)
{
    *owner = (struct managed_type){.assignment = ASSIGN_PERSONAL};
    if (staff->count == 1) {
        owner->owner_id = staff->all[0];
        return NO_FAIL;
    }
    owner->assignment = ASSIGN_ROUND_ROBIN;
    return service_team(work->store, work->caller->business_id, staff, work->now, &owner->team_id);
}

/* A team stays a team with whoever is left, so that its turns go on. */
static struct fail change_staff_of(struct work *work, const struct service *service,
                                   const struct numbers *staff)
{
    int64_t business_id = work->caller->business_id;
    struct managed_type owner;

    TRY(check_staff(work, staff));
    if (service->owner_id != 0) {
        TRY(owner_for(work, staff, &owner));
        if (owner.owner_id == service->owner_id)
            return NO_FAIL;
        TRY(service_set_owner(work->store, business_id, service->id, owner.owner_id,
                              owner.team_id));
        if (owner.owner_id != 0)
            return NO_FAIL;
    }
    return service_set_hosts(work->store, business_id, service->id, staff);
}

/* ---- changes ---- */

/* What stands in URLs, and in the other dialects, comes from the first name and stays. */
static const char *slug_from(struct work *work, const char *name)
{
    size_t length = strlen(name);

    if (length > SLUG_MOST)
        length = SLUG_MOST;
    while (length > 0 && ((unsigned char)name[length] & 0xc0) == 0x80)
        length--;
    for (size_t i = 0; i < length; i++)
        if ((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z') ||
            (name[i] >= '0' && name[i] <= '9') || (unsigned char)name[i] >= 0x80)
            return arena_bytes(work->arena, name, length);
    return "service";
}

static struct type_wish type_of(const struct service_wish *wish)
{
    struct type_wish type = wish->type;

    type.given = wish->given & ((1U << TYPE__BITS) - 1);
    if (wish->given & SERVICE_ACTIVE) {
        type.given |= TYPE_HIDDEN;
        type.hidden = !wish->active;
    }
    return type;
}

struct fail create_service(struct work *work, const struct service_wish *wish,
                           struct service *service)
{
    struct numbers staff = each_once(work, &wish->staff_ids);
    struct type_wish type = type_of(wish);
    struct managed_type owner;
    int64_t id;

    type.slug = slug_from(work, type.title);
    type.given |= TYPE_SLUG;
    TRY(check_staff(work, &staff));
    TRY(owner_for(work, &staff, &owner));
    TRY(create_type_of_business(work, &type, &owner, &id));
    if (owner.team_id != 0)
        TRY(service_set_hosts(work->store, work->caller->business_id, id, &staff));
    return show(work, id, service);
}

struct fail change_service(struct work *work, const struct service_wish *wish,
                           struct service *service)
{
    struct numbers staff = each_once(work, &wish->staff_ids);
    struct type_wish type = type_of(wish);

    TRY(show(work, type.id, service));
    TRY(change_type_of_business(work, &type));
    if (wish->given & SERVICE_STAFF)
        TRY(change_staff_of(work, service, &staff));
    return show(work, type.id, service);
}

struct fail delete_service(struct work *work, const struct service_wish *wish,
                           struct service *service)
{
    TRY(show(work, wish->type.id, service));
    return managed_type_delete(
        work->store, &(struct managed_type){.id = service->id, .business_id = service->business_id},
        work->now);
}
