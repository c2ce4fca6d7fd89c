/* paging.h - a list of which a page may have been asked for. SPDX-License-Identifier: MIT */
#ifndef ENGINE_PAGING_H
#define ENGINE_PAGING_H

#include "base/fail.h"
#include "booking.h"

struct listed {
    struct list items;
    struct paging paging;
};

/* What one answer holds where no page is asked for. */
enum { LIST_MOST = 4000 };
/* How many rows to look for: those of the page, or one more than an answer holds; and how many
 * stand before it. */
int64_t paging_take(const struct paging *paging);
int64_t paging_skip(const struct paging *paging);
/* LIST_TOO_LONG when those that were found are more than an answer holds. */
struct fail paging_check(const struct listed *listed) MUST_BE_CHECKED;
/* Keeps the page that was asked for of a list that is there as a whole; items of `size` bytes. */
void paging_cut(struct listed *listed, const struct paging *asked, size_t size);

#endif
