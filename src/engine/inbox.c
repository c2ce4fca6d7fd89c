/* inbox.c - what the product tells the caller inside itself. SPDX-License-Identifier: MIT */
#include "engine/inbox.h"
#include "engine/item.h"

static struct notification_reader reader_of(const struct work *work)
{
    return (struct notification_reader){.business_id = work->caller->business_id,
                                        .user_id = work->caller->user_id,
                                        .admin = work->caller->admin};
}

static const char *on_wall(struct work *work, struct instant instant)
{
    char written[WHEN_ROOM];

    if (INSTANT_IS_NONE(instant))
        return NULL;
    (void)wall_write(written, zone_wall(business_zone(work), instant));
    return arena_text(work->arena, written);
}

static struct message message_of(struct work *work, const struct notification *notification)
{
    return (struct message){.id = notification->id,
                            .kind = notification->kind,
                            .text = notification->message,
                            .booking_id = notification->booking_id,
                            .read = !INSTANT_IS_NONE(notification->read),
                            .for_admins = notification->user_id == 0,
                            .read_at = on_wall(work, notification->read),
                            .created_at = on_wall(work, notification->created)};
}

struct fail show_inbox(struct work *work, const struct inbox_wish *wish, struct inbox *inbox)
{
    struct notification_reader reader = reader_of(work);
    struct list rows;

    inbox->paging = wish->paging;
    TRY(notifications_of(work->store, &reader, &inbox->paging, &rows));
    const struct notification *all = rows.items;
    struct message *messages = TAKE_MANY(work->arena, rows.count + 1, struct message);
    for (size_t i = 0; i < rows.count; i++)
        messages[i] = message_of(work, &all[i]);
    inbox->messages = (struct list){messages, rows.count};
    return NO_FAIL;
}

static struct fail no_message(void)
{
    return (struct fail){.code = NO_THING, .detail = "Notification"};
}

struct fail read_message(struct work *work, const struct inbox_wish *wish, struct message *message)
{
    struct notification_reader reader = reader_of(work);
    struct notification notification = {0};
    bool found;

    TRY(notifications_mark_read(work->store, &reader, wish->id, work->now));
    TRY(notification_by_id(work->store, &reader, wish->id, &notification, &found));
    if (!found)
        return no_message();
    *message = message_of(work, &notification);
    return NO_FAIL;
}

struct fail read_inbox(struct work *work, const void *nothing, void *nothing_else)
{
    struct notification_reader reader = reader_of(work);

    (void)nothing;
    (void)nothing_else;
    return notifications_mark_read(work->store, &reader, 0, work->now);
}

struct fail drop_message(struct work *work, const struct inbox_wish *wish, void *nothing)
{
    struct notification_reader reader = reader_of(work);
    bool known;

    (void)nothing;
    TRY(notification_remove(work->store, &reader, wish->id, &known));
    return known ? NO_FAIL : no_message();
}
