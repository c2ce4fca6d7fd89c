/* deliver.c - sends what webhooks are told. Source: contract cal-v2 k. SPDX-License-Identifier: MIT
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/digest.h"
#include "base/fault.h"
#include "base/uid.h"
#include "outbox/address.h"
#include "outbox/deliver.h"
#include "outbox/webhooks.h"
#include "store/webhooks.h"

enum { ANSWER_MOST = 64 << 10, ARENA_FIRST = 4 << 10, ARENA_MOST = 32 << 20 };
enum { SHARE_OF_A_BUSINESS = 4, JITTER_PERCENT = 20 };
enum { GONE = 410 };
#define RETRY_AFTER_MOST US_A_DAY

struct place {
    enum { PLACE_FREE, PLACE_TAKEN, PLACE_UNDER_WAY, PLACE_OVER } state;
    const struct conf *conf;
    struct arena *arena; /* of what follows */
    CURL *easy;
    struct curl_slist *headers;
    struct job job;
    struct webhook webhook;
    struct message message;
    size_t received;     /* bytes of the answer */
    const char *refused; /* the address that may not be called; NULL: none */
    char error[CURL_ERROR_SIZE];
    struct ending ending;
    bool gone; /* the receiver wants to hear no more */
};

struct deliveries {
    struct runner *runner;
    CURLM *multi;
    struct place *places;
    size_t count;
    struct span retry[WEBHOOK_RETRIES_MOST];
    size_t retries;
};

/* ---- opening and closing ---- */

struct deliveries *deliveries_open(struct runner *runner)
{
    struct deliveries *deliveries = calloc(1, sizeof *deliveries);

