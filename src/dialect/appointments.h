/* appointments.h - appointments: what its endpoints share. SPDX-License-Identifier: MIT */
#ifndef DIALECT_APPOINTMENTS_H
#define DIALECT_APPOINTMENTS_H

#include "dialect/dialect.h"
#include "engine/paging.h"

extern const struct dialect appointments_dialect;
extern const struct endpoint appointments_sign_in_endpoints[];
extern const size_t appointments_sign_in_endpoint_count;
extern const struct endpoint appointments_day_endpoints[];
extern const size_t appointments_day_endpoint_count;
extern const struct endpoint appointments_settings_endpoints[];
extern const size_t appointments_settings_endpoint_count;
extern const struct endpoint appointments_staff_endpoints[];
extern const size_t appointments_staff_endpoint_count;
extern const struct endpoint appointments_service_endpoints[];
extern const size_t appointments_service_endpoint_count;
extern const struct endpoint appointments_client_endpoints[];
extern const size_t appointments_client_endpoint_count;
extern const struct endpoint appointments_public_endpoints[];
extern const size_t appointments_public_endpoint_count;

extern const struct endpoint appointments_booking_endpoints[];
extern const size_t appointments_booking_endpoint_count;

/* Shapes under their names, for the description of the interface. */
extern const struct shape appointments_session_shape;
extern const struct shape appointments_user_shape;
extern const struct shape appointments_staff_shape, appointments_shift_shape,
    appointments_default_shift_shape, appointments_time_off_shape, appointments_service_shape,
    appointments_follow_up_shape, appointments_client_shape, appointments_waiting_shape;
extern const struct shape appointments_salon_shape, appointments_salon_service_shape,
    appointments_salon_staff_shape, appointments_salon_slot_shape, appointments_salon_booking_shape,
    appointments_salon_answer_shape, appointments_salon_review_shape;
extern const struct shape appointments_settings_shape;
extern const struct shape appointments_holiday_shape;
extern const struct shape appointments_message_shape;
extern const struct shape appointments_booking_shape;

/* A time as the salon's clock shows it: "2026-03-24 10:00:00" (contract appointments 1). */
void appointments_write_wall(struct text *out, struct wall wall);

/* Rows of a query for `page` and `limit`, into a struct paging that is a member of S. Without
 * `page` the answer is the whole list, whatever limit says (contract appointments 1). */
#define APPOINTMENTS_PAGE_ROWS(S, paging_)                                                         \
    P_NUMBER(S, paging_.page, "page", .least = 1, .most = 1000000),                                \
        P_NUMBER(S, paging_.limit, "limit", .least = 1, .most = 200, .otherwise = 50)

/* A bare list, or {"items","total","page","limit","pages"} where a page was asked for. */
void appointments_write_list(struct text *out, const struct shape *shape, const struct list *list,
                             const struct paging *paging);

/* {"ok":true} */
extern const struct data appointments_ok_data;
void appointments_write_ok(struct text *out, const struct exchange *exchange, const void *result);

/* An operation of the engine as an endpoint's function: the types meet in the endpoint's row. */
#define APPOINTMENTS_RUN(name_, operation_)                                                        \
    static struct fail name_(struct work *work, const void *wish, void *result)                    \
    {                                                                                              \
        return operation_(work, wish, result);                                                     \
    }

/* What writes one thing of a shape, and what writes a struct listed of them. */
#define APPOINTMENTS_WRITE_ONE(name_, shape_)                                                      \
    static void name_(struct text *out, const struct exchange *exchange, const void *result)       \
    {                                                                                              \
        (void)exchange;                                                                            \
        shape_write(out, &shape_, result);                                                         \
    }
#define APPOINTMENTS_WRITE_LIST(name_, shape_)                                                     \
    static void name_(struct text *out, const struct exchange *exchange, const void *result)       \
    {                                                                                              \
        const struct listed *listed = result;                                                      \
                                                                                                   \
        (void)exchange;                                                                            \
        appointments_write_list(out, &shape_, &listed->items, &listed->paging);                    \
    }
#define APPOINTMENTS_WRITE(one_, list_, shape_)                                                    \
    APPOINTMENTS_WRITE_ONE(one_, shape_)                                                           \
    APPOINTMENTS_WRITE_LIST(list_, shape_)
/* What they carry, for the description: thing_data and thing_list_data. */
#define APPOINTMENTS_DATA(thing_, name_, shape_)                                                   \
    static const struct named_shape thing_##_shapes[] = {{name_, &shape_}, {NULL, NULL}};          \
    static const struct data thing_##_data                                                         \
        __attribute__((unused)) = {.form = DATA_ONE, .shapes = thing_##_shapes};                   \
    static const struct data thing_##_list_data = {.form = DATA_LIST_OR_PAGE,                      \
                                                   .shapes = thing_##_shapes};

#endif
