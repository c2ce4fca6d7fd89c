/* outbox.c - tests of store/outbox and of what slotd-jobs makes of it. SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <string.h>

#include "database.h"
#include "outbox/run.h"
#include "store/outbox.h"
#include "tap.h"

#define NOW            ((struct instant){INT64_C(1900000000) * US_A_SECOND})
#define LATER(seconds) ((struct instant){NOW.us + (seconds)*US_A_SECOND})
#define LEASE          ((struct span){60 * US_A_SECOND})

static const char *const kinds[] = {"try"};
static int tried;
static enum job_result wanted;

static struct fail try_it(struct work *work, const struct doer *doer, const struct job *job,
                          struct ending *ending)
{
    (void)work;
    (void)doer;
    (void)job;
    tried++;
    ending->result = wanted;
    ending->trouble = wanted == JOB_DONE ? NULL : "it rained";
    return NO_FAIL;
}

static const struct doer trying[] = {
    {.kind = "try", .done = try_it, .tries = 3, .first_delay = {10 * US_A_SECOND}}};

static struct runner runner_with(const struct doer *all, size_t count)
{
    tried = 0;
    return (struct runner){.conf = database_conf(),
                           .arena = database_arena(),
                           .store = database_store(),
                           .doers = all,
                           .doer_count = count};
}

static void empty_table(void)
{
    database_do("DELETE FROM job");
    database_do("INSERT IGNORE INTO business (id, uid, slug, name, time_zone, created_us)"
                " VALUES (1, 'one', 'one', 'One', 'UTC', 0), (2, 'two', 'two', 'Two', 'UTC', 0)");
    database_do("INSERT IGNORE INTO user (business_id, id, uid, username, name, email, time_zone,"
                " created_us) VALUES (1, 1, 'ann', 'ann', 'Ann', 'ann@example.com', 'UTC', 0)");
    database_do("INSERT IGNORE INTO event_type (business_id, id, uid, slug, title, owner_id,"
                " length_minutes, created_us) VALUES (1, 1, 'intro', 'intro', 'Intro', 1, 30, 0)");
    database_do("INSERT IGNORE INTO booking (business_id, id, uid, walk, source, event_type_id,"
                " host_id, status, start_us, end_us, claim_start_us, claim_end_us, title, ics_uid,"
                " created_us, updated_us) VALUES (1, 1, 'ours', REPEAT('w', 16), 'apply', 1, 1,"
                " 'accepted', 0, 60000000, 0, 60000000, 'T', 'i', 0, 0)");
}

static void add(int64_t business_id, const char *kind, const char *name, const char *payload,
                struct instant due)
{
    const struct job job = {
        .business_id = business_id, .kind = kind, .name = name, .payload = payload, .due = due};

    CU_ASSERT_EQUAL(job_add(database_store(), &job, NOW).code, FINE);
}

static bool step(struct runner *runner, struct instant now)
{
    bool found = false;

    CU_ASSERT_EQUAL(runner_step(runner, now, &found).code, FINE);
    return found;
}

static struct list lease(struct store *store, struct instant now, size_t most)
{
    struct list jobs;

    CU_ASSERT_EQUAL(jobs_lease(store, kinds, 1, most, now, LEASE, &jobs).code, FINE);
    return jobs;
}

static void done_once(void)
{
    struct runner runner = runner_with(trying, 1);

    empty_table();
    wanted = JOB_DONE;
    add(1, "try", "a", "{}", NOW);
    add(1, "try", "b", "{}", LATER(1));
    CU_ASSERT_TRUE(step(&runner, NOW));
    CU_ASSERT_FALSE(step(&runner, NOW));
    CU_ASSERT_EQUAL(tried, 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job WHERE status = 'done'"), 1);
    CU_ASSERT_TRUE(step(&runner, LATER(1)));
    CU_ASSERT_EQUAL(runner.jobs_done, 2);
}

static void two_runners(void)
{
    struct arena *arena = arena_new(4096, 1 << 24);
    struct store *other = store_open(database_conf());

    empty_table();
    store_use(other, arena);
    add(1, "try", "a", "{}", NOW);
    add(1, "try", "b", "{}", NOW);
    CU_ASSERT_EQUAL(store_begin(database_store()).code, FINE);
    CU_ASSERT_EQUAL(store_begin(other).code, FINE);
    struct list ours = lease(database_store(), NOW, 1);
    struct list theirs = lease(other, NOW, 2);
    CU_ASSERT_EQUAL(ours.count, 1);
    CU_ASSERT_EQUAL(theirs.count, 1);
    if (ours.count == 1 && theirs.count == 1)
        CU_ASSERT_NOT_EQUAL(((struct job *)ours.items)->id, ((struct job *)theirs.items)->id);
    CU_ASSERT_EQUAL(store_commit(database_store()).code, FINE);
    CU_ASSERT_EQUAL(store_commit(other).code, FINE);
    CU_ASSERT_EQUAL(lease(other, NOW, 2).count, 0);
    store_close(other);
    arena_free(arena);
}

static void ended_lease(void)
{
    bool ours;

    empty_table();
    add(1, "try", "a", "{}", NOW);
    struct list first = lease(database_store(), NOW, 1);
    CU_ASSERT_EQUAL_FATAL(first.count, 1);
    CU_ASSERT_EQUAL(lease(database_store(), LATER(59), 1).count, 0);
    struct list second = lease(database_store(), LATER(60), 1);
    CU_ASSERT_EQUAL_FATAL(second.count, 1);
    CU_ASSERT_EQUAL(((struct job *)second.items)->tries, 2);
    CU_ASSERT_EQUAL(job_done(database_store(), first.items, NOW, &ours).code, FINE);
    CU_ASSERT_FALSE(ours);
    CU_ASSERT_EQUAL(job_again(database_store(), first.items, NOW, "late", &ours).code, FINE);
    CU_ASSERT_FALSE(ours);
    CU_ASSERT_EQUAL(job_dead(database_store(), first.items, NOW, "late", &ours).code, FINE);
    CU_ASSERT_FALSE(ours);
    CU_ASSERT_EQUAL(job_done(database_store(), second.items, NOW, &ours).code, FINE);
    CU_ASSERT_TRUE(ours);
}

static void pauses_double(void)
{
    struct runner runner = runner_with(trying, 1);

    empty_table();
    wanted = JOB_AGAIN;
    add(1, "try", "a", "{}", NOW);
    CU_ASSERT_TRUE(step(&runner, NOW));
    CU_ASSERT_FALSE(step(&runner, LATER(9)));
    CU_ASSERT_TRUE(step(&runner, LATER(10)));
    CU_ASSERT_FALSE(step(&runner, LATER(29)));
    CU_ASSERT_TRUE(step(&runner, LATER(30)));
    CU_ASSERT_FALSE(step(&runner, LATER(100000)));
    CU_ASSERT_EQUAL(tried, 3);
    CU_ASSERT_EQUAL(runner.jobs_again, 2);
    CU_ASSERT_EQUAL(runner.jobs_dead, 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job WHERE status = 'dead'"
                                    " AND trouble = 'it rained' AND tries = 3"),
                    1);
    CU_ASSERT_EQUAL(delay_after((struct span){US_A_SECOND}, 5).us, 16 * US_A_SECOND);
    CU_ASSERT_EQUAL(delay_after((struct span){US_A_SECOND}, 400).us, US_A_DAY);
}

static void bookings_are_looked_for(void)
{
    struct runner runner = runner_with(doers, doers_count);

    empty_table();
    add(1, "booking.created", "a", "{\"booking_uid\":\"ours\"}", NOW);
    add(1, "booking.cancelled", "b", "{\"booking_uid\":\"nobody's\"}", NOW);
    add(2, "booking.created", "c", "{\"booking_uid\":\"ours\"}", NOW);
    add(1, "booking.created", "d", "{}", NOW);
    while (step(&runner, NOW))
        ;
    CU_ASSERT_EQUAL(runner.jobs_done, 1);
    CU_ASSERT_EQUAL(runner.jobs_dead, 3);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job WHERE name = 'c' AND status = 'dead'"
                                    " AND trouble = 'the business has no booking ours'"),
                    1);
}

static void unknown_kinds_wait(void)
{
    struct runner runner = runner_with(trying, 1);

    empty_table();
    add(1, "of a later program", "a", "{}", NOW);
    CU_ASSERT_FALSE(step(&runner, LATER(1)));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job WHERE status = 'waiting'"), 1);
}

static void old_ones_are_cleaned(void)
{
    struct runner runner = runner_with(trying, 1);

    empty_table();
    wanted = JOB_DONE;
    add(1, "try", "a", "{}", NOW);
    add(1, "try", "b", "{}", NOW);
    add(1, "try", "c", "{}", LATER(1));
    CU_ASSERT_TRUE(step(&runner, NOW));
    database_do("UPDATE job SET done_us = 1 WHERE name = 'a'");
    CU_ASSERT_EQUAL(runner_clean(&runner, instant_now()).code, FINE);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job"), 2);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job WHERE name = 'a'"), 0);
}

#define TOKENS_NAMED(name_) "SELECT COUNT(*) FROM token WHERE name = '" name_ "'"

#define ADD_TOKEN(kind_, name_, expires_)                                                          \
    database_do("INSERT INTO token (business_id, kind, hash, shown, name, expires_us, created_us)" \
                " VALUES (1, '" kind_ "', UNHEX(SHA2('" name_ "', 256)), 'x', '" name_             \
                "', " expires_ ", 1)")

static void ended_sessions_are_cleaned(void)
{
    struct runner runner = runner_with(trying, 1);

    empty_table();
    database_do("DELETE FROM sign_in_failure");
    database_do("INSERT INTO sign_in_failure (who, at_us) VALUES (UNHEX(SHA2('a', 256)), 1),"
                " (UNHEX(SHA2('b', 256)), 9000000000000000)");
    ADD_TOKEN("staff_session", "ended", "1");
    ADD_TOKEN("staff_refresh", "ended too", "1");
    ADD_TOKEN("staff_session", "goes on", "9000000000000000");
    ADD_TOKEN("staff_session", "never ends", "NULL");
    ADD_TOKEN("cal_key", "an old key", "1");
    CU_ASSERT_EQUAL(runner_clean(&runner, instant_now()).code, FINE);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM sign_in_failure"), 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM sign_in_failure WHERE at_us = 1"), 0);
    CU_ASSERT_EQUAL(database_number(TOKENS_NAMED("ended")), 0);
    CU_ASSERT_EQUAL(database_number(TOKENS_NAMED("ended too")), 0);
    CU_ASSERT_EQUAL(database_number(TOKENS_NAMED("goes on")), 1);
    CU_ASSERT_EQUAL(database_number(TOKENS_NAMED("never ends")), 1);
    CU_ASSERT_EQUAL(database_number(TOKENS_NAMED("an old key")), 1);
}

static void same_name_moves(void)
{
    empty_table();
    add(1, "try", "a", "{}", NOW);
    add(1, "try", "a", "{\"n\":2}", LATER(5));
    add(2, "try", "a", "{}", LATER(9));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job"), 2);
    CU_ASSERT_EQUAL(lease(database_store(), LATER(4), 9).count, 0);
    CU_ASSERT_EQUAL(lease(database_store(), LATER(5), 9).count, 1);
}

/* ---- jobs of bookings ---- */

