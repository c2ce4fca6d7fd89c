/* manage_clients.h - the clients of a business. SPDX-License-Identifier: MIT
 *
 * Whoever is signed in may read and write them: who books at the desk makes clients. A deleted one
 * stays in the bookings that name it. */
#ifndef ENGINE_MANAGE_CLIENTS_H
#define ENGINE_MANAGE_CLIENTS_H

#include "engine/paging.h"
#include "engine/work.h"
#include "store/clients.h"

enum client_given {
    CLIENT_NAME = 1 << 0,
    CLIENT_EMAIL = 1 << 1,
    CLIENT_PHONE = 1 << 2,
    CLIENT_NOTES = 1 << 3,
    CLIENT_SEARCH = 1 << 4
};
struct client_wish {
    uint64_t given; /* enum client_given */
    int64_t id;
    const char *name, *email, *phone, *notes; /* a phone of "" is none */
    const char *search;                       /* part of name, address or phone */
    struct paging paging;
};

/* struct client, by name. LIST_TOO_LONG without a page. */
struct fail list_clients(struct work *work, const struct client_wish *wish,
                         struct listed *clients) MUST_BE_CHECKED;
/* NO_THING. */
struct fail show_client(struct work *work, const struct client_wish *wish,
                        struct client *client) MUST_BE_CHECKED;
/* NAME_TAKEN: another client has the address; SETTING_WRONG: no telephone number. Inside a
 * transaction, as what follows. */
struct fail create_client(struct work *work, const struct client_wish *wish,
                          struct client *client) MUST_BE_CHECKED;
struct fail change_client(struct work *work, const struct client_wish *wish,
                          struct client *client) MUST_BE_CHECKED;
struct fail delete_client(struct work *work, const struct client_wish *wish,
                          struct client *client) MUST_BE_CHECKED;

/* A telephone number as people write it, "06 12-34" with its country as "+31 6 …" or "0031 6 …", in
 * the form of E.164; "" gives NULL. SETTING_WRONG. */
struct fail phone_settle(struct work *work, const char *written,
                         const char **phone) MUST_BE_CHECKED;

#endif
