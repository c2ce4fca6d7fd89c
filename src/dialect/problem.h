/* problem.h - what belongs to no dialect: RFC 9457. SPDX-License-Identifier: MIT */
#ifndef DIALECT_PROBLEM_H
#define DIALECT_PROBLEM_H

#include "dialect/dialect.h"

extern const struct dialect problem_dialect;

/* The reason phrase of a status (RFC 9110), "Error" for others. */
const char *status_phrase(int status);

#endif