    if (deliveries == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
    deliveries->runner = runner;
    deliveries->count = (size_t)runner->conf->webhooks.at_once;
    deliveries->multi = curl_multi_init();
    deliveries->places = calloc(deliveries->count, sizeof *deliveries->places);
    if (deliveries->multi == NULL || deliveries->places == NULL ||
        !spans_read(runner->conf->webhooks.retry, deliveries->retry, WEBHOOK_RETRIES_MOST,
                    &deliveries->retries))
        abort();
    for (size_t i = 0; i < deliveries->count; i++)
        deliveries->places[i].conf = runner->conf;
    return deliveries;
}

static void hang_up(struct deliveries *deliveries, struct place *place)
{
    if (place->easy != NULL) {
        (void)curl_multi_remove_handle(deliveries->multi, place->easy);
        curl_easy_cleanup(place->easy);
    }
    curl_slist_free_all(place->headers);
    place->easy = NULL;
    place->headers = NULL;
}

void deliveries_close(struct deliveries *deliveries)
{
    for (size_t i = 0; i < deliveries->count; i++) {
        hang_up(deliveries, &deliveries->places[i]);
        if (deliveries->places[i].arena != NULL)
            arena_free(deliveries->places[i].arena);
    }
    (void)curl_multi_cleanup(deliveries->multi);
    free(deliveries->places);
    free(deliveries);
    curl_global_cleanup();
}

size_t deliveries_open_count(const struct deliveries *deliveries)
{
    size_t count = 0;

    for (size_t i = 0; i < deliveries->count; i++)
        count += deliveries->places[i].state != PLACE_FREE;
    return count;
}

/* ---- the call ---- */

/* Asked for every connection with the address that will be called, so that no spelling of a URL and
 * no change of a name in between gets past it. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct place *place = context;
    char text[INET6_ADDRSTRLEN] = "";
    const void *bytes = address->family == AF_INET
                            ? (const void *)&((struct sockaddr_in *)&address->addr)->sin_addr
                            : (const void *)&((struct sockaddr_in6 *)&address->addr)->sin6_addr;

    if (purpose == CURLSOCKTYPE_IPCXN &&
        address_is_allowed(&address->addr, place->conf->webhooks.allow_private))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    (void)inet_ntop(address->family, bytes, text, sizeof text);
    place->refused = arena_text(place->arena, text);
    return CURL_SOCKET_BAD;
}

static int connected(void *context, char *there, char *here, int there_port, int here_port)
{
    (void)context;
    (void)there;
    (void)here;
    (void)there_port;
    (void)here_port;
    FAULT_POINT("connected");
    return CURL_PREREQFUNC_OK;
}

/* What a receiver says is counted and dropped; one that talks on is cut off. */
static size_t take_answer(char *bytes, size_t size, size_t count, void *context)
{
    struct place *place = context;

    (void)bytes;
    if (place->received == 0)
        FAULT_POINT("answered");
    place->received += size * count;
    return place->received > ANSWER_MOST ? 0 : size * count;
}

static void add_header(struct place *place, const char *header)
{
    struct curl_slist *longer = curl_slist_append(place->headers, header);

    if (longer == NULL)
        abort();
    place->headers = longer;
}

static const char *signature_of(const struct place *place)
{
    const char *secret = place->webhook.secret, *body = place->message.body;
    unsigned char digest[DIGEST_ROOM];
    char *hex = arena_take(place->arena, 2 * DIGEST_ROOM + 1);

    if (secret == NULL)
        return "no-secret-provided";
    digest_hmac_long(digest, secret, strlen(secret), body, strlen(body));
    hex_write(hex, digest, DIGEST_ROOM);
    return hex;
}

static void add_headers(struct place *place)
{
    struct arena *arena = place->arena;

    add_header(place, arena_format(arena, "Content-Type: %s", place->message.content_type));
    add_header(place, arena_format(arena, "X-Cal-Signature-256: %s", signature_of(place)));
    add_header(place, arena_format(arena, "X-Cal-Webhook-Version: %s", place->webhook.version));
    add_header(place, arena_format(arena, "webhook-id: %s", place->job.name));
    add_header(place, arena_format(arena, "webhook-timestamp: %lld",
                                   (long long)(instant_now().us / US_A_SECOND)));
    add_header(place, "Expect:");
}

/* Nothing of the environment, no credentials, no redirects, nothing kept from one call to the
 * next. */
static void set_up(struct place *place)
{
    CURL *easy = place->easy;

#define SET(option, value) (void)curl_easy_setopt(easy, CURLOPT_##option, (value))
    SET(PRIVATE, place);
    SET(ERRORBUFFER, place->error);
    SET(URL, place->webhook.url);
    SET(PROTOCOLS_STR, "http,https");
    SET(PROXY, "");
    SET(FOLLOWLOCATION, 0L);
    SET(FORBID_REUSE, 1L);
    SET(FRESH_CONNECT, 1L);
    SET(NOSIGNAL, 1L);
    /* a name server that does not answer must not hold up the others when the time is over */
    SET(QUICK_EXIT, 1L);
    SET(TIMEOUT_MS, 1000L * place->conf->webhooks.timeout);
    SET(OPENSOCKETFUNCTION, open_socket);
    SET(OPENSOCKETDATA, place);
    SET(PREREQFUNCTION, connected);
    SET(WRITEFUNCTION, take_answer);
    SET(WRITEDATA, place);
    SET(HEADERFUNCTION, take_answer);
    SET(HEADERDATA, place);
    SET(USERAGENT, "slotd");
    SET(HTTPHEADER, place->headers);
    SET(POSTFIELDS, place->message.body);
    SET(POSTFIELDSIZE_LARGE, (curl_off_t)strlen(place->message.body));
#undef SET
}

static void begin(struct deliveries *deliveries, struct place *place)
{
    place->state = PLACE_UNDER_WAY;
    if (!message_read(place->arena, place->job.payload, &place->message)) {
        place->state = PLACE_OVER;
        place->ending = (struct ending){
            .job = &place->job, .result = JOB_DEAD, .trouble = "the payload is no message"};
        return;
    }
    add_headers(place);
    place->easy = curl_easy_init();
    if (place->easy == NULL)
        abort();
    set_up(place);
    if (curl_multi_add_handle(deliveries->multi, place->easy) != CURLM_OK)
        abort();
}

/* ---- the answer ---- */

static struct span pause_before(const struct deliveries *deliveries, const struct place *place)
{
    struct span pause = deliveries->retry[place->job.tries - 1];
    curl_off_t seconds = 0;
    unsigned char dice;

