/* admin.c - slotd migrate and slotd apply. SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "base/json.h"
#include "base/zone.h"
#include "engine/declare.h"
#include "store/people.h"
#include "store/schema.h"

#ifndef SQL_DIR
#define SQL_DIR "/usr/share/slotd/sql"
#endif

enum { FILE_MOST = 16 << 20, LOCK_SECONDS = 60 };
#define ARENA_FIRST ((size_t)64 << 10)
#define ARENA_MOST  ((size_t)2 << 30)

struct admin admin_open(const char *command, const struct conf *conf)
{
    struct admin admin = {command, arena_new(ARENA_FIRST, ARENA_MOST), store_open(conf)};

    store_use(admin.store, admin.arena);
    return admin;
}

void admin_close(struct admin *admin)
{
    store_close(admin->store);
    arena_free(admin->arena);
}

int admin_says(const struct admin *admin, const char *format, ...)
{
    va_list values;

    fprintf(stderr, "slotd %s: ", admin->command);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    return EXIT_FAILURE;
}

int admin_trouble(const struct admin *admin, struct fail fail)
{
    return admin_says(admin, "%s: %s", fail_word(fail.code),
                      fail.trouble != NULL  ? fail.trouble
                      : fail.detail != NULL ? fail.detail
                                            : "no more is known");
}

/* A whole file, NULL when it can not be read or is too large; then it has been said why. */
static char *read_file(const struct admin *admin, const char *path, size_t *length)
{
    FILE *file = fopen(path, "rbe");

    if (file == NULL) {
        admin_says(admin, "%s: %m", path);
        return NULL;
    }
    char *text = arena_take(admin->arena, (size_t)FILE_MOST + 1);
    *length = fread(text, 1, (size_t)FILE_MOST + 1, file);
    bool broken = ferror(file) != 0;
    (void)fclose(file);
    if (broken || *length > FILE_MOST) {
        admin_says(admin, "%s: %s", path, broken ? "can not be read" : "is larger than 16 MiB");
        return NULL;
    }
    text[*length] = '\0';
    return text;
}

/* ---- migrate ---- */

struct step_file {
    int64_t step;
    const char *name; /* bookings of 0001_bookings.sql */
    const char *path;
};

/* NNNN_name.sql */
static bool is_step(const char *file)
{
    size_t length = strlen(file);

    if (length < 10 || strspn(file, "0123456789") != 4 || file[4] != '_')
        return false;
    return strspn(file + 5, "abcdefghijklmnopqrstuvwxyz0123456789_") == length - 9 &&
           strcmp(file + length - 4, ".sql") == 0;
}

static int only_steps(const struct dirent *entry)
{
    return is_step(entry->d_name);
}

static struct step_file step_of(const struct admin *admin, const char *directory, const char *file)
{
    return (struct step_file){
        .step = strtol(file, NULL, 10),
        .name = arena_bytes(admin->arena, file + 5, strlen(file) - 9),
        .path = arena_format(admin->arena, "%s/%s", directory, file),
    };
}

/* The steps of a directory, which must be 1, 2, 3 and so on; false when it has been said why not.
 */
static bool find_steps(const struct admin *admin, const char *directory, struct list *files)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, only_steps, alphasort);

    if (count < 0) {
        admin_says(admin, "%s: %m", directory);
        return false;
    }
    struct step_file *all = TAKE_MANY(admin->arena, (size_t)count + 1, struct step_file);
    bool sound = count > 0;
    for (int i = 0; i < count; i++) {
        all[i] = step_of(admin, directory, entries[i]->d_name);
        sound = sound && all[i].step == i + 1;
        free(entries[i]);
    }
    free(entries);
    if (!sound)
        admin_says(admin, "%s: the files are not steps 0001, 0002 and so on, one of each",
                   directory);
    *files = (struct list){all, (size_t)count};
    return sound;
}

static struct fail add_step(const struct admin *admin, const struct schema_step *step)
{
    TRY(store_begin(admin->store));
    struct fail fail = schema_step_add(admin->store, step);
    if (!FAILED(fail))
        fail = store_commit(admin->store);
    if (FAILED(fail))
        store_rollback(admin->store);
    return fail;
}

static int take_step(const struct admin *admin, const struct step_file *file,
                     const struct schema_step *taken)
{
    struct schema_step step = {.step = file->step, .name = file->name, .applied = instant_now()};
    size_t length;
    char *text = read_file(admin, file->path, &length);

    if (text == NULL)
        return EXIT_FAILURE;
    digest_sha256(step.digest, text, length);
    if (taken != NULL) {
        printf("step %lld %s: there\n", (long long)file->step, file->name);
        if (!digest_equal(step.digest, taken->digest, sizeof step.digest))
            printf("warning: step %lld %s: its file is not the one that was applied\n",
                   (long long)file->step, file->name);
        return EXIT_SUCCESS;
    }
    struct fail fail = store_script(admin->store, text, length);
    if (FAILED(fail)) {
        admin_says(admin, "step %lld %s stopped half way; mend the database before another try",
                   (long long)file->step, file->name);
        return admin_trouble(admin, fail);
    }
    fail = add_step(admin, &step);
    if (FAILED(fail))
        return admin_trouble(admin, fail);
    printf("step %lld %s: applied\n", (long long)file->step, file->name);
    return EXIT_SUCCESS;
}

