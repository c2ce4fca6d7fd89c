/* openings.c - what is free, by service and by member of staff. SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "engine/classes.h"
#include "engine/openings.h"
#include "engine/own.h"
#include "engine/slots.h"
#include "store/people.h"
#include "store/event_types.h"
#include "store/facts.h"
#include "store/staff.h"

struct opening_up {
    struct work *work;
    const struct openings_wish *wish;
    int64_t business_id;
    struct range range;
    struct numbers services, staff; /* ids; of no staff: all */
    struct opening *all;
    size_t count, room;
};

/* ---- what is asked for ---- */

static struct fail settle_business(struct opening_up *up)
{
    struct work *work = up->work;
    bool known = true;

    if (work->caller->kind != TOKEN_NOBODY) {
        up->business_id = work->caller->business_id;
        return business_is_own(work, up->wish->business_uid);
    }
    if (up->wish->business_uid == NULL)
        return FAIL(NO_TOKEN);
    TRY(business_with_uid(work->store, up->wish->business_uid, &up->business_id, &known));
    return known ? NO_FAIL : FAIL(OTHER_BUSINESS);
}

static struct fail settle_range(struct opening_up *up, const struct zone *zone)
{
    const struct openings_wish *wish = up->wish;
    int64_t days = (int64_t)wish->last.number - wish->first.number + 1;

    if (days < 1)
        return (struct fail){.code = BAD_RANGE, .detail = "end_date is before start_date"};
    if (days > OPENINGS_DAYS_MOST)
        return (struct fail){.code = BAD_RANGE, .detail = "The range is longer than 31 days"};
    up->range = (struct range){zone_midnight(zone, wish->first),
                               {zone_midnight(zone, day_plus(wish->last, 1)).us - 1}};
    if (up->range.start.us < up->work->now.us)
        up->range.start = up->work->now;
    return NO_FAIL;
}

static struct fail id_of_service(struct opening_up *up, const char *uid, int64_t *id)
{
    bool found;

    TRY(type_with_uid(up->work->store, up->business_id, uid, id, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_SERVICE, .detail = uid};
}

static struct fail settle_services(struct opening_up *up)
{
    const struct openings_wish *wish = up->wish;
    const struct texts one = {(const char *[]){wish->service_uid}, 1};
    const struct texts *named = wish->service_uid != NULL ? &one : &wish->service_uids;

    up->services = (struct numbers){TAKE_MANY(up->work->arena, named->count + 1, int64_t), 0};
    for (size_t i = 0; i < named->count; i++)
        TRY(id_of_service(up, named->all[i], &up->services.all[up->services.count++]));
    if (named->count == 0)
        TRY(types_on_offer(up->work->store, up->business_id, &up->services));
    return up->services.count > OPENINGS_SERVICES_MOST
               ? (struct fail){.code = BAD_RANGE,
                               .detail = "There are more than 50 services: name those that are "
                                         "meant"}
               : NO_FAIL;
}

static struct fail settle_staff(struct opening_up *up)
{
    const struct texts *named = &up->wish->staff_uids;

    up->staff = (struct numbers){TAKE_MANY(up->work->arena, named->count + 1, int64_t), 0};
    for (size_t i = 0; i < named->count; i++) {
        struct staff staff;
        bool found;

        TRY(staff_by_uid(up->work->store, up->business_id, named->all[i], &staff, &found));
        if (!found)
            return (struct fail){.code = NO_STAFF, .detail = named->all[i]};
        up->staff.all[up->staff.count++] = staff.id;
    }
    return NO_FAIL;
}

static bool is_asked_for(const struct opening_up *up, int64_t host_id)
{
    for (size_t i = 0; i < up->staff.count; i++)
        if (up->staff.all[i] == host_id)
            return true;
    return up->staff.count == 0;
}

/* ---- what there is ---- */

static void add(struct opening_up *up, struct opening opening)
{
    if (up->count == up->room) {
        size_t room = 2 * up->room + 256;
        struct opening *more = TAKE_MANY(up->work->arena, room, struct opening);

        if (up->count > 0)
            memcpy(more, up->all, up->count * sizeof *more);
        up->all = more;
        up->room = room;
    }
    up->all[up->count++] = opening;
}

static const char *class_uid_of(struct work *work, const struct event_type *type,
                                struct instant start)
{
    char *uid;

