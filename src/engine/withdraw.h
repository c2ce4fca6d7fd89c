/* withdraw.h - an appointment or a place in a class is given up, by the client or by the staff.
 * SPDX-License-Identifier: MIT */
#ifndef ENGINE_WITHDRAW_H
#define ENGINE_WITHDRAW_H

#include "engine/item.h"

struct withdraw_wish {
    uint64_t given;
    const char *business_uid;
    const char *uid;       /* of the item */
    const char *class_uid; /* that a registration must be of; NULL: not said */
    const char *reason;
};

/* A client gives up their own, as the service allows; staff anything, of a class also all of it by
 * the uid of its booking. OTHER_BUSINESS, CLIENT_UNKNOWN, NO_BOOKING, CANCELLING_DISABLED,
 * BAD_TRANSITION (it is given up, settled or over). Inside a transaction. */
struct fail withdraw(struct work *work, const struct withdraw_wish *wish,
                     struct item *item) MUST_BE_CHECKED;

#endif
