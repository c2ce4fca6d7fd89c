/* following_after.c - what follows a visit, and one that nobody came to. SPDX-License-Identifier:
 * MIT
 */
#include "engine/booking_tokens.h"
#include "engine/following.h"
#include "store/follow_ups.h"

#define FEEDBACK_FOR (60 * US_A_DAY)
#define PAY_FOR      (60 * US_A_DAY)

struct fail add_review_request(struct following *following)
{
    static const char kind[] = "mail.review_request";
    struct work *work = following->work;
    const struct settings *settings = &following->settings;
    struct list groups = groups_of(following, TO_BOOKER);
    const struct group *all = groups.items;
    const char *secret;

    if (!settings->review_enabled || groups.count == 0 || following->booking->rating != 0)
        return NO_FAIL;
    TRY(booking_token_make(work, following->booking, PURPOSE_FEEDBACK,
                           (struct instant){work->now.us + FEEDBACK_FOR}, &secret));
    for (size_t i = 0; i < groups.count; i++) {
        struct notice notice = notice_to(following, &all[i].to);

        notice.links.feedback = notice_link(work, settings->public_url, "/feedback?token=", secret);
        struct job job =
            job_of(following, kind, name_of(following, kind, false, NULL, all[i].seat), &notice);
        job.due.us += settings->review_delay_minutes * US_A_MINUTE;
        put_once(following, &job);
    }
    return NO_FAIL;
}

static void put_step(struct following *following, const struct group *group,
                     const struct follow_up_step *step)
{
    static const char kind[] = "mail.follow_up";
    struct notice notice = notice_to(following, &group->to);
    const char *part = arena_format(following->work->arena, "%lld-%lld",
                                    (long long)step->sequence_id, (long long)step->position);

    notice.subject = step->subject;
    notice.body = step->body;
    struct job job =
        job_of(following, kind, name_of(following, kind, false, part, group->seat), &notice);
    job.due.us += step->delay_minutes * US_A_MINUTE;
    put_once(following, &job);
}

struct fail add_follow_ups(struct following *following)
{
    const struct booking *booking = following->booking;
    struct list groups = groups_of(following, TO_BOOKER), sequences;
    const struct group *all = groups.items;

    TRY(follow_ups_of_event_type(following->work->store, booking->business_id,
                                 booking->event_type_id, &sequences));
    const struct follow_up_sequence *sequence = sequences.items;
    for (size_t i = 0; i < sequences.count; i++) {
        const struct follow_up_step *steps = sequence[i].steps.items;

        for (size_t j = 0; j < sequence[i].steps.count; j++)
            for (size_t k = 0; k < groups.count; k++)
                put_step(following, &all[k], &steps[j]);
    }
    return NO_FAIL;
}

/* A class is nobody's no-show: whoever missed it is marked absent alone. */
static bool costs_a_fee(const struct following *following)
{
    return following->settings.noshow_enabled && following->settings.noshow_fee_minor > 0 &&
           following->booking->seats == 0;
}

/* The key is the same for ever, so that no visit is paid for twice. */
static struct notice fee_notice(struct following *following, const struct list *to,
                                const char *secret)
{
    const struct booking *booking = following->booking;
    struct notice notice = notice_to(following, to);

    notice.links.pay =
        notice_link(following->work, following->settings.public_url, "/pay/", secret);
    notice.payment.amount_minor = following->settings.noshow_fee_minor;
    notice.payment.idempotency_key =
        arena_format(following->work->arena, "noshow-%lld-%lld-1", (long long)booking->business_id,
                     (long long)booking->id);
    return notice;
}

static struct fail put_fee(struct following *following, const char *kind, const struct group *group)
{
    const char *secret;

    TRY(booking_token_make(following->work, following->booking, PURPOSE_PAY,
                           (struct instant){following->work->now.us + PAY_FOR}, &secret));
    struct notice notice = fee_notice(following, &group->to, secret);
    struct job job = job_of(following, kind, name_of(following, kind, false, NULL, NULL), &notice);
    put_once(following, &job);
    return NO_FAIL;
}

/* Also of whom has no address: staff can hand over the link. */
struct fail add_payment(struct following *following)
{
    struct list groups = groups_of(following, TO_BOOKER);
    struct group nobody = {0};

    if (!costs_a_fee(following))
        return NO_FAIL;
    return put_fee(following, "payment.no_show", groups.count > 0 ? groups.items : &nobody);
}

struct fail add_fee_mail(struct following *following)
{
    struct list groups = groups_of(following, TO_BOOKER);

    if (!costs_a_fee(following) || groups.count == 0)
        return NO_FAIL;
    return put_fee(following, "mail.no_show_fee", groups.items);
}
