/* origin.c - the origin of an address in the web. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "base/origin.h"
#include "tap.h"

static struct arena *arena;

static const struct {
    const char *url, *origin; /* NULL: refused */
} urls[] = {
    {"https://a.example", "https://a.example"},
    {"https://a.example/", "https://a.example"},
    {"https://a.example/book?x=1#y", "https://a.example"},
    {"https://a.example?x=//b.example", "https://a.example"},
    {"HTTPS://A.Example/B", "https://a.example"},
    {"https://a.example:443/", "https://a.example"},
    {"https://a.example:8443", "https://a.example:8443"},
    {"http://a.example:80", "http://a.example"},
    {"http://localhost:3000/x", "http://localhost:3000"},
    {"http://127.0.0.1:1", "http://127.0.0.1:1"},
    {"http://[::1]:8080/", "http://[::1]:8080"},
    {"https://xn--bcher-kva.example", "https://xn--bcher-kva.example"},
    {"", NULL},
    {"a.example", NULL},
    {"//a.example", NULL},
    {"https:/a.example", NULL},
    {"https:///a.example", NULL},
    {"https://", NULL},
    {"https://:443", NULL},
    {"ftp://a.example", NULL},
    {"javascript:alert(1)", NULL},
    {"data:text/html,x", NULL},
    {" https://a.example", NULL},
    {"https://a.example ", NULL},
    {"https://a.example/a b", NULL},
    {"https://a.example\n", NULL},
    {"https://a.example/\x7f", NULL},
    {"https://user@a.example", NULL},
    {"https://a.example@b.example", NULL},
    {"https://a.example:pass@b.example", NULL},
    {"https://a.example\\@b.example", NULL},
    {"https://a.example/\\b", NULL},
    {"https://a.example%2eb.example", NULL},
    {"https://b\xc3\xbc"
     "cher.example",
     NULL},
    {"https://.a.example", NULL},
    {"https://-a.example", NULL},
    {"https://*.example", NULL},
    {"https://a.example:", NULL},
    {"https://a.example:0", NULL},
    {"https://a.example:65536", NULL},
    {"https://a.example:999999", NULL},
    {"https://a.example:80x", NULL},
    {"https://[::1", NULL},
    {"https://[]", NULL},
    {"https://[a.example]", NULL},
};

static void origins_are_found_or_refused(void)
{
    for (size_t i = 0; i < COUNT(urls); i++) {
        const char *origin = origin_of_url(arena, urls[i].url);

        if ((origin == NULL) != (urls[i].origin == NULL) ||
            (origin != NULL && strcmp(origin, urls[i].origin) != 0)) {
            printf("# %s: %s\n", urls[i].url, origin == NULL ? "refused" : origin);
            CU_FAIL("an address has another origin");
        }
    }
    CU_PASS("all were looked at");
}

static void a_host_has_at_most_253_letters(void)
{
    char url[300] = "https://";

    memset(url + 8, 'a', 253);
    CU_ASSERT_PTR_NOT_NULL(origin_of_url(arena, url));
    url[8 + 253] = 'a';
    CU_ASSERT_PTR_NULL(origin_of_url(arena, url));
}

static const struct tap_case cases[] = {
    {"origins are found or refused", origins_are_found_or_refused},
    {"a host has at most 253 letters", a_host_has_at_most_253_letters},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    arena = arena_new(1 << 16, 1 << 20);
    int failed = tap_main("origins", cases, argc, argv);
    arena_free(arena);
    return failed;
}