static const struct job pair[] = {
    {.business_id = 1,
     .kind = "mail.reminder",
     .name = "r:60:seat",
     .booking_id = 1,
     .payload = "{}",
     .due = {INT64_C(1900000060) * US_A_SECOND}},
    {.business_id = 1,
     .kind = "mail.reminder",
     .name = "r:1440",
     .booking_id = 1,
     .payload = "{}",
     .due = {INT64_C(1900000070) * US_A_SECOND}},
};

static void add_pair(void)
{
    struct list jobs = {(void *)(uintptr_t)pair, 2};

    CU_ASSERT_EQUAL(jobs_add(database_store(), &jobs, NOW).code, FINE);
}

static void withdraw(int64_t business_id, int64_t booking_id, const char *kind, const char *part)
{
    const struct texts one = {&kind, 1};

    CU_ASSERT_EQUAL(jobs_withdraw(database_store(), business_id, booking_id, &one, part).code,
                    FINE);
}

#define JOBS "SELECT COUNT(*) FROM job WHERE "

static void several_at_once(void)
{
    enum { MANY = 600 };
    struct job jobs[MANY];
    char names[MANY][16];
    struct list list = {jobs, MANY};

    empty_table();
    add_pair();
    CU_ASSERT_EQUAL(database_number(JOBS "booking_id = 1 AND status = 'waiting'"), 2);
    CU_ASSERT_EQUAL(database_number(JOBS "name = 'r:1440' AND due_us = 1900000070000000"), 1);
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "n%d", i);
        jobs[i] = pair[0];
        jobs[i].name = names[i];
    }
    CU_ASSERT_EQUAL(jobs_add(database_store(), &list, NOW).code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "name LIKE 'n%'"), MANY);
    list.count = 0;
    CU_ASSERT_EQUAL(jobs_add(database_store(), &list, NOW).code, FINE);
}

