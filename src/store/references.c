/* references.c - what calendars and video services know bookings as. SPDX-License-Identifier: MIT
 */
#include "store/references.h"

static const struct column reference_columns[] = {
    C_NUMBER(struct booking_reference, id),
    C_WORD(struct booking_reference, type, reference_type_words),
    C_TEXT(struct booking_reference, event_uid),
    C_TEXT(struct booking_reference, destination_calendar_id),
};
static const struct statement of_booking = {
    "references of booking",
    "SELECT id, type, event_uid, destination_calendar_id FROM booking_reference"
    " WHERE business_id = ? AND booking_id = ? AND (? IS NULL OR type = ?) ORDER BY id",
    reference_columns, COUNT(reference_columns), sizeof(struct booking_reference)};

struct fail references_of_booking(struct store *store, const struct booking *booking, int type,
                                  struct list *references)
{
    const char *word = type < 0 ? NULL : word_of(reference_type_words, type);

    return store_all(
        store, &of_booking,
        VALUES(v_number(booking->business_id), v_number(booking->id), v_text(word), v_text(word)),
        references);
}

const struct statement *const reference_statements[] = {&of_booking, NULL};
