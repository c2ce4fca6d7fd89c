/* links.h - booking links. SPDX-License-Identifier: MIT */
#ifndef DIALECT_LINKS_H
#define DIALECT_LINKS_H

#include "dialect/dialect.h"

extern const struct dialect links_dialect;
extern const struct endpoint links_endpoints[];
extern const size_t links_endpoint_count;

#endif
