/* address.c - tests of base/network and outbox/address. SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/network.h"
#include "outbox/address.h"
#include "tap.h"

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

static bool allowed(const char *text, const char *networks)
{
    struct sockaddr_storage name = {0};
    struct sockaddr_in *v4 = (struct sockaddr_in *)&name;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&name;

    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1)
        v4->sin_family = AF_INET;
    else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1)
        v6->sin6_family = AF_INET6;
    return address_is_allowed((const struct sockaddr *)&name, networks);
}

static void public_ones_are_allowed(void)
{
    static const char *const all[] = {
        "1.1.1.1",         "8.8.8.8",          "9.255.255.255",   "11.0.0.0",
        "100.63.255.255",  "100.128.0.0",      "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0",      "172.15.255.255",  "172.32.0.0",
        "192.167.255.255", "192.169.0.0",      "198.17.255.255",  "198.20.0.0",
        "223.255.255.255", "2606:4700::1",     "2a00:1450::1",    "2001:200::1",
        "::ffff:8.8.8.8",  "64:ff9b::808:808", "2003::1"};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!allowed(all[i], ""))
            CU_FAIL(all[i]);
    CU_PASS("all were tried");
}

static void others_are_not(void)
{
    static const char *const all[] = {"0.0.0.0",
                                      "0.255.255.255",
                                      "10.0.0.0",
                                      "10.255.255.255",
                                      "100.64.0.0",
                                      "100.127.255.255",
                                      "127.0.0.1",
                                      "127.255.255.255",
                                      "169.254.0.0",
                                      "169.254.169.254",
                                      "169.254.255.255",
                                      "172.16.0.0",
                                      "172.31.255.255",
                                      "192.0.0.1",
                                      "192.0.2.1",
                                      "192.88.99.1",
                                      "192.168.0.0",
                                      "192.168.255.255",
                                      "198.18.0.0",
                                      "198.19.255.255",
                                      "198.51.100.1",
                                      "203.0.113.1",
                                      "224.0.0.0",
                                      "239.255.255.255",
                                      "240.0.0.0",
                                      "255.255.255.255",
                                      "::",
                                      "::1",
                                      "::7f00:1",
                                      "::ffff:7f00:1",
                                      "::ffff:10.0.0.1",
                                      "::ffff:169.254.169.254",
                                      "64:ff9b::7f00:1",
                                      "64:ff9b::a00:1",
                                      "64:ff9b:1::1",
                                      "100::1",
                                      "2001::1",
                                      "2001:1ff::1",
                                      "2001:db8::1",
                                      "2002:7f00:1::",
                                      "3fff::1",
                                      "fc00::1",
                                      "fdff::1",
                                      "fe80::1",
                                      "fec0::1",
                                      "ff02::1",
                                      "fd00:ec2::254",
                                      "5f00::1"};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (allowed(all[i], ""))
            CU_FAIL(all[i]);
    CU_PASS("all were tried");
}

static void networks_of_the_list_are_allowed(void)
{
    CU_ASSERT_TRUE(allowed("127.0.0.1", "127.0.0.0/8"));
    CU_ASSERT_TRUE(allowed("127.0.0.1", "10.0.0.0/8  127.0.0.1"));
    CU_ASSERT_TRUE(allowed("::ffff:127.0.0.1", "127.0.0.0/8"));
    CU_ASSERT_TRUE(allowed("64:ff9b::7f00:1", "127.0.0.0/8"));
    CU_ASSERT_TRUE(allowed("::1", "::1"));
    CU_ASSERT_TRUE(allowed("fd00::1", "fd00::/8"));
    CU_ASSERT_FALSE(allowed("127.0.0.1", "127.0.0.2"));
    CU_ASSERT_FALSE(allowed("10.0.0.1", "127.0.0.0/8"));
    CU_ASSERT_FALSE(allowed("::1", "127.0.0.0/8"));
    CU_ASSERT_FALSE(allowed("127.0.0.1", "::/128"));
}

static void unknown_families_are_not(void)
{
    struct sockaddr name = {.sa_family = AF_UNIX};

    CU_ASSERT_FALSE(address_is_allowed(&name, "0.0.0.0/0 ::/0"));
    CU_ASSERT_TRUE(allowed("127.0.0.1", "0.0.0.0/0 ::/0"));
}

static void lists_are_read(void)
{
    static const char *const good[] = {"",          "  ",   "10.0.0.0/8", "10.0.0.0/8\t::1",
                                       "1.2.3.4/0", "::/0", "::/128",     "1.2.3.4/32"};
    static const char *const bad[] = {"10.0.0.0/33", "10.0.0/8",   "10.0.0.0/",  "/8",
                                      "::/129",      "10.0.0.0/x", "localhost",  "10.0.0.0/8,::1",
                                      "[::1]",       "fe80::1%lo", "10.0.0.0/-1"};

    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!networks_are_sound(good[i]))
            CU_FAIL(good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (networks_are_sound(bad[i]))
            CU_FAIL(bad[i]);
    CU_PASS("all were tried");
}

static bool has(const char *networks, const char *address)
{
    struct address read;

    return address_read(address, strlen(address), &read) && networks_have(networks, &read);
}

static void bits_are_counted(void)
{
    CU_ASSERT_TRUE(has("10.1.2.128/25", "10.1.2.255"));
    CU_ASSERT_FALSE(has("10.1.2.128/25", "10.1.2.127"));
    CU_ASSERT_TRUE(has("10.1.2.3/30", "10.1.2.0"));
    CU_ASSERT_FALSE(has("10.1.2.3/31", "10.1.2.1"));
    CU_ASSERT_TRUE(has("0.0.0.0/0", "255.1.2.3"));
    CU_ASSERT_FALSE(has("0.0.0.0/0", "::1"));
    CU_ASSERT_TRUE(has("2001:db8::/33", "2001:db8:7fff::1"));
    CU_ASSERT_FALSE(has("2001:db8::/33", "2001:db8:8000::1"));
}

static const struct tap_case cases[] = {
    {"addresses of everybody are allowed, up to the borders", public_ones_are_allowed},
    {"private, local, reserved and wrapped ones are not", others_are_not},
    {"networks of the list are allowed", networks_of_the_list_are_allowed},
    {"families nobody knows are not allowed", unknown_families_are_not},
    {"lists of networks are read strictly", lists_are_read},
    {"the bits of a network are counted", bits_are_counted},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main("address", cases, argc, argv);
}
