/* callers.h - credentials of every dialect, made when they are first asked for.
 * SPDX-License-Identifier: MIT
 *
 *   links  links-read  links-write   keys of booking links, with both scopes or one
 *   admin:NAME  staff:NAME           a session of the user, whose role becomes so
 *   vclient:ADDRESS                  a vCita token of the client, who is made if there is none;
 *                                    vclient:- one whose client is not there
 *   vstaff:NAME  vapp  vdir          other kinds of vCita tokens
 *
 * Those that name nobody belong to the first business, or with :two behind them to the second. */
#ifndef CALLERS_H
#define CALLERS_H

#include <stdint.h>

/* The businesses, of which a program has one or two (or 0). Before the first call below. */
void callers_open(const char *slug, int64_t business, int64_t second);
/* The secret of a caller; NULL when no words above fit. */
const char *caller_secret(const char *who);
/* The client with an address, in the first business; made if there is none. */
int64_t caller_client(const char *email);

#endif
