/* booking_tokens.c - the links of mails. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/digest.h"
#include "engine/booking_tokens.h"
#include "engine/change.h"
#include "store/booking_tokens.h"
#include "store/bookings.h"
#include "store/people.h"
#include "store/seats.h"

/* ---- secrets ---- */

/* Tokens of one booking and purpose differ by the time they were made. */
static const char *secret_of(struct work *work, const unsigned char key[DIGEST_ROOM],
                             const struct booking_token *token)
{
    unsigned char digest[DIGEST_ROOM];
    const char *what = arena_format(
        work->arena, "%s/%lld/%lld/%lld", word_of(token_purpose_words, token->purpose),
        (long long)token->business_id, (long long)token->booking_id, (long long)token->created.us);

    digest_hmac(digest, key, what, strlen(what));
    return base64_write(work->arena, digest, sizeof digest);
}

static bool of_use(const struct booking_token *token, int purpose, struct instant now)
{
    return token->purpose == purpose && token->expires.us > now.us;
}

struct fail booking_token_make(struct work *work, const struct booking *booking, int purpose,
                               struct instant expires, const char **secret)
{
    unsigned char key[DIGEST_ROOM], hash[DIGEST_ROOM];
    struct numbers one = {(int64_t[]){booking->id}, 1};
    struct booking_token token = {.business_id = booking->business_id,
                                  .booking_id = booking->id,
                                  .purpose = purpose,
                                  .expires = expires,
                                  .created = work->now};
    struct list there;

    TRY(installation_secret(work->store, "booking_token", key));
    TRY(booking_tokens_unused(work->store, booking->business_id, &one, &there));
    const struct booking_token *all = there.items;
    for (size_t i = there.count; i > 0; i--)
        if (of_use(&all[i - 1], purpose, work->now)) {
            *secret = secret_of(work, key, &all[i - 1]);
            return NO_FAIL;
        }
    *secret = secret_of(work, key, &token);
    digest_sha256(hash, *secret, strlen(*secret));
    return booking_token_add(work->store, &token, hash);
}

static bool shows(const struct booking *booking, int purpose)
{
    return purpose == PURPOSE_ANSWER ? booking->provisional
                                     : booking->status == BOOKING_COMPLETED && booking->rating == 0;
}

/* Of several the latest, which comes last. */
static void show(struct work *work, const unsigned char key[DIGEST_ROOM],
                 const struct booking *booking, const struct list *tokens,
                 struct booking_secrets *secrets)
{
    const struct booking_token *all = tokens->items;

    *secrets = (struct booking_secrets){0};
    for (size_t i = 0; i < tokens->count; i++) {
        if (all[i].booking_id != booking->id || all[i].expires.us <= work->now.us)
            continue;
        if (all[i].purpose == PURPOSE_ANSWER && shows(booking, PURPOSE_ANSWER))
            secrets->answer = secret_of(work, key, &all[i]);
        if (all[i].purpose == PURPOSE_FEEDBACK && shows(booking, PURPOSE_FEEDBACK))
            secrets->feedback = secret_of(work, key, &all[i]);
    }
}

struct fail booking_secrets_of(struct work *work, const struct bookings *bookings,
                               struct booking_secrets *secrets)
{
    struct numbers ids = {TAKE_MANY(work->arena, bookings->count + 1, int64_t), 0};
    unsigned char key[DIGEST_ROOM];
    struct list tokens;

    memset(secrets, 0, bookings->count * sizeof *secrets);
    for (size_t i = 0; i < bookings->count; i++)
        if (shows(&bookings->all[i], PURPOSE_ANSWER) || shows(&bookings->all[i], PURPOSE_FEEDBACK))
            ids.all[ids.count++] = bookings->all[i].id;
    if (ids.count == 0)
        return NO_FAIL;
    TRY(installation_secret(work->store, "booking_token", key));
    TRY(booking_tokens_unused(work->store, bookings->all[0].business_id, &ids, &tokens));
    for (size_t i = 0; i < bookings->count; i++)
        show(work, key, &bookings->all[i], &tokens, &secrets[i]);
    return NO_FAIL;
}

/* ---- answering ---- */

static struct fail find_token(struct work *work, const char *secret, int purpose, bool locked,
                              struct booking_token *token, struct booking *booking)
{
    unsigned char hash[DIGEST_ROOM];
    bool found;

    digest_sha256(hash, secret, strlen(secret));
    TRY(booking_token_by_hash(work->store, hash, locked, token, &found));
    if (!found || token->purpose != purpose)
        return (struct fail){.code = NO_THING, .detail = "link"};
    if (INSTANT_IS_NONE(token->used) && token->expires.us <= work->now.us)
        return FAIL(TOKEN_USED);
    TRY(booking_by_uid(work->store, token->business_id, token->booking_uid, booking, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_THING, .detail = "link"};
}

struct fail booking_token_look(struct work *work, const char *secret, int purpose,
                               struct token_answer *answer)
{
    struct booking_token token;

    TRY(find_token(work, secret, purpose, false, &token, &answer->booking));
    answer->before =
        !INSTANT_IS_NONE(token.used) || (purpose == PURPOSE_ANSWER && !answer->booking.provisional);
    return NO_FAIL;
}

struct fail booking_token_answer(struct work *work, const char *secret, bool accept,
                                 struct token_answer *answer)
{
    struct booking *booking = &answer->booking;
    struct booking_token token;
    struct change change = {.to = accept ? BOOKING_ACCEPTED : BOOKING_CANCELLED};

    TRY(find_token(work, secret, PURPOSE_ANSWER, true, &token, booking));
    TRY(booking_lock(work->store, booking));
    answer->before = !INSTANT_IS_NONE(token.used) || !booking->provisional;
    if (answer->before)
        return NO_FAIL;
    if (!accept)
        change.cancellation_reason = "declined by the client";
    TRY(booking_token_use(work->store, &token, work->now));
    return change_status(work, booking, &change);
}

struct fail booking_token_review(struct work *work, const char *secret, int64_t rating,
                                 const char *comment, struct token_answer *answer)
{
    struct booking *booking = &answer->booking;
    struct booking_token token;

    TRY(find_token(work, secret, PURPOSE_FEEDBACK, true, &token, booking));
    TRY(booking_lock(work->store, booking));
    answer->before = !INSTANT_IS_NONE(token.used) || booking->rating != 0;
    if (answer->before)
        return NO_FAIL;
    TRY(booking_token_use(work->store, &token, work->now));
    booking->rating = rating;
    return review_add(work->store, &(struct review){.business_id = booking->business_id,
                                                    .booking_id = booking->id,
                                                    .rating = rating,
                                                    .comment = comment == NULL ? "" : comment,
                                                    .created = work->now});
}
