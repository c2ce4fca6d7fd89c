/* main.c - the slotd program: its words and options. SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin.h"
#include "base/conf.h"
#include "base/list.h"
#include "base/log.h"
#include "describe.h"
#include "front/dispatch.h"
#include "front/listener.h"
#include "front/master.h"
#include "front/metrics.h"
#include "front/worker.h"
#include "store/schema.h"

#ifndef CONF_FILE
#define CONF_FILE "/etc/slotd/slotd.conf"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

struct command_line {
    const char *conf_file; /* NULL: the default one, if it is there */
    const char *sql_directory;
    int workers; /* -1: as configured */
    int count;   /* of words after the command */
    char **words;
};

static const char usage[] =
    "usage: slotd [-c FILE] COMMAND\n"
    "\n"
    "  serve [--workers N]     answer FastCGI requests; with a listening socket as standard\n"
    "                          input and no --workers, in this one process\n"
    "  migrate [--sql DIR]     bring the database's schema up to date\n"
    "  apply [--verbose] FILE  make a business as the JSON file declares it\n"
    "  token create|list|revoke  credentials; create prints the secret, once\n"
    "  check                   try configuration, database, statements and time zones\n"
    "  describe                print routes, parameters, fields and configuration keys\n"
    "\n"
    "  -c, --config FILE       configuration, otherwise " CONF_FILE "\n"
    "  -h, --help              this text\n"
    "  -V, --version           the version\n";

static int out_of(struct text *text, FILE *stream)
{
    bool written =
        text->length == 0 || fwrite(text->bytes, 1, text->length, stream) == text->length;

    text_free(text);
    return written && fflush(stream) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool read_conf(const struct command_line *line, struct conf *conf)
{
    struct text trouble;

    text_init(&trouble, 1 << 16);
    bool good = conf_read(conf, line->conf_file, &trouble);
    (void)out_of(&trouble, stderr);
    return good;
}

/* A database that is away may come; one with another schema would be served wrongly. */
static bool schema_fits(const struct conf *conf)
{
    struct admin admin = admin_open("serve", conf);
    int have = -1;
    struct fail fail = schema_current(admin.store, SCHEMA_STEP, &have);
    bool wrong = FAILED(fail) && have >= 0;

    if (wrong)
        (void)admin_trouble(&admin, fail);
    admin_close(&admin);
    return !wrong;
}

static int serve(const struct command_line *line)
{
    struct conf conf;
    int result;

    if (!read_conf(line, &conf))
        return EXIT_FAILURE;
    if (line->workers >= 0)
        conf.server.workers = line->workers;
    log_open("slotd", conf_log_level(&conf));
    if (!schema_fits(&conf)) {
        conf_free(&conf);
        return EXIT_FAILURE;
    }
    if (listener_inherited() && line->workers < 0) {
        (void)metrics_open(1);
        result = (int)worker_run(&conf, 0, &dispatch_service, NULL);
    } else {
        result = master_run(line->conf_file, &conf, &dispatch_service);
    }
    conf_free(&conf);
    return result;
}

static int with_conf(const struct command_line *line,
                     int (*command)(const struct conf *, const struct command_line *))
{
    struct conf conf;

    if (!read_conf(line, &conf))
        return EXIT_FAILURE;
    log_open("slotd", LOG_LEVEL_WARNING);
    int result = command(&conf, line);
    conf_free(&conf);
    return result;
}

static int migrate(const struct conf *conf, const struct command_line *line)
{
    return admin_migrate(conf, line->sql_directory);
}

static int apply(const struct conf *conf, const struct command_line *line)
{
    bool verbose = line->count == 2 && strcmp(line->words[0], "--verbose") == 0;

    if (line->count != 1 + verbose) {
        fputs("slotd apply: one file, please\n", stderr);
        return EXIT_FAILURE;
    }
    return admin_apply(conf, line->words[verbose], verbose);
}

static int token(const struct conf *conf, const struct command_line *line)
{
    return admin_token(conf, line->count, line->words);
}

static int check(const struct conf *conf, const struct command_line *line)
{
    (void)line;
    return admin_check(conf);
}

static int describe_all(void)
{
    struct text out;

    text_init(&out, 1 << 20);
    describe(&out);
    return out_of(&out, stdout);
}

static const struct {
    const char *word;
    int (*command)(const struct conf *, const struct command_line *);
} commands[] = {{"migrate", migrate}, {"apply", apply}, {"token", token}, {"check", check}};

static int run(const char *command, const struct command_line *line)
{
    if (strcmp(command, "serve") == 0)
        return serve(line);
    if (strcmp(command, "describe") == 0)
        return describe_all();
    for (size_t i = 0; i < COUNT(commands); i++)
        if (strcmp(command, commands[i].word) == 0)
            return with_conf(line, commands[i].command);
    fprintf(stderr, "slotd: no command %s\n%s", command, usage);
    return EXIT_FAILURE;
}

static bool whole_number(const char *text, int *number)
{
    char *end;
    long value = strtol(text, &end, 10);

    *number = (int)value;
    return end != text && *end == '\0' && value >= 0 && value <= 1000;
}

/* Options stand before the command; what follows it is its own, but for those of serve and migrate.
 */
static bool own_option(struct command_line *line, const char *word, const char *value, int *taken)
{
    *taken = 2;
    if (value != NULL && strcmp(word, "--workers") == 0)
        return whole_number(value, &line->workers);
    if (value != NULL && strcmp(word, "--sql") == 0) {
        line->sql_directory = value;
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {NULL, 0, NULL, 0}};
    struct command_line line = {.workers = -1};
    int option;

    while ((option = getopt_long(argc, argv, "+c:hV", options, NULL)) != -1) {
        if (option == 'h')
            return fputs(usage, stdout) < 0;
        if (option == 'V')
            return printf("slotd %s\n", PACKAGE_VERSION) < 0;
        if (option != 'c')
            return EXIT_FAILURE;
        line.conf_file = optarg;
    }
    if (optind == argc) {
        fputs(usage, stderr);
        return EXIT_FAILURE;
    }
    const char *command = argv[optind++];
    bool has_own = strcmp(command, "serve") == 0 || strcmp(command, "migrate") == 0;
    for (int taken; has_own && optind < argc; optind += taken)
        if (!own_option(&line, argv[optind], argv[optind + 1], &taken)) {
            fprintf(stderr, "slotd %s: what is %s?\n", command, argv[optind]);
            return EXIT_FAILURE;
        }
    line.count = argc - optind;
    line.words = argv + optind;
    if (line.conf_file == NULL && access(CONF_FILE, R_OK) == 0)
        line.conf_file = CONF_FILE;
    return run(command, &line);
}
