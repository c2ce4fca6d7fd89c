/* openapi.h - the interface as an OpenAPI document, made from the tables.
 * SPDX-License-Identifier: MIT */
#ifndef OPENAPI_H
#define OPENAPI_H

#include "base/text.h"

/* OpenAPI 3.0, as JSON. */
void openapi_write(struct text *out);

#endif