static int make_secret(const struct admin *admin, const char *name)
{
    bool made;
    struct fail fail = schema_secret(admin->store, name, &made);

    if (FAILED(fail))
        return admin_trouble(admin, fail);
    printf("secret %s: %s\n", name, made ? "made" : "there");
    return EXIT_SUCCESS;
}

static int make_secrets(const struct admin *admin)
{
    int result = EXIT_SUCCESS;

    for (size_t i = 0; result == EXIT_SUCCESS && installation_secrets[i] != NULL; i++)
        result = make_secret(admin, installation_secrets[i]);
    return result;
}

static int take_steps(const struct admin *admin, const char *directory, const struct list *files)
{
    const struct step_file *all = files->items;
    const struct schema_step *taken;
    struct list steps;
    struct fail fail = schema_steps(admin->store, &steps);

    if (FAILED(fail))
        return admin_trouble(admin, fail);
    taken = steps.items;
    int64_t highest = steps.count == 0 ? 0 : taken[steps.count - 1].step;
    if (highest > (int64_t)files->count)
        return admin_says(admin,
                          "the database is at step %lld, but %s ends with step %zu: this program "
                          "is older than the database",
                          (long long)highest, directory, files->count);
    if (highest != (int64_t)steps.count)
        return admin_says(admin, "the database is at step %lld but took %zu steps only",
                          (long long)highest, steps.count);
    for (size_t i = 0; i < files->count; i++)
        if (take_step(admin, &all[i], i < steps.count ? &taken[i] : NULL) != EXIT_SUCCESS)
            return EXIT_FAILURE;
    return make_secrets(admin);
}

static int migrate_locked(const struct admin *admin, const char *directory,
                          const struct list *files)
{
    bool got;
    struct fail fail = schema_lock(admin->store, LOCK_SECONDS, &got);

    if (FAILED(fail))
        return admin_trouble(admin, fail);
    if (!got)
        return admin_says(admin, "another migration of this database is at work");
    int result = take_steps(admin, directory, files);
    fail = schema_unlock(admin->store);
    return FAILED(fail) && result == EXIT_SUCCESS ? admin_trouble(admin, fail) : result;
}

int admin_migrate(const struct conf *conf, const char *sql_directory)
{
    struct conf patient = *conf;
    struct list files;
    int result = EXIT_FAILURE;

    /* changing a large table takes longer than any answer of a server may */
    patient.database.read_timeout = 0;
    patient.database.statement_time = 0;
    patient.database.lock_wait = LOCK_SECONDS;
    struct admin admin = admin_open("migrate", &patient);
    const char *directory = sql_directory != NULL ? sql_directory : SQL_DIR;
    if (find_steps(&admin, directory, &files))
        result = migrate_locked(&admin, directory, &files);
    admin_close(&admin);
    return result;
}

/* ---- apply ---- */

static const struct json_limits document_limits = {FILE_MOST, 16, 200000};

static void say_fault(const struct admin *admin, const char *file, const char *text,
                      struct json_fault fault)
{
    size_t line = 1, column = 1;

    for (size_t i = 0; i < fault.offset; i++) {
        column = text[i] == '\n' ? 1 : column + 1;
        line += text[i] == '\n';
    }
    admin_says(admin, "%s:%zu:%zu: %s", file, line, column, fault.problem);
}

static void put_lines(FILE *stream, const char *before, struct text *lines)
{
    const char *at = text_string(lines);

    while (*at != '\0') {
        size_t length = strcspn(at, "\n");

        fprintf(stream, "%s%.*s\n", before, (int)length, at);
        at += length + (at[length] == '\n');
    }
}

static int say_outcome(const struct admin *admin, struct fail fail, struct declaration *declaration)
{
    if (fail.code == DECLARED_WRONG) {
        put_lines(stderr, "", &declaration->problems);
        return admin_says(admin, "nothing was written");
    }
    if (FAILED(fail))
        return admin_trouble(admin, fail);
    put_lines(stdout, "", &declaration->lines);
    put_lines(stdout, "warning: ", &declaration->warnings);
    printf("%zu created, %zu changed, %zu unchanged\n", declaration->created, declaration->changed,
           declaration->unchanged);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int apply_document(const struct admin *admin, const struct conf *conf,
                          struct json_object *document, bool verbose)
{
    static const struct caller nobody;
    struct declaration declaration = {.verbose = verbose};
    struct work work = {.arena = admin->arena,
                        .store = admin->store,
                        .caller = &nobody,
                        .now = instant_now(),
                        .source = SOURCE_APPLY,
                        .ics_domain = conf->cal.ics_domain};

    declaration_start(&declaration);
    struct fail fail = declare(&work, document, &declaration);
    int result = say_outcome(admin, fail, &declaration);
    declaration_end(&declaration);
    return result;
}

int admin_apply(const struct conf *conf, const char *file, bool verbose)
{
    struct admin admin = admin_open("apply", conf);
    struct json_fault fault = {0};
    int result = EXIT_FAILURE;
    size_t length;

    zones_open(conf->http.zoneinfo);
    char *text = read_file(&admin, file, &length);
    struct json_object *document =
        text == NULL ? NULL : json_read(admin.arena, text, length, &document_limits, &fault);
    if (text != NULL && fault.problem != NULL)
        say_fault(&admin, file, text, fault);
    else if (text != NULL)
        result = apply_document(&admin, conf, document, verbose);
    zones_close();
    admin_close(&admin);
    return result;
}
