/* admin_token.c - slotd token create, list and revoke. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "store/declared.h"
#include "store/tokens.h"

struct token_words {
    const char *business, *kind, *user, *client, *name, *scopes, *expires, *rate, *id;
};

static const struct {
    const char *option;
    size_t offset;
} token_options[] = {
    {"--business", AT(struct token_words, business, const char *)},
    {"--kind", AT(struct token_words, kind, const char *)},
    {"--user", AT(struct token_words, user, const char *)},
    {"--client", AT(struct token_words, client, const char *)},
    {"--name", AT(struct token_words, name, const char *)},
    {"--scopes", AT(struct token_words, scopes, const char *)},
    {"--expires", AT(struct token_words, expires, const char *)},
    {"--rate", AT(struct token_words, rate, const char *)},
    {"--id", AT(struct token_words, id, const char *)},
};

static const char **option_place(struct token_words *words, const char *option)
{
    for (size_t i = 0; i < COUNT(token_options); i++)
        if (strcmp(token_options[i].option, option) == 0)
            return (const char **)(void *)((char *)words + token_options[i].offset);
    return NULL;
}

static bool read_words(const struct admin *admin, int argc, char **argv, struct token_words *words)
{
    for (int i = 0; i < argc; i += 2) {
        const char **place = option_place(words, argv[i]);

        if (place == NULL || i + 1 == argc) {
            admin_says(admin, place == NULL ? "what is %s?" : "%s wants a value", argv[i]);
            return false;
        }
        *place = argv[i + 1];
    }
    if (words->business == NULL)
        admin_says(admin, "--business is missing");
    return words->business != NULL;
}

/* ---- who ---- */

static struct fail find_business(const struct admin *admin, const char *slug, int64_t *id)
{
    const struct declared_column columns[] = {{"slug", DECLARED_KEY, v_text(slug)}};

    return declared_find(admin->store, DECLARED_ROW("business", true, columns), id);
}

static struct fail find_in_business(const struct admin *admin, const char *table, const char *key,
                                    int64_t business_id, const char *name, int64_t *id)
{
    const struct declared_column columns[] = {
        {"business_id", DECLARED_KEY, v_number(business_id)},
        {key, DECLARED_KEY, v_text(name)},
    };

    return declared_find(admin->store, DECLARED_ROW(table, true, columns), id);
}

static struct fail find_holder(const struct admin *admin, const struct token_words *words,
                               struct token *token, bool *found)
{
    if (words->user != NULL)
        TRY(find_in_business(admin, "user", "username", token->business_id, words->user,
                             &token->user_id));
    if (words->client != NULL)
        TRY(find_in_business(admin, "client", "email", token->business_id,
                             arena_lower(admin->arena, words->client), &token->client_id));
    *found = (words->user == NULL || token->user_id != 0) &&
             (words->client == NULL || token->client_id != 0);
    return NO_FAIL;
}

/* ---- create ---- */

static void say_kinds(const struct admin *admin)
{
    const char *all = "";

    for (const struct word *kind = token_kind_words; kind->word != NULL; kind++)
        all = arena_format(admin->arena, "%s %s", all, kind->word);
    admin_says(admin, "--kind is one of%s", all);
}

static bool read_rate(const struct admin *admin, const char *rate, int64_t *limit)
{
    char *end = NULL;

    *limit = -1;
    if (rate == NULL)
        return true;
    *limit = rate[0] >= '0' && rate[0] <= '9' ? strtoll(rate, &end, 10) : -1;
    if (end != NULL && *end == '\0' && *limit >= 0 && *limit <= RATE_LIMIT_MOST)
        return true;
    admin_says(admin, "--rate wants requests a minute, from 0 (no limit) to %d", RATE_LIMIT_MOST);
    return false;
}

/* These may belong to the business and to nobody in it. */
static bool may_do_without(int kind)
{
    return kind == TOKEN_LINKS_KEY || kind == TOKEN_VCITA_APP || kind == TOKEN_VCITA_DIRECTORY;
}

static bool names_holder(int kind, const struct token_words *words)
{
    if (token_is_of_client(kind))
        return words->client != NULL && words->user == NULL;
    return words->client == NULL && (words->user != NULL || may_do_without(kind));
}

/* What the words say, except who; false when it has been said what is wrong. */
static bool describe_token(const struct admin *admin, const struct token_words *words,
                           struct token *token)
{
    const struct word *kind =
        words->kind == NULL ? NULL : word_find(token_kind_words, words->kind, strlen(words->kind));

    if (kind == NULL) {
        say_kinds(admin);
        return false;
    }
    if (!names_holder(kind->value, words)) {
        admin_says(admin,
                   "tokens of clients want --client, every other kind --user; keys of booking "
                   "links, applications and directories may do without");
        return false;
    }
    *token = (struct token){.kind = kind->value,
                            .name = words->name != NULL ? words->name : "",
                            .scopes = words->scopes != NULL ? words->scopes : "",
                            .created = instant_now(),
                            .expires = INSTANT_NONE};
    if (words->expires != NULL &&
        !instant_read(words->expires, strlen(words->expires), INSTANT_ANY_FORM, &token->expires)) {
        admin_says(admin, "--expires %s is not a date", words->expires);
        return false;
    }
    return read_rate(admin, words->rate, &token->rate_limit);
}

