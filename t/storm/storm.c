/* storm.c - many clients that all want the same time. SPDX-License-Identifier: MIT
 *
 *   storm document BUSINESS    prints the business to be stormed, for `slotd apply`
 *   storm run NAME=VALUE...    storms it; the names are those of the table `settings`
 *
 * A round is a window of some hours of one host on a day that no other round has. All clients enter
 * it together, want times in it that overlap unequally, cancel some of what they got, and want
 * again. An exchange is one line of the file `answers`, in the order of the table that storm.t
 * makes; whether the answers and the database tell the same story is for storm.t to find out.
 *
 * After every so many answers that settled something a beat is written to standard output, so that
 * whoever breaks things does it in step with the work and not with the clock. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>
#include <json-c/json.h>

#include "base/when.h"

enum { HOSTS = 4, CLIENTS_MOST = 256, WANTS = 4, ADDRESSES = 13 };
enum { WINDOW_HOURS = 6, DAYS_BETWEEN = 2, FIRST_DAY_AHEAD = 30 };
/* A client is patient enough to outlive the restart of a database, and not more. */
enum { ANSWER_SECONDS = 20, PATIENCE_SECONDS = 60, PAUSE_MS = 40 };
enum { BODY_MOST = 64 * 1024, COMPLAINTS_MOST = 5 };

/* Every host has each of these; lengths, buffers and grids that do not fit into one another. */
static const struct type {
    const char *slug, *more;
    int minutes, grid;
    int options[3]; /* further lengths */
} types[] = {
    {"short", "", 30, 5, {0}},
    {"padded", ",\"buffer_before_minutes\":5,\"buffer_after_minutes\":10", 30, 15, {0}},
    {"hour", ",\"buffer_after_minutes\":15", 60, 5, {0}},
    {"long", ",\"buffer_before_minutes\":10,\"length_options\":[45,75,90]", 90, 15, {45, 75}},
};
enum { TYPES = sizeof types / sizeof *types };

static struct {
    const char *url, *business, *answers, *figures;
    long clients, rounds, beat, seed;
} storm = {.clients = 32, .rounds = 10, .beat = 1L << 40, .seed = 1};

static const struct {
    const char *name;
    const char **text;
    long *number;
} settings[] = {
    {"url", &storm.url, NULL},         {"business", &storm.business, NULL},
    {"answers", &storm.answers, NULL}, {"figures", &storm.figures, NULL},
    {"clients", NULL, &storm.clients}, {"rounds", NULL, &storm.rounds},
    {"beat", NULL, &storm.beat}, /* answers between two beats */
    {"seed", NULL, &storm.seed},
};

/* What an exchange came to. Lost: what was asked for may have happened or not. */
enum outcome { MADE, REPEATED, REFUSED, RUNNING, CANCELLED, GONE, LOST, ODD, OUTCOMES };
static const char *const outcome_names[OUTCOMES] = {"made",      "repeated", "refused", "running",
                                                    "cancelled", "gone",     "lost",    "odd"};

/* One booking that is wanted: the same wish may be sent more than once. */
struct wish {
    char operation[48]; /* its name, and its idempotency key */
    bool keyed;
    int host, type;
    int minutes;
    struct instant start;
    char email[48];
};

struct client {
    pthread_t thread;
    int number;
    CURL *curl;
    uint64_t draws;
    char body[BODY_MOST + 1];
    size_t length;
    bool repeated; /* the answer said so */
    long status;
    char uid[40]; /* of the answer, "" when there is none */
    struct instant start, end;
};

static FILE *answers;
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t round_begins;
static int64_t first_day;
static atomic_long counts[OUTCOMES];
static atomic_long settled, complaints, lost_statuses[600];
static atomic_llong settled_last_us, longest_gap_us, slowest_us;

/* ---- time and chance ---- */

static int64_t clock_us(clockid_t clock)
{
    struct timespec time;

    (void)clock_gettime(clock, &time);
    return time.tv_sec * US_A_SECOND + time.tv_nsec / 1000;
}

static void pause_ms(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};

    (void)nanosleep(&time, NULL);
}

static int draw(struct client *client, int below)
{
    client->draws = client->draws * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((client->draws >> 33) % (uint64_t)below);
}

static void raise_to(atomic_llong *most, long long value)
{
    long long seen = atomic_load(most);

    while (value > seen && !atomic_compare_exchange_weak(most, &seen, value)) {
    }
}

/* ---- the business ---- */

static int type_id(int host, int type)
{
    return 5000 + 10 * host + type;
}

