/* booking_tokens.h - the links of mails: accept or decline, say how it was, pay.
 * SPDX-License-Identifier: MIT
 *
 * A link's secret is made from the installation's own secret and the token's row, and only its
 * digest is stored: staff can be shown the links of a booking again, and who reads the database can
 * not use them. It works once and until it expires; a look (GET) never changes anything, because
 * scanners of mail look at every link (reliability 4). */
#ifndef ENGINE_BOOKING_TOKENS_H
#define ENGINE_BOOKING_TOKENS_H

#include "engine/work.h"

/* A token for a booking, or the one that is there and neither used nor over. Inside a
 * transaction. */
struct fail booking_token_make(struct work *work, const struct booking *booking, int purpose,
                               struct instant expires, const char **secret) MUST_BE_CHECKED;

/* What staff are shown of each of the bookings, which are all of one business: NULL where there is
 * no token, or none that is of any use now. */
struct booking_secrets {
    const char *answer;   /* of one that waits for its client: "provisional_token" */
    const char *feedback; /* of one that is completed and was not reviewed: "feedback_token" */
};
struct fail booking_secrets_of(struct work *work, const struct bookings *bookings,
                               struct booking_secrets *secrets) MUST_BE_CHECKED;

/* What a link is about, and what became of it. */
struct token_answer {
    struct booking booking;
    bool before; /* it was answered earlier, by this link or by somebody else: nothing changed */
};
/* A look at it. NO_THING: there is no such link; TOKEN_USED: it is over, and was not used. */
struct fail booking_token_look(struct work *work, const char *secret, int purpose,
                               struct token_answer *answer) MUST_BE_CHECKED;
/* Yes or no to a provisional booking: it becomes accepted or cancelled. Again, or after staff have
 * decided, it changes nothing and tells how the booking stands. Fails as booking_token_look().
 * Inside a transaction. */
struct fail booking_token_answer(struct work *work, const char *secret, bool accept,
                                 struct token_answer *answer) MUST_BE_CHECKED;
/* A review, rating 1 to 5: the first one stays. Inside a transaction. */
struct fail booking_token_review(struct work *work, const char *secret, int64_t rating,
                                 const char *comment, struct token_answer *answer) MUST_BE_CHECKED;

#endif
