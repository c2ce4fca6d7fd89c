/* network.c - internet addresses and networks. SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <string.h>

#include "base/network.h"

enum { V4_BITS = 32, ALL_BITS = 128 };

static const unsigned char v4_head[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct address address_of_v4(const unsigned char bytes[4])
{
    struct address address;

    memcpy(address.bytes, v4_head, sizeof v4_head);
    memcpy(address.bytes + sizeof v4_head, bytes, 4);
    return address;
}

bool address_is_v4(const struct address *address)
{
    return memcmp(address->bytes, v4_head, sizeof v4_head) == 0;
}

bool address_read(const char *text, size_t length, struct address *address)
{
    unsigned char v4[4];
    char copy[INET6_ADDRSTRLEN];

    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (inet_pton(AF_INET, copy, v4) == 1) {
        *address = address_of_v4(v4);
        return true;
    }
    return inet_pton(AF_INET6, copy, address->bytes) == 1;
}

static bool read_bits(const char *text, size_t length, unsigned most, unsigned *bits)
{
    *bits = 0;
    if (length == 0 || length > 3)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *bits = 10 * *bits + (unsigned)(text[i] - '0');
    }
    return *bits <= most;
}

bool network_read(const char *text, size_t length, struct network *network)
{
    const char *slash = memchr(text, '/', length);
    size_t before = slash == NULL ? length : (size_t)(slash - text);

    if (!address_read(text, before, &network->address))
        return false;
    /* an address with a colon counts its bits from the front, also a mapped one */
    bool dotted = memchr(text, ':', before) == NULL;
    unsigned bits = dotted ? V4_BITS : ALL_BITS;
    if (slash != NULL && !read_bits(slash + 1, length - before - 1, bits, &bits))
        return false;
    network->bits = dotted ? bits + ALL_BITS - V4_BITS : bits;
    return true;
}

bool network_has(const struct network *network, const struct address *address)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    const unsigned char *one = network->address.bytes, *other = address->bytes;

    if (memcmp(one, other, whole) != 0)
        return false;
    return rest == 0 || (one[whole] ^ other[whole]) >> (8 - rest) == 0;
}

/* Steps over blanks to the next item; its length, 0 at the end. */
static size_t next_item(const char **list)
{
    *list += strspn(*list, " \t");
    return strcspn(*list, " \t");
}

bool networks_are_sound(const char *list)
{
    struct network network;

    for (size_t length; (length = next_item(&list)) > 0; list += length)
        if (!network_read(list, length, &network))
            return false;
    return true;
}

bool networks_have(const char *list, const struct address *address)
{
    struct network network;

    for (size_t length; (length = next_item(&list)) > 0; list += length)
        if (network_read(list, length, &network) && network_has(&network, address))
            return true;
    return false;
}
