/* links.c - booking links. SPDX-License-Identifier: MIT */
#include "store/links.h"
#include "store/placeholders.h"

#define L struct link
static const struct column link_columns[] = {
    C_NUMBER(L, id),  C_NUMBER(L, business_id),    C_TEXT(L, uid),    C_TEXT(L, slug),
    C_TEXT(L, title), C_NUMBER(L, event_type_id),  C_FLAG(L, active), C_TEXT(L, questions),
    C_TEXT(L, rules), C_TEXT(L, reminder_minutes),
};
#undef L
#define LINK_ROW link_columns, COUNT(link_columns), sizeof(struct link)
#define SELECT_LINK                                                                                \
    "SELECT id, business_id, uid, slug, title, event_type_id, active, questions, rules,"           \
    " reminder_minutes FROM booking_link WHERE business_id = ? AND "

static const struct statement by_id = {"link by id", SELECT_LINK "id = ?", LINK_ROW};
static const struct statement by_uid = {"link by uid", SELECT_LINK "uid = ?", LINK_ROW};
static const struct statement by_slug = {"link by slug", SELECT_LINK "slug = ?", LINK_ROW};

struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};
static const struct statement service_statement = {
    "service of link",
    "SELECT t.id FROM event_type t WHERE t.business_id = ? AND (t.uid = ? OR t.id = ?)"
    " AND (t.id = ? OR t.id IN (SELECT s.event_type_id FROM booking_link_service s"
    " WHERE s.business_id = ? AND s.link_id = ?)) ORDER BY t.uid = ? DESC LIMIT 1",
    number_columns, COUNT(number_columns), sizeof(struct number_row)};

struct fail link_by_id(struct store *store, int64_t business_id, int64_t id, struct link *link,
                       bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), link, found);
}

struct fail link_by_uid(struct store *store, int64_t business_id, const char *uid,
                        struct link *link, bool *found)
{
    return store_one(store, &by_uid, VALUES(v_number(business_id), v_uid(uid)), link, found);
}

struct fail link_by_slug(struct store *store, int64_t business_id, const char *slug,
                         struct link *link, bool *found)
{
    return store_one(store, &by_slug, VALUES(v_number(business_id), v_text(slug)), link, found);
}

struct fail links_by_ids(struct store *store, int64_t business_id, const struct numbers *ids,
                         struct list *links)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, SELECT_LINK "id IN ");
    placeholders_value(&sql, v_number(business_id));
    placeholders_numbers(&sql, ids);
    struct statement statement = {"links by ids", placeholders_sql(&sql), LINK_ROW};
    return store_all(store, &statement, placeholders_values(&sql), links);
}

/* A number in plain digits; 0 for anything else, which is nobody's id. */
static int64_t id_in_digits(const char *text)
{
    int64_t id = 0;

    for (; *text >= '0' && *text <= '9' && id < INT32_MAX; text++)
        id = 10 * id + (*text - '0');
    return *text == '\0' ? id : 0;
}

struct fail link_service(struct store *store, const struct link *link, const char *service,
                         int64_t *event_type_id)
{
    struct number_row row = {0};
    bool found;

    TRY(store_one(store, &service_statement,
                  VALUES(v_number(link->business_id), v_uid(service),
                         v_number(id_in_digits(service)), v_number(link->event_type_id),
                         v_number(link->business_id), v_number(link->id), v_uid(service)),
                  &row, &found));
    *event_type_id = row.number;
    return NO_FAIL;
}

const struct statement *const link_statements[] = {&by_id, &by_uid, &by_slug, &service_statement,
                                                   NULL};
