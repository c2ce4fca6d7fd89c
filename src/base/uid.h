/* uid.h - random identifiers. SPDX-License-Identifier: MIT */
#ifndef BASE_UID_H
#define BASE_UID_H

#include <stddef.h>

#include "base/when.h"

/* Random bytes of the kernel; ends the process when there are none. */
void uid_random_bytes(void *bytes, size_t count);

void uuid_v4(unsigned char uuid[16]);
/* RFC 9562 version 7 whose time is `stamp`, not the present; the rest is random. A stamp before
 * 1970 is taken as 1970: the 48 bits have no sign. */
void uuid_v7(unsigned char uuid[16], struct instant stamp);
/* The smallest and largest version 7 UUID of a millisecond: bounds of cursor walks. */
void uuid_v7_least(unsigned char uuid[16], struct instant stamp);
void uuid_v7_most(unsigned char uuid[16], struct instant stamp);

void uuid_write(char out[37], const unsigned char uuid[16]);
/* Lower or upper case, with hyphens; false for anything else. */
int uuid_read(const char *text, size_t length, unsigned char uuid[16]);

/* A booking's uid in the way of Cal.com: 22 characters of base 58 (contract cal-v2 f.1). */
void uid_booking(char out[23]);
/* 16 characters a-z 0-9, in the way of vCita (contract vcita 1). */
void uid_short(char out[17]);
/* A secret of 256 bits: prefix and 64 hexadecimal digits. The room must fit prefix + 65. */
void uid_secret(char *out, size_t room, const char *prefix);

#endif
