/* find.c - lists of bookings: filters and orders as tables, the text built from the set of bits.
 * SPDX-License-Identifier: MIT
 *
 * What a caller sees is a union of branches (contract cal-v2 d.2). The caller's row says beforehand
 * which branches can hold anything, so that an ordinary host's list is one range of one index. */
#include <string.h>

#include "store/attendees.h"
#include "store/booking_columns.h"
#include "store/bookings.h"
#include "store/clients.h"
#include "store/placeholders.h"

/* A running booking started at most this long ago: CHECK booking_length. */
#define LONGEST_BOOKING (31 * US_A_DAY)

struct search {
    const struct caller *caller;
    const struct booking_query *query;
    struct instant now;
    struct placeholders sql;
};

#define NOT_GONE "b.status NOT IN ('cancelled','rejected')"

/* ---- the conditions of contract cal-v2 d.3 ---- */

enum { NOW_UNUSED, NOW_END_FROM, NOW_END_UNTIL };
static const struct {
    const char *condition;
    int now;
} listings[LISTING__COUNT] = {
    [LISTING_UPCOMING] = {"(b.end_us >= ? AND b.start_us >= ? AND"
                          " ((b.recurrence_id IS NOT NULL AND b.status = 'accepted') OR"
                          " (b.recurrence_id IS NULL AND " NOT_GONE ")))",
                          NOW_END_FROM},
    [LISTING_RECURRING] = {"(b.end_us >= ? AND b.start_us >= ? AND b.recurrence_id IS NOT NULL"
                           " AND " NOT_GONE ")",
                           NOW_END_FROM},
    [LISTING_PAST] = {"(b.end_us <= ? AND b.start_us < ? AND " NOT_GONE ")", NOW_END_UNTIL},
    [LISTING_CANCELLED] = {"b.status IN ('cancelled','rejected')", NOW_UNUSED},
    [LISTING_UNCONFIRMED] = {"(b.end_us >= ? AND b.start_us >= ? AND b.status = 'pending')",
                             NOW_END_FROM},
};

static void add_listings(struct search *search)
{
    const char *before = " AND (";

    for (int i = 0; i < LISTING__COUNT; i++) {
        if (!(search->query->listings & 1U << i))
            continue;
        placeholders_text(&search->sql, before);
        placeholders_text(&search->sql, listings[i].condition);
        before = " OR ";
        if (listings[i].now == NOW_UNUSED)
            continue;
        /* the second bound follows from the first; it gives the index on start a place to begin */
        int64_t start =
            listings[i].now == NOW_END_FROM ? search->now.us - LONGEST_BOOKING : search->now.us;
        placeholders_copy(&search->sql, VALUES(v_instant(search->now), v_number(start)));
    }
    placeholders_text(&search->sql, ")");
}

/* ---- filters ---- */

static struct numbers one_number(struct search *search, int64_t number)
{
    struct numbers one = {TAKE(search->sql.arena, int64_t), 1};

    one.all[0] = number;
    return one;
}

/* IS TRUE keeps a list in the order of its index: without it the optimizer likes to begin with the
 * event types, and reads every booking they ever had. */
static void add_event_types(struct search *search, const struct numbers *ids)
{
    placeholders_text(&search->sql, " AND (b.event_type_id IN (SELECT f.id FROM event_type f"
                                    " WHERE f.business_id = ? AND (f.id IN ");
    placeholders_value(&search->sql, v_number(search->caller->business_id));
    placeholders_numbers(&search->sql, ids);
    placeholders_text(&search->sql, " OR f.parent_id IN ");
    placeholders_numbers(&search->sql, ids);
    placeholders_text(&search->sql, "))) IS TRUE");
}

static void add_teams(struct search *search, const struct numbers *ids)
{
    placeholders_text(&search->sql, " AND (b.event_type_id IN (SELECT f.id FROM event_type f"
                                    " LEFT JOIN event_type p ON p.business_id = f.business_id"
                                    "  AND p.id = f.parent_id"
                                    " WHERE f.business_id = ? AND (f.team_id IN ");
    placeholders_value(&search->sql, v_number(search->caller->business_id));
    placeholders_numbers(&search->sql, ids);
    placeholders_text(&search->sql, " OR p.team_id IN ");
    placeholders_numbers(&search->sql, ids);
    placeholders_text(&search->sql, "))) IS TRUE");
}

