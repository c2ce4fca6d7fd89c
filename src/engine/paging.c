/* paging.c - a list of which a page may have been asked for. SPDX-License-Identifier: MIT */
#include "engine/paging.h"

int64_t paging_take(const struct paging *paging)
{
    return paging->page == 0 ? LIST_MOST + 1 : paging->limit;
}

int64_t paging_skip(const struct paging *paging)
{
    return paging->page == 0 ? 0 : (paging->page - 1) * paging->limit;
}

struct fail paging_check(const struct listed *listed)
{
    return listed->paging.page > 0 || listed->items.count <= LIST_MOST
               ? NO_FAIL
               : (struct fail){.code = LIST_TOO_LONG, .field = "page"};
}

void paging_cut(struct listed *listed, const struct paging *asked, size_t size)
{
    struct list *items = &listed->items;
    int64_t skip = paging_skip(asked);

    listed->paging = *asked;
    listed->paging.total = (int64_t)items->count;
    if (asked->page == 0)
        return;
    if (skip > (int64_t)items->count)
        skip = (int64_t)items->count;
    items->items = (char *)items->items + (size_t)skip * size;
    items->count -= (size_t)skip;
    if ((int64_t)items->count > asked->limit)
        items->count = (size_t)asked->limit;
}
