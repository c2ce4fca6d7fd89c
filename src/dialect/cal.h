/* cal.h - Cal.com v2: what its endpoints share. SPDX-License-Identifier: MIT */
#ifndef DIALECT_CAL_H
#define DIALECT_CAL_H

#include "dialect/dialect.h"

#define CAL_2024_08_13 "2024-08-13"
#define CAL_2024_09_04 "2024-09-04"
#define CAL_2026_05_01 "2026-05-01"

extern const struct dialect cal_dialect;
extern const struct endpoint cal_endpoints[];
extern const size_t cal_endpoint_count;
extern const struct named_shape cal_shapes[];
extern const struct endpoint cal_slot_endpoints[];
extern const size_t cal_slot_endpoint_count;

/* An operation of the engine as an endpoint's function: the types meet in the endpoint's row. */
#define CAL_RUN(name_, operation_)                                                                 \
    static struct fail name_(struct work *work, const void *wish, void *result)                    \
    {                                                                                              \
        return operation_(work, wish, result);                                                     \
    }

#endif
