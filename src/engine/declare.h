/* declare.h - a whole business from one document: the engine's side of `slotd apply`.
 * SPDX-License-Identifier: MIT
 *
 * The document says how things shall be; what is missing is made, what differs is changed, what is
 * not named stays. Things are known by natural keys: slugs, user names, addresses, digests, uids.
 * Bookings go through engine/change.h and are never changed once they exist. */
#ifndef ENGINE_DECLARE_H
#define ENGINE_DECLARE_H

#include <json-c/json_object.h>

#include "base/text.h"
#include "engine/work.h"

struct declaration {
    bool verbose;         /* lines for what was found as it is, too */
    struct text lines;    /* "created user one/ann", one a line */
    struct text warnings; /* "path: sentence", one a line */
    struct text problems; /* the same; any of them means that nothing was written */
    size_t created, changed, unchanged;
};

void declaration_start(struct declaration *declaration);
void declaration_end(struct declaration *declaration);

/* Opens and commits its own transaction; DECLARED_WRONG when there are problems. */
struct fail declare(struct work *work, struct json_object *document,
                    struct declaration *declaration) MUST_BE_CHECKED;

#endif
