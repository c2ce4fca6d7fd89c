/* address.h - where a delivery may go. SPDX-License-Identifier: MIT */
#ifndef OUTBOX_ADDRESS_H
#define OUTBOX_ADDRESS_H

#include <stdbool.h>

#include <sys/socket.h>

/* Whether an address is everybody's, or in one of the networks of the list. False for what is
 * private, loopback, link-local, multicast, reserved or unknown, also where it is wrapped in an
 * address of the sixth version. */
bool address_is_allowed(const struct sockaddr *name, const char *allowed_networks);

#endif