static void add_bound(struct search *search, const char *condition, struct value value)
{
    placeholders_text(&search->sql, condition);
    placeholders_value(&search->sql, value);
}

/* Address and name must hold on one and the same attendee. */
static void add_attendee_conditions(struct search *search)
{
    if (search->query->given & BY_EMAIL)
        add_bound(search, " AND a.email = ?", v_text(search->query->email));
    if (search->query->given & BY_NAME)
        add_bound(search, " AND a.name = ?", v_text(search->query->name));
}

static void add_attendee_filter(struct search *search)
{
    if (!(search->query->given & (BY_EMAIL | BY_NAME)))
        return;
    add_bound(search, " AND b.id IN (SELECT a.booking_id FROM attendee a WHERE a.business_id = ?",
              v_number(search->caller->business_id));
    add_attendee_conditions(search);
    placeholders_text(&search->sql, ")");
}

/* Padded to a power of two, as all lists. */
static void add_statuses(struct search *search)
{
    struct value words[BOOKING_STATUS__COUNT];
    size_t count = 0, padded = 1;

    for (int i = 0; i < BOOKING_STATUS__COUNT; i++)
        if (search->query->statuses & 1U << i)
            words[count++] = v_text(word_of(booking_status_words, i));
    if (count == 0)
        words[count++] = v_text(NULL);
    while (padded < count)
        padded *= 2;
    placeholders_text(&search->sql, " AND b.status IN (");
    for (size_t i = 0; i < padded; i++) {
        placeholders_text(&search->sql, i == 0 ? "?" : ",?");
        placeholders_value(&search->sql, words[i < count ? i : count - 1]);
    }
    placeholders_text(&search->sql, ")");
}

/* The second bound follows from the first, and gives the index on start a place to end. */
static void add_passed(struct search *search)
{
    placeholders_text(&search->sql, " AND b.end_us <= ? AND b.start_us < ?");
    placeholders_copy(&search->sql, VALUES(v_instant(search->now), v_instant(search->now)));
}

/* What a client did not book themselves, or has a seat of, is in their own first matter. */
static void add_matter(struct search *search)
{
    const struct booking_query *query = search->query;

    if (query->scope != SCOPE_CLIENT) {
        add_bound(search, " AND b.matter_uid = ?", v_uid(query->matter));
        return;
    }
    placeholders_text(&search->sql, " AND IF(b.seats IS NULL AND b.client_id <=> ?,"
                                    " COALESCE(b.matter_uid, ?), ?) = ?");
    placeholders_copy(&search->sql,
                      VALUES(v_number(search->caller->client_id), v_uid(query->own_matter),
                             v_uid(query->own_matter), v_uid(query->matter)));
}

#define OF_MANY_DATES "(b.recurrence_id IS NOT NULL OR b.seats IS NOT NULL)"