/* In a transaction: outside of one the store repeats a statement whose answer was lost. */
static struct fail insert_token(const struct admin *admin, const struct token *token,
                                const char *secret, int64_t *id)
{
    TRY(store_begin(admin->store));
    struct fail fail = token_insert(admin->store, token, secret, id);
    if (!FAILED(fail))
        fail = store_commit(admin->store);
    if (FAILED(fail))
        store_rollback(admin->store);
    return fail;
}

static int create(const struct admin *admin, const struct token_words *words, int64_t business_id)
{
    char secret[TOKEN_SECRET_ROOM];
    struct token token;
    int64_t id;
    bool found;

    if (!describe_token(admin, words, &token))
        return EXIT_FAILURE;
    token.business_id = business_id;
    struct fail fail = find_holder(admin, words, &token, &found);
    if (FAILED(fail))
        return admin_trouble(admin, fail);
    if (!found)
        return admin_says(admin, "there is no %s in %s",
                          words->user != NULL ? words->user : words->client, words->business);
    token_secret(secret, token.kind);
    fail = insert_token(admin, &token, secret, &id);
    if (FAILED(fail))
        return admin_trouble(admin, fail);
    printf("%s\nid %lld; the secret is not kept and can not be shown again\n", secret,
           (long long)id);
    return EXIT_SUCCESS;
}

/* ---- list, revoke ---- */

static const char *date_or_dash(char out[WHEN_ROOM], struct instant instant)
{
    if (INSTANT_IS_NONE(instant))
        return "-";
    (void)instant_write(out, instant, WHEN_Z_SECONDS, 0);
    return out;
}

static void print_token(const struct token *token)
{
    char created[WHEN_ROOM], expires[WHEN_ROOM], revoked[WHEN_ROOM], rate[24] = "-";

    if (token->rate_limit >= 0)
        (void)snprintf(rate, sizeof rate, "%lld", (long long)token->rate_limit);
    printf("%lld\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", (long long)token->id,
           word_of(token_kind_words, token->kind), token->shown,
           token->name[0] != '\0' ? token->name : "-",
           token->username != NULL       ? token->username
           : token->client_email != NULL ? token->client_email
                                         : "-",
           rate, date_or_dash(created, token->created), date_or_dash(expires, token->expires),
           date_or_dash(revoked, token->revoked));
}

static int list(const struct admin *admin, const struct token_words *words, int64_t business_id)
{
    struct list tokens;
    struct fail fail = tokens_of_business(admin->store, business_id, &tokens);
    const struct token *all = tokens.items;

    (void)words;
    if (FAILED(fail))
        return admin_trouble(admin, fail);
    printf("id\tkind\tshown\tname\tuser\trate\tcreated\texpires\trevoked\n");
    for (size_t i = 0; i < tokens.count; i++)
        print_token(&all[i]);
    return EXIT_SUCCESS;
}

static int revoke(const struct admin *admin, const struct token_words *words, int64_t business_id)
{
    char *end = NULL;
    long long id = words->id == NULL ? 0 : strtoll(words->id, &end, 10);
    bool known;

    if (id <= 0 || *end != '\0')
        return admin_says(admin, "--id wants the number that token list shows");
    struct fail fail = token_revoke(admin->store, business_id, id, instant_now(), &known);
    if (FAILED(fail))
        return admin_trouble(admin, fail);
    if (!known)
        return admin_says(admin, "%s has no token %lld", words->business, id);
    printf("revoked %lld\n", id);
    return EXIT_SUCCESS;
}

static const struct {
    const char *word;
    int (*command)(const struct admin *, const struct token_words *, int64_t);
} token_commands[] = {{"create", create}, {"list", list}, {"revoke", revoke}};

static int with_business(const struct admin *admin, size_t command, const struct token_words *words)
{
    int64_t business_id;
    struct fail fail = find_business(admin, words->business, &business_id);

    if (FAILED(fail))
        return admin_trouble(admin, fail);
    if (business_id == 0)
        return admin_says(admin, "there is no business %s", words->business);
    return token_commands[command].command(admin, words, business_id);
}

int admin_token(const struct conf *conf, int argc, char **argv)
{
    struct admin admin = admin_open("token", conf);
    struct token_words words = {0};
    int result = EXIT_FAILURE;
    size_t command = 0;

    while (argc > 0 && command < COUNT(token_commands) &&
           strcmp(token_commands[command].word, argv[0]) != 0)
        command++;
    if (argc == 0 || command == COUNT(token_commands))
        admin_says(&admin, "create, list or revoke?");
    else if (read_words(&admin, argc - 1, argv + 1, &words))
        result = with_business(&admin, command, &words);
    admin_close(&admin);
    return result;
}
