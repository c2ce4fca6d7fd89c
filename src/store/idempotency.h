/* idempotency.h - answers already given to requests that may come again. SPDX-License-Identifier:
 * MIT */
#ifndef STORE_IDEMPOTENCY_H
#define STORE_IDEMPOTENCY_H

#include "base/digest.h"
#include "booking.h"
#include "store/store.h"

struct idempotency_key {
    int64_t business_id, token_id;
    const char *name;
    size_t name_length;
    unsigned char digest[DIGEST_ROOM]; /* of method, path and body */
};
struct given_answer {
    int64_t status;
    const char *body;
    unsigned char digest[DIGEST_ROOM];
};

/* The first statement of a creating transaction. KEY_RUNNING when another transaction holds the key
 * and is not done; *given with the stored answer when one is. Otherwise the key is ours until
 * commit. */
struct fail idempotency_start(struct store *store, const struct idempotency_key *key,
                              struct instant now, struct given_answer *given,
                              bool *found) MUST_BE_CHECKED;
/* In the same transaction, after the work. */
struct fail idempotency_keep(struct store *store, const struct idempotency_key *key, int status,
                             const char *body, size_t length) MUST_BE_CHECKED;

extern const struct statement *const idempotency_statements[];

#endif
