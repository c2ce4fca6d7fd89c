/* origin.c - the origin of an address in the web. SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/list.h"
#include "base/origin.h"

enum { HOST_MOST = 253, PORT_MOST = 65535, PORT_DIGITS = 5 };

static const struct {
    const char *begins;
    int port;
} schemes[] = {{"https://", 443}, {"http://", 80}};

static bool is_plain(const char *url)
{
    for (const char *at = url; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f || *at == '\\')
            return false;
    return true;
}

static size_t host_length(const char *host)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    if (*host == '[') {
        size_t inside = strspn(host + 1, "0123456789abcdefABCDEF:.");
        return inside > 1 && host[1 + inside] == ']' ? inside + 2 : 0;
    }
    size_t length = 0;
    while (strchr(letters, host[length]) != NULL || host[length] == '.' || host[length] == '-') {
        if (host[length] == '\0')
            break;
        length++;
    }
    return *host == '.' || *host == '-' ? 0 : length;
}

/* ":8080" or nothing, and then the end or a path; false for anything else. 0: no port. */
static bool port_read(const char *at, int *port)
{
    size_t digits;

    *port = 0;
    if (*at == ':') {
        digits = strspn(at + 1, "0123456789");
        if (digits == 0 || digits > PORT_DIGITS)
            return false;
        *port = (int)strtol(at + 1, NULL, 10);
        if (*port == 0 || *port > PORT_MOST)
            return false;
        at += 1 + digits;
    }
    return *at == '\0' || strchr("/?#", *at) != NULL;
}

static char *lower_case(char *text)
{
    for (char *at = text; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return text;
}

const char *origin_of_url(struct arena *arena, const char *url)
{
    for (size_t i = 0; i < COUNT(schemes); i++) {
        const char *begins = schemes[i].begins, *host = url + strlen(begins);
        int port;

        if (strncasecmp(url, begins, strlen(begins)) != 0)
            continue;
        size_t length = host_length(host);
        if (!is_plain(url) || length == 0 || length > HOST_MOST || !port_read(host + length, &port))
            return NULL;
        const char *name = lower_case(arena_bytes(arena, host, length));
        if (port == 0 || port == schemes[i].port)
            return arena_format(arena, "%s%s", begins, name);
        return arena_format(arena, "%s%s:%d", begins, name, port);
    }
    return NULL;
}
