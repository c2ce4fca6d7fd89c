/* words.h - what every dialect says of a failure unless its own table says it otherwise.
 * SPDX-License-Identifier: MIT */
#ifndef DIALECT_WORDS_H
#define DIALECT_WORDS_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/param.h"

/* {field} and {detail} in a message stand for those of the failure. */
struct fail_words {
    int status;
    const char *code;    /* the dialect's word for it; NULL: it has none */
    const char *message; /* NULL in a dialect's own table: the common one */
};

/* The row of a dialect's own table (FAIL__COUNT rows) where it has one, filled up from the common
 * table; the message has its places filled in. Texts are constants or in the arena. */
struct fail_words fail_in_words(struct arena *arena, const struct fail_words *own,
                                const struct fail *fail);
/* A message with its places filled in. */
const char *words_fill(struct arena *arena, const char *message, const struct fail *fail);

/* The first complaint about parameters or body as a sentence: "start_at is missing". */
const char *complaint_in_words(struct arena *arena, const struct complaints *complaints);
/* And what it is about: "start_at". */
const char *complaint_field(const struct complaints *complaints);
/* Whether what is complained of first is that something required was not sent. */
bool complaint_is_missing(const struct complaints *complaints);

#endif
