/* outbox.c - work for later. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "store/outbox.h"
#include "store/placeholders.h"

#define J struct job
static const struct column job_columns[] = {
    C_NUMBER(J, id),       C_NUMBER(J, business_id), C_TEXT(J, kind),   C_TEXT(J, name),
    C_NUMBER(J, receiver), C_TEXT(J, payload),       C_INSTANT(J, due), C_NUMBER(J, tries),
    C_BYTES(J, lease),     C_NUMBER(J, booking_id),
};
#undef J

static const struct statement leased_statement = {
    "jobs of a lease",
    "SELECT id, business_id, kind, name, receiver, payload, due_us, tries, lease, booking_id"
    " FROM job WHERE lease = ? AND status = 'leased' ORDER BY due_us, id",
    job_columns, COUNT(job_columns), sizeof(struct job)};

struct id_row {
    int64_t id;
};
static const struct column id_columns[] = {C_NUMBER(struct id_row, id)};

/* Kind, too: what waits under a name may turn into its opposite. */
#define WAITS_AGAIN                                                                                \
    " ON DUPLICATE KEY UPDATE kind = VALUES(kind), due_us = VALUES(due_us),"                       \
    " payload = VALUES(payload), booking_id = VALUES(booking_id), status = 'waiting', tries = 0,"  \
    " lease = NULL, lease_until_us = NULL, done_us = NULL"
#define LEFT_AS_IT_IS " ON DUPLICATE KEY UPDATE receiver = receiver"

enum { VALUES_OF_JOB = 7, JOBS_AT_ONCE = PLACEHOLDERS_MOST / VALUES_OF_JOB };

static struct fail insert_jobs(struct store *store, const struct job *all, size_t count,
                               struct instant now, const char *already)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "INSERT INTO job (business_id, kind, name, booking_id, due_us, payload,"
                            " created_us) VALUES ");
    for (size_t i = 0; i < count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?,?,?)" : ",(?,?,?,?,?,?,?)");
        placeholders_copy(&sql,
                          VALUES(v_number(all[i].business_id), v_text(all[i].kind),
                                 v_text(all[i].name), v_id(all[i].booking_id),
                                 v_instant(all[i].due), v_text(all[i].payload), v_instant(now)));
    }
    placeholders_text(&sql, already);
    return store_change(store, "add jobs", placeholders_sql(&sql), placeholders_values(&sql), NULL,
                        NULL);
}

static struct fail insert_all(struct store *store, const struct list *jobs, struct instant now,
                              const char *already)
{
    const struct job *all = jobs->items;

    for (size_t done = 0; done < jobs->count; done += JOBS_AT_ONCE)
        TRY(insert_jobs(store, all + done,
                        jobs->count - done < JOBS_AT_ONCE ? jobs->count - done : JOBS_AT_ONCE, now,
                        already));
    return NO_FAIL;
}

struct fail jobs_add(struct store *store, const struct list *jobs, struct instant now)
{
    return insert_all(store, jobs, now, WAITS_AGAIN);
}

struct fail jobs_add_once(struct store *store, const struct list *jobs, struct instant now)
{
    return insert_all(store, jobs, now, LEFT_AS_IT_IS);
}

struct fail job_add(struct store *store, const struct job *job, struct instant now)
{
    return insert_jobs(store, job, 1, now, WAITS_AGAIN);
}

struct fail jobs_withdraw(struct store *store, int64_t business_id, int64_t booking_id,
                          const struct texts *kinds, const char *part)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    if (kinds->count == 0)
        return NO_FAIL;
    placeholders_text(&sql, "DELETE FROM job WHERE business_id = ? AND booking_id = ?"
                            " AND status = 'waiting' AND (? IS NULL OR RIGHT(name,"
                            " CHAR_LENGTH(?) + 1) = CONCAT(':', ?)) AND kind IN ");
    placeholders_copy(&sql, VALUES(v_number(business_id), v_number(booking_id), v_text(part),
                                   v_text(part), v_text(part)));
    for (size_t i = 0; i < kinds->count; i++) {
        placeholders_text(&sql, i == 0 ? "(?" : ",?");
        placeholders_value(&sql, v_text(kinds->all[i]));
    }
    placeholders_text(&sql, ")");
    return store_change(store, "withdraw jobs", placeholders_sql(&sql), placeholders_values(&sql),
                        NULL, NULL);
}

