/* dispatch.h - the way of a request through the rooms. SPDX-License-Identifier: MIT */
#ifndef FRONT_DISPATCH_H
#define FRONT_DISPATCH_H

#include "front/worker.h"

/* What workers run. */
extern const struct service dispatch_service;

#endif