    if (type->seats == 0)
        return NULL;
    uid = arena_take(work->arena, CLASS_UID_ROOM);
    class_uid_write(uid, type->id, start);
    return uid;
}

static struct fail add_starts(struct opening_up *up, const struct event_type *type,
                              const struct list *hosts, const char *staff_uid)
{
    struct slots slots = {0};
    struct offer offer;

    TRY(offer_open_for(up->work, type, hosts, type->length_minutes, up->range, &offer));
    TRY(slots_of_offer(up->work, &offer, up->wish->given & OPENINGS_SPARE ? up->wish->spare : NULL,
                       &slots));
    for (size_t i = 0; i < slots.count; i++) {
        const struct slot *slot = &slots.all[i];

        add(up, (struct opening){
                    .staff_uid = staff_uid,
                    .service_uid = type->uid,
                    .class_uid = class_uid_of(up->work, type, slot->start),
                    .start = slot->start,
                    .minutes = type->length_minutes,
                    .spots_total = type->seats > 0 ? slot->seats : 1,
                    .spots_open = type->seats > 0 ? slot->seats - slot->seats_taken : 1,
                });
    }
    return NO_FAIL;
}

/* With those without whom it is not given. */
static struct list with_fixed(struct work *work, const struct list *hosts, bool chooses,
                              const struct event_host *one)
{
    const struct event_host *all = hosts->items;
    struct event_host *kept = TAKE_MANY(work->arena, hosts->count + 1, struct event_host);
    size_t count = 0;

    for (size_t i = 0; i < hosts->count; i++)
        if (!chooses || all[i].fixed || all[i].id == one->id)
            kept[count++] = all[i];
    return (struct list){kept, count};
}

/* Whoever can take it has an entry; a fixed host of several never takes it alone. */
static struct fail add_service(struct opening_up *up, const struct event_type *type)
{
    bool chooses = ASSIGNS_ONE(type->assignment), any_free = false;
    struct list hosts;

    TRY(offer_hosts(up->work, type, &hosts));
    const struct event_host *all = hosts.items;
    for (size_t i = 0; i < hosts.count; i++)
        any_free = any_free || !all[i].fixed;
    for (size_t i = 0; i < hosts.count; i++) {
        if (!is_asked_for(up, all[i].id) || (chooses && any_free && all[i].fixed))
            continue;
        struct list those = with_fixed(up->work, &hosts, chooses, &all[i]);
        TRY(add_starts(up, type, &those, all[i].uid));
    }
    return NO_FAIL;
}

static bool is_of_kind(const struct opening_up *up, const struct event_type *type)
{
    int kind = type->seats > 0 ? OPENINGS_OF_CLASSES : OPENINGS_OF_APPOINTMENTS;

    return !type->managed && (!(up->wish->given & OPENINGS_KIND) || up->wish->kind == kind);
}

static int compare_starts(const struct opening *a, const struct opening *b)
{
    return (a->start.us > b->start.us) - (a->start.us < b->start.us);
}

static int by_date(const void *left, const void *right)
{
    const struct opening *a = left, *b = right;
    int order = compare_starts(a, b);

    order = order != 0 ? order : strcmp(a->staff_uid, b->staff_uid);
    return order != 0 ? order : strcmp(a->service_uid, b->service_uid);
}

static int by_staff(const void *left, const void *right)
{
    const struct opening *a = left, *b = right;
    int order = strcmp(a->staff_uid, b->staff_uid);

    return order != 0 ? order : by_date(left, right);
}

static struct fail look_at_services(struct opening_up *up)
{
    for (size_t i = 0; i < up->services.count; i++) {
        struct event_type_name name = {.id = up->services.all[i]};
        struct event_type *type = TAKE(up->work->arena, struct event_type);
        bool found;

        TRY(event_type_by_name(up->work->store, up->business_id, NULL, &name, type, &found));
        if (found && is_of_kind(up, type))
            TRY(add_service(up, type));
    }
    return NO_FAIL;
}

struct fail openings_find(struct work *work, const struct openings_wish *wish,
                          struct openings *openings)
{
    struct opening_up up = {.work = work, .wish = wish};

    *openings = (struct openings){
        .order = wish->order, .zone = zone_find(wish->given & OPENINGS_ZONE ? wish->zone : "UTC")};
    TRY(settle_business(&up));
    TRY(settle_range(&up, openings->zone));
    TRY(settle_services(&up));
    TRY(settle_staff(&up));
    /* what is over needs no looking at */
    if (up.range.start.us <= up.range.end.us)
        TRY(look_at_services(&up));
    if (up.count > 0)
        qsort(up.all, up.count, sizeof *up.all,
              wish->order == OPENINGS_BY_STAFF ? by_staff : by_date);
    openings->all = up.all;
    openings->count = up.count;
    return NO_FAIL;
}
