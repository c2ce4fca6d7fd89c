/* webhooks.c - who outside wants to be told of bookings. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/uid.h"
#include "engine/webhooks.h"
#include "store/event_types.h"
#include "store/teams.h"

/* ---- whose ---- */

static struct fail leads(struct work *work, const struct event_type *type, bool *leads)
{
    const struct caller *caller = work->caller;
    bool known;

    *leads = type->owner_id != 0 && type->owner_id == caller->user_id;
    if (type->team_id == 0)
        return NO_FAIL;
    return leads_team(work->store, caller->business_id, caller->user_id, type->team_id, &known,
                      leads);
}

static struct fail may_see(struct work *work, int64_t event_type_id)
{
    struct event_type_name name = {.id = event_type_id};
    struct event_type type;
    bool found, hers = false;

    if (event_type_id == 0)
        return NO_FAIL;
    TRY(event_type_by_name(work->store, work->caller->business_id, NULL, &name, &type, &found));
    if (found)
        TRY(leads(work, &type, &hers));
    return hers ? NO_FAIL
                : (struct fail){.code = NO_EVENT_TYPE,
                                .detail = arena_format(work->arena, "with id %lld",
                                                       (long long)event_type_id)};
}

static struct fail fetch(struct work *work, const struct webhook_wish *wish, bool lock,
                         struct webhook *webhook)
{
    bool found;

    TRY(may_see(work, wish->event_type_id));
    TRY(webhook_by_uid(work->store, work->caller->business_id, wish->uid, lock, webhook, &found));
    bool hers = found && (wish->event_type_id != 0
                              ? webhook->event_type_id == wish->event_type_id
                              : webhook->user_id != 0 && webhook->user_id == work->caller->user_id);
    return hers ? NO_FAIL : (struct fail){.code = NO_WEBHOOK, .detail = wish->uid};
}

/* ---- what ---- */

/* Where a URL's host begins; NULL: it is not one of the schemes. */
static const char *after_scheme(const char *url)
{
    static const char *const schemes[] = {"https://", "http://"};

    for (size_t i = 0; i < COUNT(schemes); i++)
        if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
            return url + strlen(schemes[i]);
    return NULL;
}

/* A scheme, a host, and nothing that would have to be escaped. Where it leads is looked at when it
 * is called. */
static bool url_is_sound(const char *url)
{
    const char *host = after_scheme(url);

    if (host == NULL || strcspn(host, "/?#") == 0 || *host == '@' || *host == ':')
        return false;
    for (const char *at = url; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7f || strchr("\"<>\\^`{|}", *at) != NULL)
            return false;
    return true;
}

static const char *as_json(struct arena *arena, const struct texts *texts)
{
    struct text out;

    text_init(&out, 1 << 16);
    text_char(&out, '[');
    for (size_t i = 0; i < texts->count; i++) {
        if (i > 0)
            text_char(&out, ',');
        text_json(&out, texts->all[i]);
    }
    text_char(&out, ']');
    const char *json = arena_bytes(arena, out.bytes, out.length);
    text_free(&out);
    return json;
}

static const char *or_none(const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : text;
}

static struct fail fill_in(struct work *work, const struct webhook_wish *wish,
                           struct webhook *webhook)
{
    if (wish->given & WEBHOOK_URL) {
        if (!url_is_sound(wish->url))
            return FAIL(URL_WRONG);
        webhook->url = wish->url;
    }
    if (wish->given & WEBHOOK_TRIGGERS)
        webhook->triggers = as_json(work->arena, &wish->triggers);
    if (wish->given & WEBHOOK_ACTIVE)
        webhook->active = wish->active;
    if (wish->given & WEBHOOK_TEMPLATE)
        webhook->payload_template = or_none(wish->payload_template);
    if (wish->given & WEBHOOK_SECRET)
        webhook->secret = or_none(wish->secret);
    return NO_FAIL;
}

static struct fail unless_twice(struct fail fail, const struct webhook *webhook)
{
    if (fail.code != DUPLICATE)
        return fail;
    return (struct fail){.code = WEBHOOK_TWICE,
                         .detail = webhook->event_type_id != 0 ? "event type" : "user"};
}

/* ---- the operations ---- */

struct fail list_webhooks(struct work *work, const struct webhook_wish *wish, struct list *webhooks)
{
    TRY(may_see(work, wish->event_type_id));
    return webhooks_of(work->store, work->caller->business_id, work->caller->user_id,
                       wish->event_type_id, wish->take, wish->skip, webhooks);
}

struct fail find_webhook(struct work *work, const struct webhook_wish *wish,
                         struct webhook *webhook)
{
    return fetch(work, wish, false, webhook);
}

struct fail make_webhook(struct work *work, const struct webhook_wish *wish,
                         struct webhook *webhook)
{
    unsigned char uuid[16];
    char uid[37];

    TRY(may_see(work, wish->event_type_id));
    uuid_v4(uuid);
    uuid_write(uid, uuid);
    *webhook = (struct webhook){.business_id = work->caller->business_id,
                                .uid = arena_text(work->arena, uid),
                                .user_id = wish->event_type_id != 0 ? 0 : work->caller->user_id,
                                .event_type_id = wish->event_type_id,
                                .version = WEBHOOK_VERSION,
                                .created = work->now};
    TRY(fill_in(work, wish, webhook));
    return unless_twice(webhook_insert(work->store, webhook), webhook);
}

struct fail change_webhook(struct work *work, const struct webhook_wish *wish,
                           struct webhook *webhook)
{
    TRY(fetch(work, wish, true, webhook));
    TRY(fill_in(work, wish, webhook));
    return unless_twice(webhook_update(work->store, webhook), webhook);
}

struct fail drop_webhook(struct work *work, const struct webhook_wish *wish,
                         struct webhook *webhook)
{
    TRY(fetch(work, wish, true, webhook));
    return webhook_delete(work->store, webhook);
}
