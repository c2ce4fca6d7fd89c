/* openapi_schema.h - what is sent and answered, as schemas of OpenAPI. SPDX-License-Identifier: MIT
 *
 * JSON is written from front to back; commas are set where something stands before. */
#ifndef OPENAPI_SCHEMA_H
#define OPENAPI_SCHEMA_H

#include "dialect/dialect.h"

void doc_comma(struct text *out);
void doc_name(struct text *out, const char *name);
void doc_text(struct text *out, const char *name, const char *value);
void doc_number(struct text *out, const char *name, int64_t value);
/* JSON that stands ready. */
void doc_put(struct text *out, const char *json);
void doc_item(struct text *out, const char *value);
/* Open one; the name is NULL inside a list. */
void doc_object(struct text *out, const char *name);
void doc_list(struct text *out, const char *name);

/* Members of a schema, without the braces: of one value, of an object by its rows. */
void schema_of_value(struct text *out, const struct param *row);
void schema_of_object(struct text *out, const struct params *params);
/* Of an object by its fields; a field's shape is referred to by name where the dialect has one. */
void schema_of_fields(struct text *out, const struct dialect *dialect, const struct shape *shape);
/* In braces: by its name, or its fields. */
void schema_of_shape(struct text *out, const struct dialect *dialect, const struct shape *shape);
/* "recurring booking" of the dialect cal is CalRecurringBooking. */
void schema_name(struct text *out, const struct dialect *dialect, const char *words);

#endif