static void add_filters(struct search *search)
{
    const struct booking_query *query = search->query;
    const struct {
        uint64_t bit;
        const char *condition;
        struct value value;
    } bounds[] = {
        {BY_UID, " AND b.uid = ?", v_uid(query->uid)},
        {BY_START_FROM, " AND b.start_us >= ?", v_instant(query->start_from)},
        {BY_END_UNTIL, " AND b.end_us <= ?", v_instant(query->end_until)},
        {BY_CREATED_FROM, " AND b.created_us >= ?", v_instant(query->created_from)},
        {BY_CREATED_UNTIL, " AND b.created_us <= ?", v_instant(query->created_until)},
        {BY_UPDATED_FROM, " AND b.updated_us >= ?", v_instant(query->updated_from)},
        {BY_UPDATED_UNTIL, " AND b.updated_us <= ?", v_instant(query->updated_until)},
        {BY_WALK_FROM, " AND b.walk >= ?", v_bytes(query->walk, 16)},
        {BY_WALK_AFTER, " AND b.walk > ?", v_bytes(query->walk, 16)},
        {BY_WALK_UNTIL, " AND b.walk <= ?", v_bytes(query->walk, 16)},
        {BY_WALK_BEFORE, " AND b.walk < ?", v_bytes(query->walk, 16)},
        {BY_LINK, " AND b.link_id = ?", v_number(query->link)},
        {BY_HOST, " AND b.host_id = ?", v_number(query->host)},
        {BY_START_BEFORE, " AND b.start_us < ?", v_instant(query->start_before)},
        {BY_RECURRING_AFTER, " AND (NOT " OF_MANY_DATES " OR b.start_us > ?)",
         v_instant(query->recurring_after)},
        {BY_RECURRING_BEFORE, " AND (NOT " OF_MANY_DATES " OR b.start_us < ?)",
         v_instant(query->recurring_before)},
    };

    for (size_t i = 0; i < COUNT(bounds); i++)
        if (query->given & bounds[i].bit)
            add_bound(search, bounds[i].condition, bounds[i].value);
    if (query->given & BY_LISTING)
        add_listings(search);
    if (query->given & BY_STATUSES)
        add_statuses(search);
    if (query->given & BY_PASSED)
        add_passed(search);
    if (query->given & BY_MATTER)
        add_matter(search);
    if (query->given & BY_MOVED_AWAY)
        placeholders_text(&search->sql, " AND b.rescheduled_to_uid IS NOT NULL");
    if (query->given & BY_NOT_MOVED)
        placeholders_text(&search->sql, " AND b.rescheduled_to_uid IS NULL");
    if (query->unseated)
        placeholders_text(&search->sql, " AND b.seats IS NULL");
    if (query->given & BY_EVENT_TYPES)
        add_event_types(search, &query->event_types);
    if (query->given & BY_EVENT_TYPE)
        add_event_types(search, &(struct numbers[]){one_number(search, query->event_type)}[0]);
    if (query->given & BY_TEAMS)
        add_teams(search, &query->teams);
    if (query->given & BY_TEAM)
        add_teams(search, &(struct numbers[]){one_number(search, query->team)}[0]);
    if (query->given & BY_SCOPE_TEAM)
        add_teams(search, &(struct numbers[]){one_number(search, query->scope_team)}[0]);
}

/* ---- branches ---- */

static struct value business_of(const struct search *search)
{
    return v_number(search->caller->business_id);
}

static struct value user_of(const struct search *search)
{
    return v_number(search->caller->user_id);
}

static void hosted(struct search *search)
{
    placeholders_text(&search->sql, " FROM booking b WHERE b.business_id = ? AND b.host_id = ?");
    placeholders_copy(&search->sql, VALUES(business_of(search), user_of(search)));
    add_attendee_filter(search);
}

/* In this branch the filters on attendees must hold on the row that carries the caller's address.
 */
static void attended(struct search *search)
{
    placeholders_text(&search->sql, " FROM booking b WHERE b.business_id = ? AND b.host_id <> ?"
                                    " AND b.id IN (SELECT a.booking_id"
                                    " FROM attendee a WHERE a.business_id = ? AND a.email = ?");
    placeholders_copy(&search->sql, VALUES(business_of(search), user_of(search),
                                           business_of(search), v_text(search->caller->email)));
    add_attendee_conditions(search);
    placeholders_text(&search->sql, ")");
}

/* A leader's branches begin with what is led, which is little, and find its bookings by an index.
 * Left to choose, the optimizer reads all bookings of the business. */
#define WHERE_LED " WHERE l.business_id = ? AND l.user_id = ? AND l.role IN ('owner','admin')"
#define MEMBERS                                                                                    \
    "membership l JOIN membership m ON m.business_id = l.business_id AND m.team_id = l.team_id"

