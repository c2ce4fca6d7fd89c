/* questions.h - what who books has to answer, and where the meeting is. SPDX-License-Identifier:
 * MIT */
#ifndef ENGINE_QUESTIONS_H
#define ENGINE_QUESTIONS_H

#include "engine/work.h"

/* Checks the answers against the event type's fields [{slug, type, label, required, options}].
 * ANSWER_MISSING, ANSWER_WRONG, OPTION_WRONG. */
struct fail questions_check(struct work *work, const struct event_type *event_type,
                            const struct booking_wish *wish) MUST_BE_CHECKED;

/* At most 50 keys, keys of at most 40 characters, texts of at most 500: METADATA_WRONG. */
struct fail metadata_check(struct json_object *metadata) MUST_BE_CHECKED;

/* Where the meeting is: what was asked for, if the event type offers it, or else the first place it
 * offers. `value` is its kind, `place` what people see. LOCATION_WRONG. */
struct meeting_place {
    const char *value, *place;
};
struct fail meeting_place_settle(struct work *work, const struct event_type *event_type,
                                 const struct booking_wish *wish,
                                 struct meeting_place *place) MUST_BE_CHECKED;

/* A place that a host names for a booking that is there: any kind. LOCATION_WRONG. */
struct fail meeting_place_named(struct work *work, struct json_object *location,
                                struct meeting_place *place) MUST_BE_CHECKED;
/* Stored answers with another place in them. */
const char *responses_with_place(struct work *work, const char *responses,
                                 const struct meeting_place *place);

/* What is stored of the answers: name, address, the answers themselves, guests, place. As JSON. */
const char *responses_write(struct work *work, const struct booking_wish *wish,
                            const struct meeting_place *place);

#endif
