/* manage_clients.c - the clients of a business. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/manage_clients.h"

enum { PHONE_LEAST = 7, PHONE_MOST = 15 };

static struct fail no_client(void)
{
    return (struct fail){.code = NO_THING, .detail = "Client"};
}

/* ---- telephone numbers ---- */

/* Digits and a leading +, without what people write in between. */
static const char *phone_bare(struct work *work, const char *written)
{
    char *bare = arena_take(work->arena, strlen(written) + 2);
    size_t length = 0;

    if (strncmp(written, "00", 2) == 0) {
        bare[length++] = '+';
        written += 2;
    }
    for (; *written != '\0'; written++)
        if (strchr(" -.()/", *written) == NULL)
            bare[length++] = *written;
    bare[length] = '\0';
    return bare;
}

struct fail phone_settle(struct work *work, const char *written, const char **phone)
{
    const char *bare = phone_bare(work, written);
    size_t digits = *bare == '+' ? strspn(bare + 1, "0123456789") : 0;

    *phone = *bare == '\0' ? NULL : bare;
    if (*bare == '\0' || (bare[1 + digits] == '\0' && bare[1] != '0' && digits >= PHONE_LEAST &&
                          digits <= PHONE_MOST))
        return NO_FAIL;
    return (struct fail){.code = SETTING_WRONG,
                         .field = "phone",
                         .detail = "phone must be a telephone number with its country, such as "
                                   "+31612345678"};
}

/* ---- reading ---- */

struct fail list_clients(struct work *work, const struct client_wish *wish, struct listed *clients)
{
    const struct clients_query query = {
        .business_id = work->caller->business_id,
        .search = wish->given & CLIENT_SEARCH ? wish->search : NULL,
        .take = paging_take(&wish->paging),
        .skip = paging_skip(&wish->paging),
    };

    clients->paging = wish->paging;
    if (wish->paging.page > 0)
        TRY(clients_count(work->store, &query, &clients->paging.total));
    TRY(clients_find(work->store, &query, &clients->items));
    return paging_check(clients);
}

static struct fail show(struct work *work, int64_t id, struct client *client)
{
    bool found;

    TRY(client_by_id(work->store, work->caller->business_id, id, client, &found));
    return found ? NO_FAIL : no_client();
}

struct fail show_client(struct work *work, const struct client_wish *wish, struct client *client)
{
    return show(work, wish->id, client);
}

/* ---- changes ---- */

static struct fail settle(struct work *work, const struct client_wish *wish, struct client *client)
{
    if (wish->given & CLIENT_NAME)
        client->name = wish->name;
    if (wish->given & CLIENT_EMAIL)
        client->email = wish->email;
    if (wish->given & CLIENT_NOTES)
        client->notes = wish->notes;
    return wish->given & CLIENT_PHONE ? phone_settle(work, wish->phone, &client->phone) : NO_FAIL;
}

struct fail create_client(struct work *work, const struct client_wish *wish, struct client *client)
{
    struct client fresh = {.business_id = work->caller->business_id, .notes = ""};

    TRY(settle(work, wish, &fresh));
    TRY(client_insert(work->store, &fresh, work->now));
    return show(work, fresh.id, client);
}

struct fail change_client(struct work *work, const struct client_wish *wish, struct client *client)
{
    TRY(show(work, wish->id, client));
    TRY(settle(work, wish, client));
    TRY(client_set(work->store, client));
    return show(work, wish->id, client);
}

struct fail delete_client(struct work *work, const struct client_wish *wish, struct client *client)
{
    TRY(show(work, wish->id, client));
    return client_delete(work->store, client, work->now);
}
