/* references.h - what calendars and video services know bookings as. SPDX-License-Identifier: MIT
 */
#ifndef STORE_REFERENCES_H
#define STORE_REFERENCES_H

#include "booking.h"
#include "store/store.h"

/* struct booking_reference, in the order they were entered; type < 0: of every type. */
struct fail references_of_booking(struct store *store, const struct booking *booking, int type,
                                  struct list *references) MUST_BE_CHECKED;

extern const struct statement *const reference_statements[];

#endif