static void write_host(int host)
{
    printf("%s{\"username\":\"host%d\",\"name\":\"Host %d\",\"email\":\"host%d@%s.example\","
           "\"time_zone\":\"UTC\",\"schedules\":[{\"name\":\"always\",\"default\":true,"
           "\"windows\":[{\"days\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\","
           "\"saturday\",\"sunday\"],\"start\":\"00:00\",\"end\":\"24:00\"}]}]}",
           host == 0 ? "" : ",", host, host, host, storm.business);
}

static void write_type(int host, int type)
{
    printf("%s{\"id\":%d,\"slug\":\"%s\",\"title\":\"%s\",\"owner\":\"host%d\","
           "\"length_minutes\":%d,\"slot_interval_minutes\":%d%s}",
           host + type == 0 ? "" : ",", type_id(host, type), types[type].slug, types[type].slug,
           host, types[type].minutes, types[type].grid, types[type].more);
}

static int write_document(void)
{
    printf("{\"businesses\":[{\"slug\":\"%s\",\"name\":\"Stormed\",\"time_zone\":\"UTC\","
           "\"domain\":\"%s.example\",\"users\":[",
           storm.business, storm.business);
    for (int host = 0; host < HOSTS; host++) {
        write_host(host);
    }
    printf("],\"event_types\":[");
    for (int host = 0; host < HOSTS; host++) {
        for (int type = 0; type < TYPES; type++) {
            write_type(host, type);
        }
    }
    printf("],\"tokens\":[{\"kind\":\"cal_key\",\"user\":\"host0\",\"secret\":\"cal_%s\"}]}]}\n",
           storm.business);
    return fflush(stdout) == 0 ? 0 : 1;
}

/* ---- one exchange ---- */

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct client *client = context;
    size_t length = size * count;

    if (length > BODY_MOST - client->length) {
        return 0;
    }
    memcpy(client->body + client->length, bytes, length);
    client->length += length;
    client->body[client->length] = '\0';
    return length;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    static const char repeated[] = "Idempotent-Replayed: true";
    struct client *client = context;

    if (size * count >= strlen(repeated) && strncasecmp(bytes, repeated, strlen(repeated)) == 0) {
        client->repeated = true;
    }
    return size * count;
}

static struct curl_slist *with(struct curl_slist *headers, const char *name, const char *value)
{
    char line[200];
    struct curl_slist *more = NULL;

    snprintf(line, sizeof line, "%s: %s%s", name, value,
             strcmp(name, "Host") == 0 ? ".example" : "");
    more = curl_slist_append(headers, line);
    if (more == NULL) {
        abort();
    }
    return more;
}

/* Every other pair of clients has no credential; clients of a pair share keys, so they must agree.
 */
static struct curl_slist *headers_of(const struct client *client, const char *key)
{
    struct curl_slist *headers = with(NULL, "Content-Type", "application/json");
    char bearer[100];

    headers = with(headers, "cal-api-version", "2024-08-13");
    headers = with(headers, "Host", storm.business);
    if (client->number / 2 % 2 == 0) {
        snprintf(bearer, sizeof bearer, "Bearer cal_%s", storm.business);
        headers = with(headers, "Authorization", bearer);
    }
    return key == NULL ? headers : with(headers, "Idempotency-Key", key);
}

static void ask(struct client *client, const char *target, const char *key, const char *body)
{
    struct curl_slist *headers = headers_of(client, key);
    char url[300];

    snprintf(url, sizeof url, "%s%s", storm.url, target);
    client->length = 0;
    client->body[0] = '\0';
    client->repeated = false;
    client->status = 0;
    curl_easy_reset(client->curl);
    curl_easy_setopt(client->curl, CURLOPT_URL, url);
    curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(client->curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(client->curl, CURLOPT_TIMEOUT, (long)ANSWER_SECONDS);
    curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(client->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(client->curl, CURLOPT_HEADERDATA, client);
    if (body != NULL) {
        curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, body);
    }
    if (curl_easy_perform(client->curl) == CURLE_OK) {
        curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &client->status);
    }
    curl_slist_free_all(headers);
}

static bool read_instant(struct json_object *data, const char *name, struct instant *instant)
{
    struct json_object *text = NULL;

    return json_object_object_get_ex(data, name, &text) &&
           json_object_is_type(text, json_type_string) &&
           instant_read(json_object_get_string(text), strlen(json_object_get_string(text)),
                        INSTANT_DATE_TIME, instant);
}