    uid_random_bytes(&dice, 1);
    pause.us += pause.us / 100 * JITTER_PERCENT * dice / UINT8_MAX;
    (void)curl_easy_getinfo(place->easy, CURLINFO_RETRY_AFTER, &seconds);
    if (seconds > RETRY_AFTER_MOST / US_A_SECOND)
        seconds = RETRY_AFTER_MOST / US_A_SECOND;
    return seconds * US_A_SECOND > pause.us ? (struct span){seconds * US_A_SECOND} : pause;
}

static const char *trouble_of(const struct place *place, CURLcode code, long status)
{
    if (status > 0)
        return arena_format(place->arena, "the receiver answered %ld", status);
    if (place->refused != NULL)
        return arena_format(place->arena, "the address %s is not allowed", place->refused);
    return place->error[0] != '\0' ? place->error : curl_easy_strerror(code);
}

/* The status decides: what comes after it may be cut off or never end. */
static void conclude(const struct deliveries *deliveries, struct place *place, CURLcode code)
{
    struct ending *ending = &place->ending;
    long status = 0;

    (void)curl_easy_getinfo(place->easy, CURLINFO_RESPONSE_CODE, &status);
    *ending = (struct ending){.job = &place->job, .result = JOB_DONE};
    place->state = PLACE_OVER;
    if (status / 100 == 2) {
        FAULT_POINT("accepted");
        return;
    }
    place->gone = status == GONE;
    ending->trouble = trouble_of(place, code, status);
    ending->result = place->gone || code == CURLE_URL_MALFORMAT ||
                             code == CURLE_UNSUPPORTED_PROTOCOL ||
                             (size_t)place->job.tries > deliveries->retries
                         ? JOB_DEAD
                         : JOB_AGAIN;
    if (ending->result == JOB_AGAIN)
        ending->due.us = instant_now().us + pause_before(deliveries, place).us;
}

static bool take_messages(struct deliveries *deliveries)
{
    CURLMsg *message;
    bool any = false;
    int left;

    while ((message = curl_multi_info_read(deliveries->multi, &left)) != NULL) {
        struct place *place = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &place);
        conclude(deliveries, place, message->data.result);
        hang_up(deliveries, place);
        any = true;
    }
    return any;
}

