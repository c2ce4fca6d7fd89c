/* network.h - internet addresses and networks. SPDX-License-Identifier: MIT
 *
 * Addresses of both families are 16 bytes; one of the fourth version stands behind ::ffff:0:0/96.
 */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

struct address {
    unsigned char bytes[16];
};
struct network {
    struct address address;
    unsigned bits; /* of the 128 */
};

struct address address_of_v4(const unsigned char bytes[4]);
bool address_is_v4(const struct address *address);
/* Dotted, or with colons; no brackets, no zone. */
bool address_read(const char *text, size_t length, struct address *address);

/* address/bits; a single address is a network too. */
bool network_read(const char *text, size_t length, struct network *network);
bool network_has(const struct network *network, const struct address *address);

/* Lists with blanks between. */
bool networks_are_sound(const char *list);
bool networks_have(const char *list, const struct address *address);

#endif
