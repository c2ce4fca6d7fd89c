/* gate.c - how many do something costly at the same time, over all processes.
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

#include "base/gate.h"

enum { PLACES_MOST = 64, NO_PLACE = -1 };
static const int64_t longest_us = INT64_C(5000000);

struct gate {
    int places;
    _Atomic int64_t since_us[PLACES_MOST]; /* 0: free */
};
static struct gate *gate;

bool gate_open(int places)
{
    gate_close();
    void *memory =
        mmap(NULL, sizeof *gate, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return false;
    gate = memory;
    gate->places = places < 1 ? 1 : places > PLACES_MOST ? PLACES_MOST : places;
    return true;
}

void gate_close(void)
{
    if (gate != NULL)
        (void)munmap(gate, sizeof *gate);
    gate = NULL;
}

bool gate_enter(int64_t now_us, int *place)
{
    *place = NO_PLACE;
    if (gate == NULL)
        return true;
    for (int i = 0; i < gate->places; i++) {
        int64_t since = atomic_load(&gate->since_us[i]);

        if (since != 0 && now_us - since < longest_us)
            continue;
        if (atomic_compare_exchange_strong(&gate->since_us[i], &since, now_us)) {
            *place = i;
            return true;
        }
    }
    return false;
}

void gate_leave(int place)
{
    if (gate != NULL && place != NO_PLACE)
        atomic_store(&gate->since_us[place], 0);
}