struct fail job_withdraw(struct store *store, int64_t business_id, const char *name)
{
    return store_change(store, "withdraw job",
                        "DELETE FROM job WHERE business_id = ? AND name = ? AND status = 'waiting'",
                        VALUES(v_number(business_id), v_text(name)), NULL, NULL);
}

static const struct statement by_name_statement = {
    "waiting job of a name",
    "SELECT id, business_id, kind, name, receiver, payload, due_us, tries, lease, booking_id"
    " FROM job WHERE business_id = ? AND name = ? AND status = 'waiting' FOR UPDATE",
    job_columns, COUNT(job_columns), sizeof(struct job)};

struct fail job_waiting(struct store *store, int64_t business_id, const char *name, struct job *job,
                        bool *found)
{
    return store_one(store, &by_name_statement, VALUES(v_number(business_id), v_text(name)), job,
                     found);
}

/* The lane of a kind is what stands before its dot: mails that nobody sends are not looked through
 * by whoever looks for bookings to tell of. */
static const char *lane_of(struct store *store, const char *kind)
{
    return arena_bytes(store_arena(store), kind, strcspn(kind, "."));
}

static bool in_lane(const char *kind, const char *lane)
{
    size_t length = strlen(lane);

    return strncmp(kind, lane, length) == 0 && (kind[length] == '.' || kind[length] == '\0');
}

static bool begins_lane(const char *const *kinds, size_t number, const char *lane)
{
    for (size_t i = 0; i < number; i++)
        if (in_lane(kinds[i], lane))
            return false;
    return true;
}

struct looking {
    const char *const *kinds;
    size_t kind_count, most;
    struct instant now, until; /* of the lease */
    const unsigned char *mark;
};

static struct fail find_due(struct store *store, const struct looking *looking, const char *lane,
                            const char *status, const char *due_column, struct numbers *ids)
{
    struct placeholders sql = placeholders_start(store_arena(store));
    const char *before = "(?";
    struct list rows;

    placeholders_text(&sql,
                      "SELECT id FROM job WHERE status = ? AND receiver = 0 AND lane = ? AND ");
    placeholders_text(&sql, due_column);
    placeholders_text(&sql, " <= ? AND kind IN ");
    placeholders_copy(&sql, VALUES(v_text(status), v_text(lane), v_instant(looking->now)));
    for (size_t i = 0; i < looking->kind_count; i++) {
        if (!in_lane(looking->kinds[i], lane))
            continue;
        placeholders_text(&sql, before);
        placeholders_value(&sql, v_text(looking->kinds[i]));
        before = ",?";
    }
    placeholders_text(&sql, ") ORDER BY due_us, id LIMIT ? FOR UPDATE SKIP LOCKED");
    placeholders_value(&sql, v_number((int64_t)looking->most));
    struct statement statement = {"due jobs", placeholders_sql(&sql), id_columns, 1,
                                  sizeof(struct id_row)};
    TRY(store_all(store, &statement, placeholders_values(&sql), &rows));
    *ids = (struct numbers){rows.items, rows.count};
    return NO_FAIL;
}

static struct fail mark_leased(struct store *store, const struct numbers *ids,
                               const unsigned char lease[16], struct instant until)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    if (ids->count == 0)
        return NO_FAIL;
    placeholders_text(&sql, "UPDATE job SET status = 'leased', lease = ?, lease_until_us = ?,"
                            " tries = tries + 1 WHERE id IN ");
    placeholders_copy(&sql, VALUES(v_bytes(lease, 16), v_instant(until)));
    placeholders_numbers(&sql, ids);
    return store_change(store, "lease jobs", placeholders_sql(&sql), placeholders_values(&sql),
                        NULL, NULL);
}

