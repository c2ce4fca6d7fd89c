/* cal.h - Cal.com v2: what its endpoints share. SPDX-License-Identifier: MIT */
#ifndef DIALECT_CAL_H
#define DIALECT_CAL_H

#include "dialect/dialect.h"

#define CAL_2024_06_11 "2024-06-11"
#define CAL_2024_06_14 "2024-06-14"
#define CAL_2024_08_13 "2024-08-13"
#define CAL_2024_09_04 "2024-09-04"
#define CAL_2026_05_01 "2026-05-01"

extern const struct dialect cal_dialect;
extern const struct endpoint cal_endpoints[];
extern const size_t cal_endpoint_count;
extern const struct named_shape cal_shapes[];
extern const struct endpoint cal_link_endpoints[];
extern const size_t cal_link_endpoint_count;
extern const struct endpoint cal_slot_endpoints[];
extern const size_t cal_slot_endpoint_count;
extern const struct endpoint cal_webhook_endpoints[];
extern const size_t cal_webhook_endpoint_count;
extern const struct shape cal_webhook_shape;
extern const struct endpoint cal_event_type_endpoints[];
extern const size_t cal_event_type_endpoint_count;
extern const struct endpoint cal_schedule_endpoints[];
extern const size_t cal_schedule_endpoint_count;
extern const struct endpoint cal_me_endpoints[];
extern const size_t cal_me_endpoint_count;
extern const struct endpoint cal_team_list_endpoints[];
extern const size_t cal_team_list_endpoint_count;

/* Lists of bookings: what may be asked, the same with userIds for those of an organization, and the
 * answers. */
extern const struct params cal_pages_query, cal_pages_query_of_users;
extern const struct params cal_walk_query, cal_walk_query_of_users;
extern const struct data cal_pages_data, cal_walk_data;
void cal_write_pages(struct text *out, const struct exchange *exchange, const void *result);
void cal_write_walk(struct text *out, const struct exchange *exchange, const void *result);

extern const struct word cal_language_words[];

/* An operation of the engine as an endpoint's function: the types meet in the endpoint's row. */
#define CAL_RUN(name_, operation_)                                                                 \
    static struct fail name_(struct work *work, const void *wish, void *result)                    \
    {                                                                                              \
        return operation_(work, wish, result);                                                     \
    }

#endif
