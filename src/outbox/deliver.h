/* deliver.h - sends what webhooks are told. SPDX-License-Identifier: MIT
 *
 * Many deliveries are under way at once, but only one to each webhook, and a business has a quarter
 * of the places: whoever is slow makes nobody else wait. A delivery is marked when its answer has
 * come; if this program dies in between, it is sent again under the same webhook-id. */
#ifndef OUTBOX_DELIVER_H
#define OUTBOX_DELIVER_H

#include "outbox/run.h"

struct deliveries;

struct deliveries *deliveries_open(struct runner *runner);
void deliveries_close(struct deliveries *deliveries);

/* Marks what is over, and starts what is due. */
struct fail deliveries_step(struct deliveries *deliveries, struct instant now) MUST_BE_CHECKED;
/* Marks what is over and starts nothing. */
struct fail deliveries_mark(struct deliveries *deliveries) MUST_BE_CHECKED;
/* Moves what is under way until one of it is over, the file is readable or the time has passed.
 * True: the file is readable. */
bool deliveries_wait(struct deliveries *deliveries, int file, int milliseconds);
/* Under way or not marked yet. */
size_t deliveries_open_count(const struct deliveries *deliveries);

#endif