static void again_or_once(void)
{
    struct job turned = pair[0];
    struct list one = {&turned, 1};

    empty_table();
    add_pair();
    turned.kind = "mail.other";
    turned.payload = "{\"n\":2}";
    CU_ASSERT_EQUAL(jobs_add_once(database_store(), &one, NOW).code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "kind = 'mail.other'"), 0);
    database_do("UPDATE job SET status = 'done', done_us = 1");
    CU_ASSERT_EQUAL(jobs_add_once(database_store(), &one, NOW).code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "status = 'done'"), 2);
    CU_ASSERT_EQUAL(jobs_add(database_store(), &one, NOW).code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "kind = 'mail.other' AND status = 'waiting' AND name ="
                                         " 'r:60:seat' AND done_us IS NULL"),
                    1);
}

static void withdrawn(void)
{
    empty_table();
    add_pair();
    withdraw(2, 1, "mail.reminder", NULL);
    withdraw(1, 2, "mail.reminder", NULL);
    withdraw(1, 1, "mail.other", NULL);
    CU_ASSERT_EQUAL(database_number(JOBS "TRUE"), 2);
    withdraw(1, 1, "mail.reminder", "eat");
    CU_ASSERT_EQUAL(database_number(JOBS "TRUE"), 2);
    withdraw(1, 1, "mail.reminder", "seat");
    CU_ASSERT_EQUAL(database_number(JOBS "name = 'r:1440'"), 1);
    CU_ASSERT_EQUAL(database_number(JOBS "TRUE"), 1);
    database_do("UPDATE job SET status = 'leased'");
    withdraw(1, 1, "mail.reminder", NULL);
    CU_ASSERT_EQUAL(job_withdraw(database_store(), 1, "r:1440").code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "TRUE"), 1);
    database_do("UPDATE job SET status = 'waiting'");
    CU_ASSERT_EQUAL(job_withdraw(database_store(), 2, "r:1440").code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "TRUE"), 1);
    CU_ASSERT_EQUAL(job_withdraw(database_store(), 1, "r:1440").code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "TRUE"), 0);
}

