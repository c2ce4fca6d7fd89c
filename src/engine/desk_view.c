/* desk_view.c - bookings as staff see them. SPDX-License-Identifier: MIT */
#include "base/zone.h"
#include "engine/booking_tokens.h"
#include "engine/desk_view.h"

enum { SECRETS_AT_ONCE = 200 };

/* ---- what a row does not hold by itself ---- */

static struct fail show_secrets(struct work *work, struct desk_row *rows, size_t count,
                                struct booking *bookings)
{
    struct booking_secrets *secrets = TAKE_MANY(work->arena, count, struct booking_secrets);

    for (size_t i = 0; i < count; i++)
        bookings[i] = (struct booking){.id = rows[i].id,
                                       .business_id = work->caller->business_id,
                                       .status = rows[i].status,
                                       .provisional = rows[i].provisional,
                                       .rating = rows[i].rating};
    TRY(booking_secrets_of(work, &(struct bookings){bookings, count}, secrets));
    for (size_t i = 0; i < count; i++) {
        rows[i].provisional_token = secrets[i].answer;
        rows[i].feedback_token = secrets[i].feedback;
    }
    return NO_FAIL;
}

static struct fail finish(struct work *work, const struct settings *settings, struct list *list)
{
    const struct zone *zone = zone_find(settings->time_zone);
    struct desk_row *rows = list->items;
    size_t most = list->count < SECRETS_AT_ONCE ? list->count : SECRETS_AT_ONCE;
    struct booking *bookings = TAKE_MANY(work->arena, most, struct booking);

    if (zone == NULL)
        return (struct fail){.code = OURSELVES, .trouble = "the business's time zone is not known"};
    for (size_t i = 0; i < list->count; i++) {
        rows[i].start_wall = zone_wall(zone, rows[i].start);
        rows[i].end_wall = zone_wall(zone, rows[i].end);
    }
    for (size_t done = 0; done < list->count; done += SECRETS_AT_ONCE)
        TRY(show_secrets(
            work, rows + done,
            list->count - done < SECRETS_AT_ONCE ? list->count - done : SECRETS_AT_ONCE, bookings));
    return NO_FAIL;
}

/* ---- lists ---- */

static struct fail one_page(struct work *work, int64_t host_id, struct desk_list *list)
{
    struct paging *paging = &list->paging;
    int64_t skip = (paging->page - 1) * paging->limit;

    TRY(desk_count(work->store, work->caller->business_id, host_id, &paging->total));
    return skip >= paging->total ? NO_FAIL
                                 : desk_rows(work->store, work->caller->business_id, host_id,
                                             paging->limit, skip, &list->rows);
}

static struct fail whole_list(struct work *work, int64_t host_id, struct desk_list *list)
{
    const struct fail too_long = {.code = LIST_TOO_LONG, .field = "page"};
    struct fail fail = desk_rows(work->store, work->caller->business_id, host_id,
                                 DESK_LIST_MOST + 1, 0, &list->rows);

    if (fail.code == LIST_TOO_LONG || list->rows.count > DESK_LIST_MOST)
        return too_long;
    return fail;
}

struct fail desk_see_list(struct work *work, const struct paging *paging, struct desk_list *list)
{
    struct settings settings;

    TRY(settings_of(work, work->caller->business_id, &settings));
    int64_t host_id = desk_agenda(work->caller, &settings);
    *list = (struct desk_list){.paging = *paging};
    TRY(paging->page > 0 ? one_page(work, host_id, list) : whole_list(work, host_id, list));
    return finish(work, &settings, &list->rows);
}

/* ---- one ---- */

static struct fail look_at(struct work *work, int64_t id, struct desk_row *seen)
{
    struct settings settings;
    struct list one = {seen, 1};
    bool found;

    TRY(settings_of(work, work->caller->business_id, &settings));
    TRY(desk_row_by_id(work->store, work->caller->business_id, id, seen, &found));
    if (!found)
        return (struct fail){.code = NO_BOOKING,
                             .detail = arena_format(work->arena, "%lld", (long long)id)};
    int64_t agenda = desk_agenda(work->caller, &settings);
    if (agenda != 0 && seen->host_id != agenda)
        return FAIL(OF_ANOTHER);
    return finish(work, &settings, &one);
}

struct fail desk_see(struct work *work, const struct desk_wish *wish, struct desk_row *seen)
{
    return look_at(work, wish->id, seen);
}

struct fail desk_see_booked(struct work *work, const struct desk_wish *wish, struct desk_row *seen)
{
    struct booking booked;

    TRY(desk_book(work, wish, &booked));
    TRY(look_at(work, booked.id, seen));
    /* a seat in a class is of who sits there, not of who sat down first */
    seen->client_id = booked.client_id;
    return NO_FAIL;
}

struct fail desk_see_changed(struct work *work, const struct desk_wish *wish, struct desk_row *seen)
{
    struct booking changed;

    TRY(desk_change(work, wish, &changed));
    return look_at(work, changed.id, seen);
}

struct fail desk_see_cancelled(struct work *work, const struct desk_wish *wish,
                               struct desk_row *seen)
{
    struct booking cancelled;
    bool before;

    TRY(desk_cancel(work, wish, &cancelled, &before));
    return look_at(work, cancelled.id, seen);
}
