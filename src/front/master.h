/* master.h - keeps workers running. SPDX-License-Identifier: MIT */
#ifndef FRONT_MASTER_H
#define FRONT_MASTER_H

#include "base/conf.h"
#include "front/worker.h"

/* Opens the socket and keeps workers on it until SIGTERM or SIGINT; 0 after an orderly end, 1 when
 * it could not begin. SIGHUP reads the configuration again from conf_path: a bad one is refused,
 * and so is one with which no worker becomes ready; *conf is replaced by a good one once its
 * workers stand. */
int master_run(const char *conf_path, struct conf *conf, const struct service *service);

#endif