/* The booking in the answer. */
static bool read_booking(struct client *client)
{
    struct json_object *answer = json_tokener_parse(client->body);
    struct json_object *data = NULL, *uid = NULL;
    bool sound = json_object_object_get_ex(answer, "data", &data) &&
                 json_object_object_get_ex(data, "uid", &uid) &&
                 json_object_is_type(uid, json_type_string) &&
                 read_instant(data, "start", &client->start) &&
                 read_instant(data, "end", &client->end);

    if (sound) {
        snprintf(client->uid, sizeof client->uid, "%s", json_object_get_string(uid));
    }
    json_object_put(answer);
    return sound;
}

/* The sentences are the published ones, so that no other refusal is taken for these. */
static bool says(const struct client *client, const char *sentence)
{
    return strstr(client->body, sentence) != NULL;
}

static enum outcome outcome_of(struct client *client)
{
    client->uid[0] = '\0';
    switch (client->status) {
    case 201:
        return !read_booking(client) ? ODD : client->repeated ? REPEATED : MADE;
    case 200:
        return read_booking(client) ? CANCELLED : ODD;
    case 400:
        if (says(client, "already has booking at this time")) {
            return REFUSED;
        }
        return says(client, "has been cancelled already") ? GONE : ODD;
    case 409:
        return RUNNING;
    case 0:
    case 502:
    case 503:
    case 504:
        atomic_fetch_add(&lost_statuses[client->status], 1);
        return LOST;
    default:
        return ODD;
    }
}

static void complain(const struct client *client, const char *operation)
{
    if (atomic_fetch_add(&complaints, 1) < COMPLAINTS_MOST) {
        fprintf(stderr, "%s: status %ld: %s\n", operation, client->status, client->body);
    }
}

static void note_settled(void)
{
    long long now = clock_us(CLOCK_MONOTONIC);
    long long last = atomic_exchange(&settled_last_us, now);

    raise_to(&longest_gap_us, last == 0 ? 0 : now - last);
    if ((atomic_fetch_add(&settled, 1) + 1) % storm.beat == 0) {
        /* a beat that nobody takes is left out */
        (void)!write(STDOUT_FILENO, "beat\n", 5);
    }
}

static void note(struct client *client, const char *what, const struct wish *wish,
                 enum outcome outcome, int64_t asked_us)
{
    int64_t now_us = clock_us(CLOCK_REALTIME);
    bool shown = outcome == MADE || outcome == REPEATED;

    atomic_fetch_add(&counts[outcome], 1);
    raise_to(&slowest_us, now_us - asked_us);
    pthread_mutex_lock(&writing);
    fprintf(answers, "%s\t%s\t%s\t%d\t%d\t%ld\t%s\t%s\t%d\t%lld\t%lld\t%lld\t%lld\n",
            storm.business, what, wish->operation, wish->keyed, client->number, client->status,
            outcome_names[outcome], client->uid, type_id(wish->host, wish->type),
            (long long)(shown ? client->start.us : wish->start.us),
            (long long)(shown ? client->end.us : wish->start.us + wish->minutes * US_A_MINUTE),
            (long long)asked_us, (long long)now_us);
    pthread_mutex_unlock(&writing);
    if (outcome == ODD) {
        complain(client, wish->operation);
    }
    if (outcome != LOST && outcome != RUNNING) {
        note_settled();
    }
}

/* ---- what a client does ---- */

/* Someone who got no answer looks whether the service is there before asking for something else. */
static void wait_until_ready(struct client *client, int64_t until_us)
{
    do {
        pause_ms(PAUSE_MS);
        ask(client, "/readyz", NULL, NULL);
    } while (client->status != 200 && clock_us(CLOCK_MONOTONIC) < until_us);
}

static void write_wish(char *body, size_t room, const struct wish *wish)
{
    char start[WHEN_ROOM], length[40] = "";

    instant_write(start, wish->start, WHEN_Z_SECONDS, 0);
    if (wish->minutes != types[wish->type].minutes) {
        snprintf(length, sizeof length, ",\"lengthInMinutes\":%d", wish->minutes);
    }
    snprintf(body, room,
             "{\"start\":\"%s\",\"eventTypeId\":%d%s,\"attendee\":{\"name\":\"Storm \\\"%s\\\"\","
             "\"email\":\"%s\",\"timeZone\":\"Europe/Rome\"},\"guests\":[\"guest-%s\"],"
             "\"metadata\":{\"operation\":\"%s\"}}",
             start, type_id(wish->host, wish->type), length, wish->operation, wish->email,
             wish->email, wish->operation);
}

