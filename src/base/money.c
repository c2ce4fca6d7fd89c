/* money.c - amounts in the smallest units of a currency. SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include "base/money.h"

static int decimals_of(const char *currency)
{
    static const char whole[] = "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf";
    static const char thousandths[] = "bhd jod kwd omr tnd";

    if (strstr(whole, currency) != NULL)
        return 0;
    return strstr(thousandths, currency) != NULL ? 3 : 2;
}

int64_t money_minor(const char *amount, const char *currency)
{
    int left = decimals_of(currency);
    int64_t units = 0;
    bool fraction = false;

    for (const char *at = amount; *at != '\0' && (!fraction || left > 0); at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        units = units * 10 + (*at - '0');
        left -= fraction;
    }
    for (; left > 0; left--)
        units *= 10;
    return units;
}
