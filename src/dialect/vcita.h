/* vcita.h - vCita's platform API: what its endpoints share. SPDX-License-Identifier: MIT
 *
 * Sources: seed 000, contract vcita. Decisions where these say nothing:
 * - Ids are uids. A booking made here has one of 16 letters a-z 0-9; one made elsewhere is shown
 * with the uid it has. A registration (a seat in a class) is known by the uid of the seat, a class
 * by engine/classes.h, whether or not somebody is registered.
 * - Of the documented booking all fields are sent; what slotd has no notion of (invoices, payments,
 *   suggested times, categories) is the null or empty value that the documentation has there.
 * - policies.*.time_limit is in minutes; 0: none.
 * - time_zone is of who booked, in the manner of Rails: "(GMT+02:00) Jerusalem", with the standard
 *   offset and the city of the zone's IANA name. */
#ifndef DIALECT_VCITA_H
#define DIALECT_VCITA_H

#include "dialect/dialect.h"
#include "engine/item.h"

extern const struct dialect vcita_dialect;
extern const struct endpoint vcita_endpoints[];
extern const size_t vcita_endpoint_count;
extern const struct endpoint vcita_business_endpoints[];
extern const size_t vcita_business_endpoint_count;
extern const struct endpoint vcita_availability_endpoints[];
extern const size_t vcita_availability_endpoint_count;

/* A booking as the documentation has it: struct item. */
extern const struct shape vcita_item_shape;
extern const struct word vcita_state_words[];
extern const struct data vcita_item_data;
void vcita_write_item(struct text *out, const struct exchange *exchange, const void *result);
/* struct enroll_wish, and the business_id of struct agenda_find_wish. */
extern const struct params vcita_create_body, vcita_of_business_query;
/* "12.5", in quotes; "no_price" or "paid"; "EUR". */
void vcita_write_price(struct text *out, int64_t minor);
void vcita_write_charge_type(struct text *out, int64_t minor);
void vcita_write_currency(struct text *out, const char *currency);
/* "2025-08-07T01:56:21.751-05:00", in quotes. */
void vcita_write_time(struct text *out, const struct zone *zone, struct instant instant);

/* What is said of a failure, in no form. */
const char *vcita_words(struct arena *arena, const struct fail *fail);
/* {"status":"OK","data":{"<member>": */
void vcita_open(struct text *out, const char *member);

/* An operation of the engine as an endpoint's function: the types meet in the endpoint's row. */
#define VCITA_RUN(name_, operation_)                                                               \
    static struct fail name_(struct work *work, const void *wish, void *result)                    \
    {                                                                                              \
        return operation_(work, wish, result);                                                     \
    }

#endif
