/* holidays.c - dates on which nobody of a business works. SPDX-License-Identifier: MIT */
#include "store/holidays.h"

#define H struct holiday
static const struct column columns[] = {C_NUMBER(H, id), C_TEXT(H, date), C_TEXT(H, name)};
#undef H
static const struct statement all_of = {
    "holidays",
    "SELECT id, CAST(date AS CHAR), name FROM holiday WHERE business_id = ? ORDER BY date", columns,
    COUNT(columns), sizeof(struct holiday)};

struct fail holidays_of(struct store *store, int64_t business_id, struct list *holidays)
{
    return store_all(store, &all_of, VALUES(v_number(business_id)), holidays);
}

struct fail holiday_add(struct store *store, int64_t business_id, struct day date, const char *name,
                        struct holiday *holiday)
{
    char written[WHEN_ROOM];
    struct fail fail =
        store_change(store, "add holiday",
                     "INSERT INTO holiday (business_id, date, name) VALUES"
                     " (?,?,?)",
                     VALUES(v_number(business_id), v_day(store_arena(store), date), v_text(name)),
                     NULL, &holiday->id);

    if (refused_by(fail, DUPLICATE, "holiday_date"))
        return (struct fail){.code = NAME_TAKEN, .field = "date"};
    TRY(fail);
    (void)day_write(written, date);
    holiday->date = arena_text(store_arena(store), written);
    holiday->name = name;
    return NO_FAIL;
}

struct fail holiday_remove(struct store *store, int64_t business_id, int64_t id, bool *known)
{
    int64_t affected = 0;

    TRY(store_change(store, "remove holiday",
                     "DELETE FROM holiday WHERE business_id = ? AND id = ?",
                     VALUES(v_number(business_id), v_number(id)), &affected, NULL));
    *known = affected == 1;
    return NO_FAIL;
}

const struct statement *const holiday_statements[] = {&all_of, NULL};
