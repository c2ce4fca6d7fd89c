/* template.h - texts with {{places}} for what a message tells. SPDX-License-Identifier: MIT */
#ifndef OUTBOX_TEMPLATE_H
#define OUTBOX_TEMPLATE_H

#include <stdbool.h>

#include <json-c/json_object.h>

#include "base/arena.h"
#include "base/text.h"

/* Whether a template is JSON itself; any other is taken for a form. */
bool template_is_json(const char *template);
/* {{a.0.b}} is the member b of the first item of the member a; what is not there is empty, objects
 * and arrays are written as JSON. Values are escaped for where they stand: in JSON as parts of a
 * string, in a form by percents. Three braces are the same as two. */
void template_fill(struct text *out, struct arena *arena, const char *template,
                   struct json_object *told);

#endif
