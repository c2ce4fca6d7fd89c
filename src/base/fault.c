/* fault.c - points where tests make a program fail. SPDX-License-Identifier: MIT */
#include "base/fault.h"

#ifdef SLOTD_FAULTS
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DELAY_SECONDS = 2 };

static void die(void)
{
    (void)raise(SIGKILL);
}

static void stop(void)
{
    (void)raise(SIGSTOP);
}

static void leave(void)
{
    _exit(EXIT_FAILURE);
}

static void delay(void)
{
    (void)sleep(DELAY_SECONDS);
}

static const struct {
    const char *word;
    void (*act)(void);
} actions[] = {{"kill", die}, {"stop", stop}, {"exit", leave}, {"delay", delay}};

static void act(const char *word)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(actions[i].word, word) == 0)
            actions[i].act();
}

void fault_point(const char *name)
{
    static unsigned long passed;
    const char *wanted = getenv("SLOTD_FAULT");
    size_t length = strlen(name);
    char *after;

    if (wanted == NULL || strncmp(wanted, name, length) != 0 || wanted[length] != ':')
        return;
    unsigned long nth = strtoul(wanted + length + 1, &after, 10);
    if (++passed == nth && *after == ':')
        act(after + 1);
}
#endif
