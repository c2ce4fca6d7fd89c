/* manage_staff.c - the people of a business, as its admins manage them. SPDX-License-Identifier:
 * MIT
 */
#include "engine/manage_staff.h"
#include "engine/manage_clients.h"
#include "engine/manage_settings.h"
#include "engine/manage_shifts.h"
#include "engine/settings.h"
#include "engine/sign_in.h"

static struct fail show(struct work *work, int64_t id, struct staff *staff)
{
    bool found;

    TRY(staff_by_id(work->store, work->caller->business_id, id, staff, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_THING, .detail = "Staff member"};
}

struct fail list_staff(struct work *work, const struct staff_wish *wish, struct listed *staff)
{
    TRY(staff_of_business(work->store, work->caller->business_id, wish->with_inactive,
                          &staff->items));
    paging_cut(staff, &wish->paging, sizeof(struct staff));
    return NO_FAIL;
}

struct fail show_staff(struct work *work, const struct staff_wish *wish, struct staff *staff)
{
    return show(work, wish->id, staff);
}

/* ---- changes ---- */

/* Before anything is locked: it takes its time. */
static struct fail settle_password(struct work *work, const struct staff_wish *wish,
                                   const char **hash)
{
    *hash = NULL;
    return wish->given & STAFF_PASSWORD ? new_password(work, "password", wish->password, hash)
                                        : NO_FAIL;
}

static struct fail settle(struct work *work, const struct staff_wish *wish, const char *hash,
                          struct staff *staff)
{
    if (wish->given & STAFF_NAME)
        staff->name = wish->name;
    if (wish->given & STAFF_EMAIL)
        staff->email = wish->email;
    if (wish->given & STAFF_ZONE)
        staff->time_zone = wish->time_zone;
    if (wish->given & STAFF_ROLE)
        staff->role = wish->role;
    if (wish->given & STAFF_ACTIVE)
        staff->active = wish->active;
    staff->password_hash = hash;
    if (hash != NULL)
        staff->require_password_change = true;
    if (wish->given & STAFF_CHANGES_PASSWORD)
        staff->require_password_change = wish->require_password_change;
    return wish->given & STAFF_PHONE ? phone_settle(work, wish->phone, &staff->phone) : NO_FAIL;
}

struct fail create_staff(struct work *work, const struct staff_wish *wish, struct staff *staff)
{
    struct staff fresh = {
        .business_id = work->caller->business_id, .role = ROLE_STAFF, .active = true};
    struct settings settings;
    const char *hash;

    TRY(settle_password(work, wish, &hash));
    TRY(settings_of(work, fresh.business_id, &settings));
    fresh.time_zone = settings.time_zone;
    TRY(settle(work, wish, hash, &fresh));
    TRY(staff_insert(work->store, &fresh, work->now));
    TRY(give_default_shifts(work, &fresh));
    return show(work, fresh.id, staff);
}

static bool leads(const struct staff *staff)
{
    return staff->active && staff->role == ROLE_ADMIN;
}

/* What somebody could do before and must not any more is not left to a session. */
static bool loses(const struct staff *before, const struct staff *after)
{
    return after->password_hash != NULL || (before->active && !after->active) ||
           (leads(before) && !leads(after));
}

static struct fail apply(struct work *work, const struct staff_wish *wish, struct staff *staff)
{
    struct staff before;
    const char *hash;
    int64_t admins;

    TRY(settle_password(work, wish, &hash));
    TRY(staff_lock(work->store, work->caller->business_id));
    TRY(show(work, wish->id, &before));
    *staff = before;
    TRY(settle(work, wish, hash, staff));
    TRY(staff_set(work->store, staff));
    if (loses(&before, staff))
        TRY(staff_sign_out(work->store, staff, work->now));
    TRY(staff_admins(work->store, staff->business_id, &admins));
    if (admins == 0 && leads(&before))
        return setting_wrong(work, "the business needs an active admin");
    return show(work, wish->id, staff);
}

struct fail change_staff(struct work *work, const struct staff_wish *wish, struct staff *staff)
{
    return apply(work, wish, staff);
}

struct fail deactivate_staff(struct work *work, const struct staff_wish *wish, struct staff *staff)
{
    return apply(work, &(struct staff_wish){.given = STAFF_ACTIVE, .id = wish->id, .active = false},
                 staff);
}
