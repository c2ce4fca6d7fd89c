/* credential.h - who asks. SPDX-License-Identifier: MIT */
#ifndef FRONT_CREDENTIAL_H
#define FRONT_CREDENTIAL_H

#include "dialect/dialect.h"
#include "front/request.h"

/* Reads the Authorization header, or else the dialect's cookie, and finds whose it is. Where nobody
 * has to say who they are, nothing is read: a credential that has ended must not keep anybody from
 * getting a new one. The caller stays nobody when the endpoint
 * takes anonymous requests and there is none. Fails with NO_TOKEN, INCOMPLETE_CLIENT, BAD_KEY,
 * BAD_TOKEN, EXPIRED_KEY, EXPIRED_TOKEN, REVOKED, WRONG_TOKEN, NO_SCOPE (contract cal-v2 a) or
 * FORBIDDEN, or CSRF_MISSING, or as the store does. */
struct fail credential_read(const struct request *request, const struct endpoint *endpoint,
                            struct store *store, struct instant now,
                            struct caller *caller) MUST_BE_CHECKED;

#endif
