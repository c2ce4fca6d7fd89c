/* listener.h - the socket on which the web server asks. SPDX-License-Identifier: MIT */
#ifndef FRONT_LISTENER_H
#define FRONT_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/conf.h"
#include "base/text.h"

struct listener {
    int fd;
    char path[108]; /* of a unix socket that was made here and goes with us; else empty */
    dev_t device;   /* which file that was */
    ino_t file;
};

/* True when descriptor 0 is a socket that listens: whoever started us manages the processes. */
bool listener_inherited(void);
/* Takes the socket systemd hands over (LISTEN_FDS) or makes the one of server.listen. A path that
 * is left over from a dead server is replaced; one on which somebody answers is not. */
bool listener_open(struct listener *listener, const struct conf *conf, struct text *trouble);
void listener_close(struct listener *listener);

#endif
