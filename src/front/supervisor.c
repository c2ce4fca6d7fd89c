/* supervisor.c - tells systemd how the service does. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "front/supervisor.h"

/* A path, or with a leading '@' a name in the abstract space. 0 when it is neither. */
static socklen_t read_address(const char *text, struct sockaddr_un *address)
{
    size_t length = strlen(text);

    if ((text[0] != '/' && text[0] != '@') || length < 2 || length >= sizeof address->sun_path) {
        return 0;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, text, length);
    if (text[0] == '@') {
        address->sun_path[0] = '\0';
        return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    }
    return (socklen_t)sizeof *address;
}

static int64_t read_positive(const char *text)
{
    char *end = NULL;
    long long value = 0;

    if (text == NULL || text[0] < '0' || text[0] > '9') {
        return 0;
    }
    errno = 0;
    value = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0' ? value : 0;
}

bool supervisor_tell(const char *state)
{
    const char *text = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address;
    socklen_t length = text == NULL ? 0 : read_address(text, &address);
    ssize_t sent = -1;
    int mouth = -1;

    if (length == 0) {
        return text == NULL;
    }
    mouth = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (mouth < 0) {
        return false;
    }
    sent = sendto(mouth, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
                  (const struct sockaddr *)&address, length);
    (void)close(mouth);
    return sent == (ssize_t)strlen(state);
}

int64_t supervisor_watchdog_us(void)
{
    const char *process = getenv("WATCHDOG_PID");

    if (process != NULL && read_positive(process) != (int64_t)getpid()) {
        return 0;
    }
    return read_positive(getenv("WATCHDOG_USEC")) / 2;
}