static void hosted_by_members(struct search *search)
{
    placeholders_text(
        &search->sql,
        " FROM (SELECT DISTINCT m.user_id FROM " MEMBERS WHERE_LED ") led"
        " STRAIGHT_JOIN booking b ON b.host_id = led.user_id WHERE b.business_id = ?");
    placeholders_copy(&search->sql,
                      VALUES(business_of(search), user_of(search), business_of(search)));
    add_attendee_filter(search);
}

static void attended_by_members(struct search *search)
{
    placeholders_text(
        &search->sql,
        " FROM (SELECT DISTINCT a.booking_id FROM " MEMBERS
        " JOIN user u ON u.business_id = m.business_id AND u.id = m.user_id"
        " JOIN attendee a ON a.business_id = u.business_id AND a.email = u.email" WHERE_LED);
    placeholders_copy(&search->sql, VALUES(business_of(search), user_of(search)));
    add_attendee_conditions(search);
    placeholders_text(&search->sql, ") led STRAIGHT_JOIN booking b ON b.id = led.booking_id"
                                    " WHERE b.business_id = ?");
    placeholders_value(&search->sql, business_of(search));
}

static void of_teams(struct search *search)
{
    placeholders_text(
        &search->sql,
        " FROM (SELECT g.id FROM membership l"
        " JOIN event_type g ON g.business_id = l.business_id AND g.team_id = l.team_id" WHERE_LED
        ") led"
        " STRAIGHT_JOIN booking b ON b.event_type_id = led.id WHERE b.business_id = ?");
    placeholders_copy(&search->sql,
                      VALUES(business_of(search), user_of(search), business_of(search)));
    add_attendee_filter(search);
}

static void of_business(struct search *search)
{
    placeholders_text(&search->sql, " FROM booking b WHERE b.business_id = ?");
    placeholders_value(&search->sql, business_of(search));
    add_attendee_filter(search);
}

static void hosted_by_users(struct search *search)
{
    placeholders_text(&search->sql, " FROM booking b WHERE b.business_id = ? AND b.host_id IN ");
    placeholders_value(&search->sql, business_of(search));
    placeholders_numbers(&search->sql, &search->query->users);
    add_attendee_filter(search);
}

static void attended_by_users(struct search *search)
{
    placeholders_text(&search->sql, " FROM booking b WHERE b.business_id = ?"
                                    " AND b.id IN (SELECT a.booking_id FROM attendee a JOIN user u"
                                    " ON u.business_id = a.business_id AND u.email = a.email"
                                    " WHERE a.business_id = ? AND u.id IN ");
    placeholders_copy(&search->sql, VALUES(business_of(search), business_of(search)));
    placeholders_numbers(&search->sql, &search->query->users);
    add_attendee_conditions(search);
    placeholders_text(&search->sql, ")");
}

/* A client asks for what is theirs, whatever else they name. */
static struct value client_of(const struct search *search)
{
    return v_number(search->query->scope == SCOPE_CLIENT ? search->caller->client_id
                                                         : search->query->client);
}

/* Of a booking with seats only they say whose it is: it names who took the first one, who may have
 * left. */
static void of_client(struct search *search)
{
    placeholders_text(&search->sql, " FROM booking b WHERE b.business_id = ? AND b.client_id = ?"
                                    " AND b.seats IS NULL");
    placeholders_copy(&search->sql, VALUES(business_of(search), client_of(search)));
    add_attendee_filter(search);
}

/* What a client stands in by address, in whatever case it was given: seats, and for the client's
 * own eyes also what others invited them to. */
#define WHERE_CLIENT " WHERE c.business_id = ? AND c.id = ?"
static void attended_by_client(struct search *search)
{
    bool own = search->query->scope == SCOPE_CLIENT;

    placeholders_text(&search->sql,
                      " FROM (SELECT a.booking_id, MAX(a.seat_uid) AS seat_uid"
                      " FROM client c JOIN attendee a"
                      " FORCE INDEX (attendee_email_lower)"
                      " ON a.business_id = c.business_id"
                      " AND a.email_lower = LOWER(" ADDRESS_OF_CLIENT ")" WHERE_CLIENT);
    placeholders_copy(&search->sql, VALUES(business_of(search), client_of(search)));
    if (own) {
        placeholders_text(&search->sql, CLIENT_INVITED);
        placeholders_value(&search->sql, client_of(search));
    } else {
        placeholders_text(&search->sql, " AND a.seat_uid IS NOT NULL");
    }
    add_attendee_conditions(search);
    placeholders_text(&search->sql, " GROUP BY a.booking_id) w"
                                    " STRAIGHT_JOIN booking b ON b.id = w.booking_id"
                                    " WHERE b.business_id = ?");
    placeholders_copy(&search->sql, VALUES(business_of(search)));
}

