/* crowd.c - many clients at once. SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crowd.h"
#include "http.h"

static struct shared {
    struct crowd crowd;
    pthread_barrier_t gathering;
} * shared;

static void share(int members)
{
    pthread_barrierattr_t attributes;

    if (shared != NULL) {
        munmap(shared, sizeof *shared);
    }
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        abort();
    }
    pthread_barrierattr_init(&attributes);
    pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&shared->gathering, &attributes, (unsigned)members);
    pthread_barrierattr_destroy(&attributes);
}

void crowd_gather(void)
{
    pthread_barrier_wait(&shared->gathering);
}

void crowd_note(int kind)
{
    __atomic_add_fetch(&shared->crowd.count[kind], 1, __ATOMIC_SEQ_CST);
}

void crowd_odd(const char *format, ...)
{
    va_list arguments;

    if (__atomic_exchange_n(&shared->crowd.odd[sizeof shared->crowd.odd - 1], 1,
                            __ATOMIC_SEQ_CST) != 0) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(shared->crowd.odd, sizeof shared->crowd.odd - 1, format, arguments);
    va_end(arguments);
}

const struct crowd *crowd_run(int members, void (*member)(int number, const void *what),
                              const void *what)
{
    pid_t children[CROWD_MOST];
    bool sound = true;

    share(members);
    fflush(NULL);
    for (int i = 0; i < members; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            http_again();
            crowd_gather();
            member(i, what);
            _exit(0);
        }
    }
    for (int i = 0; i < members; i++) {
        int status = 1;

        sound = waitpid(children[i], &status, 0) == children[i] && status == 0 && sound;
    }
    return sound ? &shared->crowd : NULL;
}