static void found_while_waiting(void)
{
    struct job job;
    bool found = false;

    empty_table();
    add_pair();
    CU_ASSERT_EQUAL(job_waiting(database_store(), 1, "r:1440", &job, &found).code, FINE);
    CU_ASSERT_TRUE(found);
    CU_ASSERT_EQUAL(job.booking_id, 1);
    CU_ASSERT_EQUAL(job.due.us, pair[1].due.us);
    CU_ASSERT_EQUAL(job_waiting(database_store(), 2, "r:1440", &job, &found).code, FINE);
    CU_ASSERT_FALSE(found);
    database_do("UPDATE job SET status = 'leased'");
    CU_ASSERT_EQUAL(job_waiting(database_store(), 1, "r:1440", &job, &found).code, FINE);
    CU_ASSERT_FALSE(found);
}

/* What nobody does yet is neither taken nor cleaned away. */
static void kinds_of_later_wait(void)
{
    struct runner runner = runner_with(doers, doers_count);

    empty_table();
    add_pair();
    CU_ASSERT_FALSE(step(&runner, LATER(100)));
    CU_ASSERT_EQUAL(runner_clean(&runner, LATER(100 * 86400)).code, FINE);
    CU_ASSERT_EQUAL(database_number(JOBS "status = 'waiting' AND tries = 0"), 2);
}

static const struct tap_case cases[] = {
    {"a job is done once, and not before it is due", done_once},
    {"two runners never hold the same job", two_runners},
    {"a job whose lease has ended is anybody's, and not the first one's to mark", ended_lease},
    {"what fails comes again after a pause that doubles, then is set aside", pauses_double},
    {"a job whose booking its business does not have is set aside", bookings_are_looked_for},
    {"a kind that is not known waits for a program that knows it", unknown_kinds_wait},
    {"what is done and old is removed, the rest stays", old_ones_are_cleaned},
    {"sessions and attempts that are over are removed, keys stay", ended_sessions_are_cleaned},
    {"the same name moves a waiting job, within one business", same_name_moves},
    {"several are added at once, also very many", several_at_once},
    {"a name again turns the job round, or, of what happens once, changes nothing", again_or_once},
    {"what waits for a booking is withdrawn by kind and part, what is under way is not", withdrawn},
    {"a waiting job is found by its name", found_while_waiting},
    {"mails and reminders wait for a program that sends them", kinds_of_later_wait},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return database_given()
               ? tap_main_with("outbox", cases, database_make, database_drop, argc, argv)
               : 0;
}
