/* people.h - businesses, credentials and who they belong to. SPDX-License-Identifier: MIT */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "base/digest.h"
#include "booking.h"
#include "store/store.h"

/* Whose credential a digest is; revoked and expired ones are found too, the caller's members tell.
 */
struct fail caller_by_hash(struct store *store, const unsigned char hash[DIGEST_ROOM],
                           struct caller *caller, bool *found) MUST_BE_CHECKED;

/* An organization, as clients of Cal.com call it, is a business here. */
struct fail business_by_slug(struct store *store, const char *slug, int64_t *business_id,
                             bool *found) MUST_BE_CHECKED;

/* A secret of the installation, made by `slotd migrate`: one of these names, of which the last is
 * NULL. */
extern const char *const installation_secrets[];
struct fail business_with_uid(struct store *store, const char *uid, int64_t *business_id,
                              bool *found) MUST_BE_CHECKED;
struct fail installation_secret(struct store *store, const char *name,
                                unsigned char secret[DIGEST_ROOM]) MUST_BE_CHECKED;

extern const struct statement *const people_statements[];

#endif
