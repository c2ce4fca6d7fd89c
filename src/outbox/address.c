/* address.c - where a delivery may go. SPDX-License-Identifier: MIT */
#include <netinet/in.h>
#include <string.h>

#include "base/network.h"
#include "outbox/address.h"

/* What the registries of special addresses (RFC 6890 and its successors) keep from everybody. Of
 * the sixth version only 2000::/3 is given out at all, so the rest of it needs no rows. */
static const char forbidden_v4[] =
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24"
    " 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24"
    " 224.0.0.0/4 240.0.0.0/4";
static const char given_out_v6[] = "2000::/3";
static const char forbidden_v6[] = "2001::/23 2001:db8::/32 2002::/16 3fff::/20";
/* An address of the fourth version as networks without that version reach it: RFC 6052 */
static const char translated[] = "64:ff9b::/96";

static bool read_name(const struct sockaddr *name, struct address *address)
{
    if (name->sa_family == AF_INET) {
        struct sockaddr_in v4;

        memcpy(&v4, name, sizeof v4);
        *address = address_of_v4((const unsigned char *)&v4.sin_addr);
        return true;
    }
    if (name->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 v6;
    memcpy(&v6, name, sizeof v6);
    memcpy(address->bytes, &v6.sin6_addr, sizeof address->bytes);
    return true;
}

bool address_is_allowed(const struct sockaddr *name, const char *allowed_networks)
{
    struct address address;

    if (!read_name(name, &address))
        return false;
    if (networks_have(translated, &address))
        address = address_of_v4(address.bytes + 12);
    if (networks_have(allowed_networks, &address))
        return true;
    if (address_is_v4(&address))
        return !networks_have(forbidden_v4, &address);
    return networks_have(given_out_v6, &address) && !networks_have(forbidden_v6, &address);
}