/* Seats that the client had. */
static void left_by_client(struct search *search)
{
    placeholders_text(&search->sql, " FROM (SELECT l.booking_id, l.seat_uid FROM client c"
                                    " JOIN seat_left l ON l.business_id = c.business_id"
                                    " AND l.email_lower = LOWER(" ADDRESS_OF_CLIENT ")" WHERE_CLIENT
                                    ") w STRAIGHT_JOIN booking b ON b.id = w.booking_id"
                                    " WHERE b.business_id = ?");
    placeholders_copy(&search->sql,
                      VALUES(business_of(search), client_of(search), business_of(search)));
}

enum branch_of {
    OF_EVERY_HOST,
    OF_WHO_ATTENDS,
    OF_WHO_LEADS,
    OF_BUSINESS,
    OF_USERS,
    OF_CLIENT,
    OF_CLIENT_ELSEWHERE, /* seats, and what others invited them to */
    OF_CLIENT_BEFORE     /* seats that who asks for what is theirs had */
};
struct branch {
    void (*scope)(struct search *);
    enum branch_of whose;
    const char *shown; /* the uid under which a client knows what is theirs */
};
static const struct branch branches[] = {
    {hosted, OF_EVERY_HOST, "b.uid"},
    {attended, OF_WHO_ATTENDS, "b.uid"},
    {hosted_by_members, OF_WHO_LEADS, "b.uid"},
    {attended_by_members, OF_WHO_LEADS, "b.uid"},
    {of_teams, OF_WHO_LEADS, "b.uid"},
    {of_business, OF_BUSINESS, "b.uid"},
    {hosted_by_users, OF_USERS, "b.uid"},
    {attended_by_users, OF_USERS, "b.uid"},
    {of_client, OF_CLIENT, "b.uid"},
    {attended_by_client, OF_CLIENT_ELSEWHERE, "COALESCE(w.seat_uid, b.uid)"},
    {left_by_client, OF_CLIENT_BEFORE, "w.seat_uid"},
};

static bool branch_applies(const struct search *search, enum branch_of whose)
{
    bool of_caller = search->query->scope == SCOPE_CALLER;
    bool of_client_alone =
        search->query->scope == SCOPE_CLIENT || (search->query->given & BY_CLIENT);
    bool of_users = !of_client_alone && (search->query->given & BY_USERS);

    switch (whose) {
    case OF_EVERY_HOST:
        return of_caller;
    case OF_WHO_ATTENDS:
        return of_caller && search->caller->attends;
    case OF_WHO_LEADS:
        return of_caller && search->caller->leads_a_team;
    case OF_BUSINESS:
        return !of_caller && !of_users && !of_client_alone;
    case OF_USERS:
        return !of_caller && of_users;
    case OF_CLIENT:
        return !of_caller && of_client_alone;
    case OF_CLIENT_ELSEWHERE:
        return !of_caller && of_client_alone &&
               (search->query->scope != SCOPE_CLIENT || search->query->invited);
    case OF_CLIENT_BEFORE:
        return search->query->scope == SCOPE_CLIENT && search->query->had_seats;
    }
    return false;
}

/* The one branch that can hold anything; NULL when there are several. */
static const struct branch *only_branch(const struct search *search)
{
    const struct branch *only = NULL;

    for (size_t i = 0; i < COUNT(branches); i++) {
        if (!branch_applies(search, branches[i].whose))
            continue;
        if (only != NULL)
            return NULL;
        only = &branches[i];
    }
    return only;
}

