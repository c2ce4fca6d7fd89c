/* cursor.h - where a walk goes on: opaque to clients, checked by us. SPDX-License-Identifier: MIT
 *
 * The text is base64 of {"v":1,"sortUuid":…,"check":…}. The check binds the place to the business,
 * the user and the filters of the walk (contract cal-v2 m), keyed with a secret of the
 * installation, so that a cursor made by hand or taken from another walk is refused rather than
 * followed. */
#ifndef ENGINE_CURSOR_H
#define ENGINE_CURSOR_H

#include "engine/work.h"

struct fail cursor_write(struct work *work, const struct booking_query *query,
                         const unsigned char walk[16], const char **cursor) MUST_BE_CHECKED;
/* BAD_CURSOR with a detail. */
struct fail cursor_read(struct work *work, const struct booking_query *query, const char *cursor,
                        unsigned char walk[16]) MUST_BE_CHECKED;

#endif
