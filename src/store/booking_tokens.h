/* booking_tokens.h - what a mail lets its reader do with a booking, once; and reviews.
 * SPDX-License-Identifier: MIT */
#ifndef STORE_BOOKING_TOKENS_H
#define STORE_BOOKING_TOKENS_H

#include "base/digest.h"
#include "booking.h"
#include "store/store.h"

struct booking_token {
    int64_t business_id, id, booking_id;
    int purpose;             /* enum token_purpose */
    const char *booking_uid; /* read only */
    struct instant expires, used, created;
};

struct fail booking_token_add(struct store *store, const struct booking_token *token,
                              const unsigned char hash[DIGEST_ROOM]) MUST_BE_CHECKED;
/* Whose business it is the token tells. Locked until the end of the transaction if asked so. */
struct fail booking_token_by_hash(struct store *store, const unsigned char hash[DIGEST_ROOM],
                                  bool locked, struct booking_token *token,
                                  bool *found) MUST_BE_CHECKED;
struct fail booking_token_use(struct store *store, const struct booking_token *token,
                              struct instant now) MUST_BE_CHECKED;
/* Those of a booking that were not used are good for nothing any more. */
struct fail booking_tokens_drop(struct store *store, const struct booking *booking,
                                int purpose) MUST_BE_CHECKED;
/* The unused tokens of bookings, the latest last. */
struct fail booking_tokens_unused(struct store *store, int64_t business_id,
                                  const struct numbers *booking_ids,
                                  struct list *tokens) MUST_BE_CHECKED;

struct review {
    int64_t business_id, booking_id;
    int64_t rating; /* 1 to 5 */
    const char *comment;
    struct instant created;
};
/* The review, and booking.rating. One that is there already stays. */
struct fail review_add(struct store *store, const struct review *review) MUST_BE_CHECKED;

extern const struct statement *const booking_token_statements[];

#endif
