/* money.h - amounts in the smallest units of a currency. SPDX-License-Identifier: MIT */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdint.h>

/* "25.50" of "eur" is 2550: digits, and perhaps a dot and more. What is finer than the currency's
 * smallest unit is cut off. The currency in lower case; which have no smaller units, and which have
 * thousandths, is Stripe's list (contract appointments 5). */
int64_t money_minor(const char *amount, const char *currency);

#endif
