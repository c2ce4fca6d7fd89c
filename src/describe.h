/* describe.h - what the tables say, for people. SPDX-License-Identifier: MIT */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "base/text.h"

/* Routes with their parameters, failures' words, and configuration keys. */
void describe(struct text *out);

#endif