static struct fail lease_lane(struct store *store, const struct looking *looking, const char *lane,
                              size_t *count)
{
    struct numbers due, ended;

    TRY(find_due(store, looking, lane, "waiting", "due_us", &due));
    TRY(mark_leased(store, &due, looking->mark, looking->until));
    TRY(find_due(store, looking, lane, "leased", "lease_until_us", &ended));
    TRY(mark_leased(store, &ended, looking->mark, looking->until));
    *count += due.count + ended.count;
    return NO_FAIL;
}

struct fail jobs_lease(struct store *store, const char *const *kinds, size_t kind_count,
                       size_t most, struct instant now, struct span lease, struct list *jobs)
{
    unsigned char mark[16];
    struct looking looking = {kinds, kind_count, most, now, {now.us + lease.us}, mark};
    size_t count = 0;

    *jobs = (struct list){0};
    uuid_v4(mark);
    for (size_t i = 0; i < kind_count; i++) {
        const char *lane = lane_of(store, kinds[i]);

        if (begins_lane(kinds, i, lane))
            TRY(lease_lane(store, &looking, lane, &count));
    }
    return count == 0 ? NO_FAIL
                      : store_all(store, &leased_statement, VALUES(v_bytes(mark, 16)), jobs);
}

static const struct statement lock_statement = {
    "job locked", "SELECT id FROM job WHERE id = ? AND lease = ? AND status = 'leased' FOR UPDATE",
    id_columns, 1, sizeof(struct id_row)};

struct fail job_lock(struct store *store, const struct job *job, bool *ours)
{
    struct id_row row;

    return store_one(store, &lock_statement, VALUES(v_number(job->id), v_bytes(job->lease, 16)),
                     &row, ours);
}

static struct fail finish(struct store *store, const char *sql, struct values values, bool *ours)
{
    int64_t affected = 0;

    TRY(store_change(store, "finish job", sql, values, &affected, NULL));
    *ours = affected == 1;
    return NO_FAIL;
}

#define WHERE_LEASED " WHERE id = ? AND lease = ? AND status = 'leased'"

struct fail job_done(struct store *store, const struct job *job, struct instant now, bool *ours)
{
    return finish(store, "UPDATE job SET status = 'done', done_us = ?, trouble = NULL" WHERE_LEASED,
                  VALUES(v_instant(now), v_number(job->id), v_bytes(job->lease, 16)), ours);
}

struct fail job_again(struct store *store, const struct job *job, struct instant due,
                      const char *trouble, bool *ours)
{
    return finish(
        store, "UPDATE job SET status = 'waiting', due_us = ?, trouble = ?" WHERE_LEASED,
        VALUES(v_instant(due), v_text(trouble), v_number(job->id), v_bytes(job->lease, 16)), ours);
}

struct fail job_dead(struct store *store, const struct job *job, struct instant now,
                     const char *trouble, bool *ours)
{
    return finish(
        store, "UPDATE job SET status = 'dead', done_us = ?, trouble = ?" WHERE_LEASED,
        VALUES(v_instant(now), v_text(trouble), v_number(job->id), v_bytes(job->lease, 16)), ours);
}

/* ---- deliveries ---- */

#define R struct receiver
static const struct column receiver_columns[] = {C_NUMBER(R, business_id), C_NUMBER(R, webhook_id),
                                                 C_INSTANT(R, due)};
#undef R
/* The server steps from group to group of the index only if the status is named in GROUP BY too,
 * and only of this index: of another it reads all that waits, which may be very much. */
static const struct statement waiting_statement = {
    "receivers waiting",
    "SELECT business_id, receiver, MIN(due_us) AS first_us FROM job FORCE INDEX (job_receiver)"
    " WHERE status = 'waiting' GROUP BY status, business_id, receiver HAVING receiver > 0 AND "
    "first_us <= ?"
    " ORDER BY first_us LIMIT ?",
    receiver_columns, COUNT(receiver_columns), sizeof(struct receiver)};