/* ---- orders ---- */

static const char *const order_columns[] = {
    [ORDER_DERIVED] = "start_us",   [ORDER_START] = "start_us",     [ORDER_END] = "end_us",
    [ORDER_CREATED] = "created_us", [ORDER_UPDATED] = "updated_us", [ORDER_WALK] = "walk",
};

/* A client's own are told apart by the uid that is shown: of one booking there may be several seats
 * that the client had. */
static const char *last_key(const struct search *search)
{
    return search->query->scope == SCOPE_CLIENT ? "shown" : "id";
}

static const char *direction_of(bool descending)
{
    return descending ? " DESC" : "";
}

static void add_texts(struct search *search, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        placeholders_text(&search->sql, texts[i]);
}

/* A key that went before decides nothing any more. */
static bool is_new_key(const struct booking_query *query, size_t further)
{
    const char *column = order_columns[query->further[further].order];
    bool fresh = strcmp(column, order_columns[query->order]) != 0;

    for (size_t i = 0; i < further; i++)
        fresh = fresh && strcmp(column, order_columns[query->further[i].order]) != 0;
    return fresh;
}

/* `of` is the table, with its dot; what is selected by a name of ours alone is in none. */
static void add_order(struct search *search, const char *of)
{
    const struct booking_query *query = search->query;
    const char *direction = direction_of(query->descending);
    bool selected = query->scope == SCOPE_CLIENT && strcmp(of, "b.") == 0;
    const char *const first[] = {" ORDER BY ", of, order_columns[query->order], direction};
    const char *const last[] = {", ", selected ? "" : of, last_key(search), direction};

    add_texts(search, first, COUNT(first));
    for (size_t i = 0; i < query->further_count; i++) {
        const char *const further[] = {", ", of, order_columns[query->further[i].order],
                                       direction_of(query->further[i].descending)};

        if (is_new_key(query, i))
            add_texts(search, further, COUNT(further));
    }
    add_texts(search, last, COUNT(last));
}

/* The id and what it is ordered by, and nothing else, so that an index can give them without the
 * row. */
static void select_place(struct search *search, const char *shown)
{
    const struct booking_query *query = search->query;

    placeholders_text(&search->sql, "(SELECT b.id, b.");
    placeholders_text(&search->sql, order_columns[query->order]);
    for (size_t i = 0; i < query->further_count; i++) {
        const char *const further[] = {", b.", order_columns[query->further[i].order]};

        if (is_new_key(query, i))
            add_texts(search, further, COUNT(further));
    }
    if (query->scope != SCOPE_CLIENT)
        return;
    const char *const own[] = {", ", shown, " AS shown"};
    add_texts(search, own, COUNT(own));
}

static void add_limit(struct search *search, int64_t take, int64_t skip)
{
    placeholders_text(&search->sql, " LIMIT ? OFFSET ?");
    placeholders_copy(&search->sql, VALUES(v_number(take), v_number(skip)));
}

/* ---- pages ---- */

static void add_branches(struct search *search, bool limited, int64_t take)
{
    const char *before = "";

    for (size_t i = 0; i < COUNT(branches); i++) {
        if (!branch_applies(search, branches[i].whose))
            continue;
        placeholders_text(&search->sql, before);
        if (limited)
            select_place(search, branches[i].shown);
        else
            placeholders_text(&search->sql, "(SELECT b.id");
        branches[i].scope(search);
        add_filters(search);
        if (limited) {
            add_order(search, "b.");
            add_limit(search, take, 0);
        }
        placeholders_text(&search->sql, ")");
        before = " UNION ";
    }
}