static int64_t monotonic_ms(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool deliveries_wait(struct deliveries *deliveries, int file, int milliseconds)
{
    struct curl_waitfd asked = {.fd = file, .events = CURL_WAIT_POLLIN};
    int64_t until = monotonic_ms() + milliseconds, left = milliseconds;
    int running;

    do {
        (void)curl_multi_perform(deliveries->multi, &running);
        if (take_messages(deliveries))
            left = 0;
        (void)curl_multi_poll(deliveries->multi, &asked, 1, (int)left, NULL);
        if (asked.revents != 0)
            return true;
        left = left == 0 ? 0 : until - monotonic_ms();
    } while (left > 0);
    return false;
}

/* ---- marking ---- */

static struct fail mark_place(struct work *work, void *context)
{
    struct place *place = context;

    /* the webhook goes first, as everywhere: two that lock in different orders lock each other */
    if (place->gone)
        TRY(webhook_disable(work->store, place->webhook.business_id, place->webhook.id));
    return ending_write(work, &place->ending);
}

static struct fail mark_one(struct deliveries *deliveries, struct place *place)
{
    struct runner *runner = deliveries->runner;
    struct work work = runner_work(runner, instant_now());

    arena_clear(runner->arena);
    store_use(runner->store, runner->arena);
    TRY(in_transaction(&work, mark_place, place));
    FAULT_POINT("marked");
    ending_tell(runner, &place->ending);
    place->state = PLACE_FREE;
    return NO_FAIL;
}

struct fail deliveries_mark(struct deliveries *deliveries)
{
    for (size_t i = 0; i < deliveries->count; i++)
        if (deliveries->places[i].state == PLACE_OVER)
            TRY(mark_one(deliveries, &deliveries->places[i]));
    return NO_FAIL;
}

/* ---- taking ---- */

static bool may_take(const struct deliveries *deliveries, const struct receiver *receiver)
{
    size_t share = deliveries->count / SHARE_OF_A_BUSINESS, of_business = 0;

    for (size_t i = 0; i < deliveries->count; i++) {
        const struct place *place = &deliveries->places[i];

        if (place->state == PLACE_FREE || place->job.business_id != receiver->business_id)
            continue;
        if (place->job.receiver == receiver->webhook_id)
            return false;
        of_business++;
    }
    return of_business < (share > 0 ? share : 1);
}

static struct place *free_place(struct deliveries *deliveries)
{
    for (size_t i = 0; i < deliveries->count; i++)
        if (deliveries->places[i].state == PLACE_FREE)
            return &deliveries->places[i];
    return NULL;
}

/* What is needed outlives the arena of the transaction. */
static void put_down(struct place *place, const struct job *job, const struct webhook *webhook)
{
    if (place->arena == NULL)
        place->arena = arena_new(ARENA_FIRST, ARENA_MOST);
    struct arena *arena = place->arena;
    arena_clear(arena);
    place->state = PLACE_TAKEN;
    place->received = 0;
    place->refused = NULL;
    place->error[0] = '\0';
    place->gone = false;
    place->job = *job;
    place->job.kind = arena_text(arena, job->kind);
    place->job.name = arena_text(arena, job->name);
    place->job.payload = arena_text(arena, job->payload);
    place->webhook = (struct webhook){.business_id = webhook->business_id,
                                      .id = webhook->id,
                                      .url = arena_text(arena, webhook->url),
                                      .secret = arena_text(arena, webhook->secret),
                                      .version = arena_text(arena, webhook->version)};
}

static struct fail claim_receiver(struct work *work, const struct receiver *receiver,
                                  struct webhook *webhook, bool *claimed)
{
    bool gone = false;

    TRY(webhook_claim(work->store, receiver->business_id, receiver->webhook_id, webhook, claimed));
    if (!*claimed)
        TRY(webhook_is_gone(work->store, receiver->business_id, receiver->webhook_id, &gone));
    if (gone)
        return deliveries_set_aside(work->store, receiver, work->now, "the webhook was deleted");
    if (!*claimed || webhook->active)
        return NO_FAIL;
    *claimed = false;
    return deliveries_set_aside(work->store, receiver, work->now, "the webhook is not active");
}

static struct fail take_one(struct work *work, struct place *place, const struct receiver *receiver)
{
    const struct conf *conf = place->conf;
    struct span lease = {(conf->jobs.lease + conf->webhooks.timeout) * US_A_SECOND};
    struct webhook webhook;
    struct job job;
    bool found;

    TRY(claim_receiver(work, receiver, &webhook, &found));
    if (!found)
        return NO_FAIL;
    TRY(delivery_lease(work->store, receiver, work->now, lease, &job, &found));
    if (found)
        put_down(place, &job, &webhook);
    return NO_FAIL;
}

static void leave_taken(struct deliveries *deliveries)
{
    for (size_t i = 0; i < deliveries->count; i++)
        if (deliveries->places[i].state == PLACE_TAKEN)
            deliveries->places[i].state = PLACE_FREE;
}

/* An attempt in a transaction: whatever an earlier one has taken was rolled back. */
static struct fail take_some(struct work *work, void *context)
{
    struct deliveries *deliveries = context;
    struct place *place;
    struct list list;

    leave_taken(deliveries);
    TRY(deliveries_give_back(work->store, work->now));
    TRY(receivers_waiting(work->store, work->now, &list));
    const struct receiver *receivers = list.items;
    for (size_t i = 0; i < list.count; i++) {
        if ((place = free_place(deliveries)) == NULL)
            return NO_FAIL;
        if (may_take(deliveries, &receivers[i]))
            TRY(take_one(work, place, &receivers[i]));
    }
    return NO_FAIL;
}

static struct fail take(struct deliveries *deliveries, struct instant now)
{
    struct runner *runner = deliveries->runner;
    struct work work = runner_work(runner, now);

    arena_clear(runner->arena);
    store_use(runner->store, runner->arena);
    struct fail fail = in_transaction(&work, take_some, deliveries);
    if (FAILED(fail))
        leave_taken(deliveries);
    return fail;
}

struct fail deliveries_step(struct deliveries *deliveries, struct instant now)
{
    bool any = false;

    TRY(deliveries_mark(deliveries));
    TRY(take(deliveries, now));
    for (size_t i = 0; i < deliveries->count; i++) {
        if (deliveries->places[i].state != PLACE_TAKEN)
            continue;
        if (!any)
            FAULT_POINT("delivery-claimed");
        any = true;
        begin(deliveries, &deliveries->places[i]);
    }
    return NO_FAIL;
}