static const struct statement under_way_statement = {
    "delivery under way",
    "SELECT id FROM job WHERE status = 'leased' AND business_id = ? AND receiver = ? LIMIT 1",
    id_columns, 1, sizeof(struct id_row)};
static const struct statement first_due_statement = {
    "first delivery due",
    "SELECT id FROM job WHERE status = 'waiting' AND business_id = ? AND receiver = ?"
    " AND due_us <= ? ORDER BY due_us, id LIMIT 1 FOR UPDATE",
    id_columns, 1, sizeof(struct id_row)};

struct fail delivery_add(struct store *store, const struct job *job, struct instant now)
{
    return store_change(
        store, "add delivery",
        "INSERT INTO job (business_id, kind, name, receiver, due_us, payload, created_us)"
        " VALUES (?,?,?,?,?,?,?) ON DUPLICATE KEY UPDATE receiver = receiver",
        VALUES(v_number(job->business_id), v_text(job->kind), v_text(job->name),
               v_number(job->receiver), v_instant(job->due), v_text(job->payload), v_instant(now)),
        NULL, NULL);
}

struct fail receivers_waiting(struct store *store, struct instant now, struct list *receivers)
{
    return store_all(store, &waiting_statement, VALUES(v_instant(now), v_number(RECEIVERS_MOST)),
                     receivers);
}

struct fail delivery_lease(struct store *store, const struct receiver *receiver, struct instant now,
                           struct span lease, struct job *job, bool *found)
{
    struct value business = v_number(receiver->business_id);
    struct value webhook = v_number(receiver->webhook_id);
    unsigned char mark[16];
    struct id_row row;
    bool under_way;

    *found = false;
    TRY(store_one(store, &under_way_statement, VALUES(business, webhook), &row, &under_way));
    if (under_way)
        return NO_FAIL;
    TRY(store_one(store, &first_due_statement, VALUES(business, webhook, v_instant(now)), &row,
                  found));
    if (!*found)
        return NO_FAIL;
    uuid_v4(mark);
    TRY(mark_leased(store, &(struct numbers){&row.id, 1}, mark,
                    (struct instant){now.us + lease.us}));
    return store_one(store, &leased_statement, VALUES(v_bytes(mark, 16)), job, found);
}

struct fail deliveries_give_back(struct store *store, struct instant now)
{
    return store_change(store, "give back deliveries",
                        "UPDATE job SET status = 'waiting', lease = NULL WHERE status = 'leased'"
                        " AND receiver > 0 AND lease_until_us <= ?",
                        VALUES(v_instant(now)), NULL, NULL);
}

struct fail deliveries_set_aside(struct store *store, const struct receiver *receiver,
                                 struct instant now, const char *trouble)
{
    return store_change(store, "set deliveries aside",
                        "UPDATE job SET status = 'dead', done_us = ?, trouble = ?"
                        " WHERE status = 'waiting' AND business_id = ? AND receiver = ?",
                        VALUES(v_instant(now), v_text(trouble), v_number(receiver->business_id),
                               v_number(receiver->webhook_id)),
                        NULL, NULL);
}

struct fail outbox_clean(struct store *store, struct instant before, int64_t *removed)
{
    int64_t jobs = 0, keys = 0;

    TRY(store_change(store, "clean jobs",
                     "DELETE FROM job WHERE status = 'done' AND done_us < ? LIMIT 1000",
                     VALUES(v_instant(before)), &jobs, NULL));
    TRY(store_change(store, "clean idempotency keys",
                     "DELETE FROM idempotency_key WHERE created_us < ? LIMIT 1000",
                     VALUES(v_instant(before)), &keys, NULL));
    *removed = jobs + keys;
    return NO_FAIL;
}

const struct statement *const outbox_statements[] = {&leased_statement,
                                                     &lock_statement,
                                                     &waiting_statement,
                                                     &under_way_statement,
                                                     &first_due_statement,
                                                     &by_name_statement,
                                                     NULL};