/* The ids of one page, as a derived table `page`. */
static void add_page_ids(struct search *search, int64_t take)
{
    const struct booking_query *query = search->query;
    const struct branch *only = only_branch(search);

    if (only != NULL) {
        select_place(search, only->shown);
        only->scope(search);
        add_filters(search);
        add_order(search, "b.");
        add_limit(search, take, query->skip);
        placeholders_text(&search->sql, ")");
        return;
    }
    /* each branch gives as many as the page can reach; the union is ordered and cut once more */
    select_place(search, "b.shown");
    placeholders_text(&search->sql, " FROM (");
    add_branches(search, true, take + query->skip);
    placeholders_text(&search->sql, ") b");
    add_order(search, "b.");
    add_limit(search, take, query->skip);
    placeholders_text(&search->sql, ")");
}

static struct search search_start(struct store *store, const struct caller *caller,
                                  const struct booking_query *query, struct instant now)
{
    return (struct search){caller, query, now, placeholders_start(store_arena(store))};
}

/* "SELECT <what> FROM the page, joined with all that a booking is made of, in its order". */
static void add_page(struct search *search, const char *what, bool one_more)
{
    placeholders_text(&search->sql, "SELECT ");
    placeholders_text(&search->sql, what);
    placeholders_text(&search->sql, " FROM ");
    add_page_ids(search, search->query->take + one_more);
    placeholders_text(
        &search->sql,
        " page JOIN booking b ON b.business_id = ? AND b.id = page.id " BOOKING_JOINS);
    placeholders_value(&search->sql, business_of(search));
    /* by columns of `page`: rows are joined in that order and never sorted as a whole, with their
     * texts */
    add_order(search, "page.");
}

struct fail bookings_page(struct store *store, const struct caller *caller,
                          const struct booking_query *query, struct instant now, bool one_more,
                          struct bookings *bookings)
{
    struct search search = search_start(store, caller, query, now);
    struct list rows;

    add_page(&search, query->whole ? BOOKING_SELECT : BOOKING_SELECT_FIRST, one_more);
    struct statement statement = {
        "page of bookings", placeholders_sql(&search.sql), booking_columns,
        query->whole ? BOOKING_COLUMN_COUNT : BOOKING_FIRST_COLUMNS, sizeof(struct booking)};
    TRY(store_all(store, &statement, placeholders_values(&search.sql), &rows));
    *bookings = (struct bookings){rows.items, rows.count};
    for (size_t i = 0; i < bookings->count; i++)
        booking_finish(store_arena(store), &bookings->all[i]);
    return NO_FAIL;
}

static const struct column shown_column[] = {C_TEXT(struct client_booking, shown_uid)};

struct fail bookings_of_client_page(struct store *store, const struct caller *caller,
                                    const struct booking_query *query, struct instant now,
                                    struct list *rows)
{
    struct search search = search_start(store, caller, query, now);
    struct column columns[BOOKING_COLUMN_COUNT + 1];

    columns[0] = shown_column[0];
    for (size_t i = 0; i < BOOKING_COLUMN_COUNT; i++)
        columns[i + 1] = booking_columns[i];
    add_page(&search, "page.shown, " BOOKING_SELECT, false);
    struct statement statement = {"page of a client's bookings", placeholders_sql(&search.sql),
                                  columns, BOOKING_COLUMN_COUNT + 1, sizeof(struct client_booking)};
    TRY(store_all(store, &statement, placeholders_values(&search.sql), rows));
    struct client_booking *all = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        booking_finish(store_arena(store), &all[i].booking);
    return NO_FAIL;
}

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};

struct fail bookings_count(struct store *store, const struct caller *caller,
                           const struct booking_query *query, struct instant now, int64_t *total)
{
    struct search search = search_start(store, caller, query, now);
    struct count_row row = {0};
    bool found;

    const struct branch *only = only_branch(&search);

    placeholders_text(&search.sql, "SELECT COUNT(*)");
    if (only != NULL) {
        only->scope(&search);
        add_filters(&search);
    } else {
        placeholders_text(&search.sql, " FROM (");
        add_branches(&search, false, 0);
        placeholders_text(&search.sql, ") b");
    }
    struct statement statement = {"count of bookings", placeholders_sql(&search.sql), count_columns,
                                  1, sizeof row};
    TRY(store_one(store, &statement, placeholders_values(&search.sql), &row, &found));
    *total = row.count;
    return NO_FAIL;
}
