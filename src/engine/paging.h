/* paging.h - a list of which a page may have been asked for. SPDX-License-Identifier: MIT */
#ifndef ENGINE_PAGING_H
#define ENGINE_PAGING_H

#include "booking.h"

struct listed {
    struct list items;
    struct paging paging;
};

/* How many rows a page takes (0: all), and how many stand before it. */
int64_t paging_take(const struct paging *paging);
int64_t paging_skip(const struct paging *paging);
/* Keeps the page that was asked for of a list that is there as a whole; items of `size` bytes. */
void paging_cut(struct listed *listed, const struct paging *asked, size_t size);

#endif