/* With a key the same request is sent until it is settled; without one it is sent once, as a second
 * might book a second time. */
static enum outcome want(struct client *client, const struct wish *wish)
{
    int64_t until_us = clock_us(CLOCK_MONOTONIC) + PATIENCE_SECONDS * US_A_SECOND;
    char body[700];

    write_wish(body, sizeof body, wish);
    for (;;) {
        int64_t asked_us = clock_us(CLOCK_REALTIME);

        ask(client, "/v2/bookings", wish->keyed ? wish->operation : NULL, body);
        enum outcome outcome = outcome_of(client);
        note(client, "book", wish, outcome, asked_us);
        if (outcome != LOST && outcome != RUNNING) {
            return outcome;
        }
        if (clock_us(CLOCK_MONOTONIC) > until_us) {
            return LOST;
        }
        if (!wish->keyed) {
            wait_until_ready(client, until_us);
            return LOST;
        }
        pause_ms(outcome == RUNNING ? 5 : PAUSE_MS);
    }
}

/* An answer that says "already" to the first attempt is as odd as any. */
static void cancel(struct client *client, const struct wish *wish, const char *uid)
{
    int64_t until_us = clock_us(CLOCK_MONOTONIC) + PATIENCE_SECONDS * US_A_SECOND;
    enum outcome outcome = ODD;
    bool again = false;
    char target[100];

    snprintf(target, sizeof target, "/v2/bookings/%s/cancel", uid);
    do {
        int64_t asked_us = clock_us(CLOCK_REALTIME);

        ask(client, target, NULL, "{\"cancellationReason\":\"the storm turned\"}");
        outcome = outcome_of(client);
        if (outcome == GONE && !again) {
            outcome = ODD;
        }
        snprintf(client->uid, sizeof client->uid, "%s", uid);
        note(client, "cancel", wish, outcome, asked_us);
        again = outcome == LOST;
        if (again) {
            pause_ms(PAUSE_MS);
        }
    } while (again && clock_us(CLOCK_MONOTONIC) < until_us);
}

/* The key again: the same booking, and a word that it is an old one. */
static void repeat(struct client *client, const struct wish *wish)
{
    struct instant start = client->start;
    char uid[40];

    snprintf(uid, sizeof uid, "%s", client->uid);
    if (want(client, wish) != REPEATED || strcmp(uid, client->uid) != 0 ||
        client->start.us != start.us) {
        atomic_fetch_add(&counts[ODD], 1);
        complain(client, wish->operation);
    }
}

static struct wish draw_wish(struct client *client, long turn, int attempt)
{
    struct wish wish = {.host = (int)(turn % HOSTS), .type = draw(client, TYPES)};
    const struct type *type = &types[wish.type];
    int64_t day = first_day + turn / HOSTS * DAYS_BETWEEN;
    int64_t window = day * US_A_DAY + turn * 7 % 24 * US_AN_HOUR;
    int option = draw(client, 3);

    snprintf(wish.operation, sizeof wish.operation, "%s-%ld-%d-%d", storm.business, turn,
             client->number, attempt);
    wish.minutes = type->options[option] > 0 ? type->options[option] : type->minutes;
    wish.start.us =
        window + draw(client, WINDOW_HOURS * 60 / type->grid) * type->grid * US_A_MINUTE;
    wish.keyed = draw(client, 2) == 0;
    snprintf(wish.email, sizeof wish.email, "c%d@%s.example", draw(client, ADDRESSES),
             storm.business);
    return wish;
}

/* Two clients with one key and one body, as if a program had been started twice. */
static struct wish shared_wish(const struct client *client, long turn)
{
    struct client pair = {.number = client->number / 2 * 2,
                          .draws = (uint64_t)(storm.seed + turn * CLIENTS_MOST) * 977 +
                                   (uint64_t)(client->number / 2)};

    for (int i = 0; i < 8; i++) {
        (void)draw(&pair, 2);
    }
    struct wish wish = draw_wish(&pair, turn, 0);
    wish.keyed = true;
    return wish;
}

static void go_through(struct client *client, long turn)
{
    for (int attempt = 0; attempt < WANTS; attempt++) {
        bool shared = attempt == 0 && turn % 3 == 0;
        struct wish wish = shared ? shared_wish(client, turn) : draw_wish(client, turn, attempt);
        enum outcome outcome = want(client, &wish);
        char uid[40];

        if (outcome != MADE && outcome != REPEATED) {
            continue;
        }
        if (wish.keyed && draw(client, 4) == 0) {
            repeat(client, &wish);
        }
        snprintf(uid, sizeof uid, "%s", client->uid);
        /* what two clients share only one of them gives back */
        if (draw(client, 2) == 0 && !(shared && client->number % 2 == 1)) {
            cancel(client, &wish, uid);
        }
    }
}

