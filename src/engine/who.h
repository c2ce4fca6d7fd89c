/* who.h - what a caller may do with a booking. SPDX-License-Identifier: MIT */
#ifndef ENGINE_WHO_H
#define ENGINE_WHO_H

#include "engine/offer.h"
#include "engine/work.h"

/* Which business is meant: the caller's, and for callers nobody knows the organization's by its
 * slug (NULL: not named, then 0). *known is false when there is no such organization, or when it is
 * not the caller's. */
struct fail business_meant(struct work *work, const char *organization_slug, int64_t *business_id,
                           bool *known) MUST_BE_CHECKED;

/* The owner or a host of what is on offer, or an owner or admin of a team that the owner belongs to
 * or whose event type it is. */
struct fail caller_offers(struct work *work, const struct offer *offer,
                          bool *offers) MUST_BE_CHECKED;
/* A host of the booking, or an owner or admin of a team that one of its hosts or its event type
 * belongs to: those who may confirm, decline, reassign and the like. */
struct fail caller_hosts(struct work *work, const struct booking *booking,
                         bool *hosts) MUST_BE_CHECKED;
/* Whether the people of a seated booking are kept from the caller. */
struct fail seats_are_hidden(struct work *work, const struct booking *booking,
                             bool *hidden) MUST_BE_CHECKED;
/* One of the booking's attendees, by address. */
bool caller_attends(const struct work *work, const struct booking *booking);

/* Finds a booking by its uid within the caller's business, for a change that only its hosts may
 * make. NO_BOOKING, or `refusal` when the caller does not host it. */
struct fail hosted_booking(struct work *work, const char *uid, struct fail refusal,
                           struct booking *booking) MUST_BE_CHECKED;

#endif
