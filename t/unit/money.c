/* money.c - amounts in the smallest units of a currency. SPDX-License-Identifier: MIT */
#include "base/list.h"
#include "base/money.h"
#include "tap.h"

static const struct {
    const char *amount, *currency;
    int64_t minor;
} amounts[] = {
    {"25", "eur", 2500},     {"25.5", "eur", 2550},  {"25.50", "eur", 2550},
    {"0", "eur", 0},         {"0.05", "eur", 5},     {"0.005", "eur", 0},
    {"12.349", "usd", 1234}, {"500", "jpy", 500},    {"500.99", "jpy", 500},
    {"1.5", "bhd", 1500},    {"1.234", "kwd", 1234}, {"999999999.999", "bhd", 999999999999},
};

static void amounts_are_in_smallest_units(void)
{
    for (size_t i = 0; i < COUNT(amounts); i++)
        CU_ASSERT_EQUAL(money_minor(amounts[i].amount, amounts[i].currency), amounts[i].minor);
}

static const struct tap_case cases[] = {
    {"amounts are in smallest units", amounts_are_in_smallest_units},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main("money", cases, argc, argv);
}