static void *client_run(void *context)
{
    struct client *client = context;

    client->curl = curl_easy_init();
    if (client->curl == NULL) {
        abort();
    }
    for (long turn = 0; turn < storm.rounds; turn++) {
        (void)pthread_barrier_wait(&round_begins);
        go_through(client, turn);
    }
    curl_easy_cleanup(client->curl);
    return NULL;
}

/* ---- the whole ---- */

static bool write_figures(double seconds)
{
    FILE *out = fopen(storm.figures, "w");
    long all = 0;

    if (out == NULL) {
        return false;
    }
    for (int i = 0; i < OUTCOMES; i++) {
        fprintf(out, "%s=%ld\n", outcome_names[i], atomic_load(&counts[i]));
        all += atomic_load(&counts[i]);
    }
    fprintf(out, "requests=%ld\nsettled=%ld\nseconds=%.1f\na_second=%.0f\n", all,
            atomic_load(&settled), seconds, (double)all / seconds);
    fprintf(out, "longest_gap_ms=%lld\nslowest_ms=%lld\nlost_as='",
            atomic_load(&longest_gap_us) / 1000, atomic_load(&slowest_us) / 1000);
    for (int i = 0; i < 600; i++) {
        if (atomic_load(&lost_statuses[i]) > 0) {
            fprintf(out, " %d: %ld", i, atomic_load(&lost_statuses[i]));
        }
    }
    fprintf(out, "'\n");
    return fclose(out) == 0;
}

static bool storm_clients(void)
{
    struct client *clients = calloc((size_t)storm.clients, sizeof *clients);

    if (clients == NULL ||
        pthread_barrier_init(&round_begins, NULL, (unsigned)storm.clients) != 0) {
        return false;
    }
    for (int i = 0; i < storm.clients; i++) {
        clients[i].number = i;
        clients[i].draws = (uint64_t)storm.seed * 1000003 + (uint64_t)i * 7919;
        if (pthread_create(&clients[i].thread, NULL, client_run, &clients[i]) != 0) {
            abort(); /* the others would wait for it in every round */
        }
    }
    for (int i = 0; i < storm.clients; i++) {
        (void)pthread_join(clients[i].thread, NULL);
    }
    (void)pthread_barrier_destroy(&round_begins);
    free(clients);
    return true;
}

static int run(void)
{
    int64_t began_us = clock_us(CLOCK_MONOTONIC);
    bool good = false;

    if (storm.url == NULL || storm.answers == NULL || storm.figures == NULL || storm.clients < 1 ||
        storm.clients > CLIENTS_MOST || storm.beat < 1 ||
        strncmp(storm.url, "http://127.0.0.1:", strlen("http://127.0.0.1:")) != 0) {
        fputs("storm: url (of 127.0.0.1), business, answers and figures are needed\n", stderr);
        return 2;
    }
    answers = fopen(storm.answers, "w");
    if (answers == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != 0 ||
        fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK) != 0) {
        perror(storm.answers);
        return 1;
    }
    first_day = clock_us(CLOCK_REALTIME) / US_A_DAY + FIRST_DAY_AHEAD;
    good = storm_clients();
    good &= fclose(answers) == 0;
    good &= write_figures((double)(clock_us(CLOCK_MONOTONIC) - began_us) / US_A_SECOND);
    curl_global_cleanup();
    return good ? 0 : 1;
}

static bool set(const char *word)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        size_t length = strlen(settings[i].name);

        if (strncmp(word, settings[i].name, length) != 0 || word[length] != '=') {
            continue;
        }
        if (settings[i].text != NULL) {
            *settings[i].text = word + length + 1;
        } else {
            *settings[i].number = strtol(word + length + 1, NULL, 10);
        }
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    bool good = argc > 2;

    if (argc == 3 && strcmp(argv[1], "document") == 0) {
        storm.business = argv[2];
        return write_document();
    }
    for (int i = 2; good && i < argc; i++) {
        good = set(argv[i]);
    }
    if (!good || strcmp(argv[1], "run") != 0 || storm.business == NULL) {
        fputs("usage: storm document BUSINESS | storm run NAME=VALUE...\n", stderr);
        return 2;
    }
    return run();
}
