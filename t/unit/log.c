/* log.c - tests of base/log. SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <json-c/linkhash.h>

#include "base/json.h"
#include "tap.h"

static struct arena *arena;
static int real_stderr;
static char said[1 << 18];

static int setup(void)
{
    arena = arena_new(4096, 8 << 20);
    real_stderr = dup(STDERR_FILENO);
    log_open("unit", LOG_LEVEL_INFO);
    return real_stderr < 0;
}

static int teardown(void)
{
    arena_free(arena);
    return close(real_stderr);
}

/* Lets stderr go to `end`, which is closed. */
static void turn_stderr(int end)
{
    CU_ASSERT_EQUAL_FATAL(dup2(end, STDERR_FILENO), STDERR_FILENO);
    close(end);
}

static int open_pipe(void)
{
    int ends[2];

    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    turn_stderr(ends[1]);
    return ends[0];
}

/* What came through the pipe until now. */
static const char *drain(int end)
{
    struct pollfd ready = {.fd = end, .events = POLLIN};
    size_t length = 0;

    while (length < sizeof(said) - 1 && poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN) != 0) {
        ssize_t more = read(end, said + length, sizeof(said) - 1 - length);

        if (more <= 0) {
            break;
        }
        length += (size_t)more;
    }
    said[length] = '\0';
    return said;
}

static const char *drain_and_restore(int end)
{
    (void)drain(end);
    close(end);
    (void)dup2(real_stderr, STDERR_FILENO);
    return said;
}

/* The tree of a line, which must be the only one. */
static struct json_object *line_tree(const char *line)
{
    size_t length = strlen(line);
    struct json_fault fault;
    struct json_object *tree;

    CU_ASSERT_FATAL(length > 0 && strchr(line, '\n') == line + length - 1);
    tree = json_read(arena, line, length - 1, &json_request_limits, &fault);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tree);
    return tree;
}

static const char *field_text(struct json_object *tree, const char *name)
{
    struct json_object *field = json_object_object_get(tree, name);

    return field == NULL ? "(none)" : json_object_get_string(field);
}

static void test_order(void)
{
    static const char *const names[] = {"time", "level", "program", "pid", "event", "route", "ms"};
    size_t count = 0;
    int end = open_pipe();
    struct json_object *tree;

    LOG(LOG_LEVEL_WARNING, "slow", LOG_TEXT("route", "bookings"), LOG_NUMBER("ms", -12));
    tree = line_tree(drain_and_restore(end));
    json_object_object_foreach(tree, name, value)
    {
        (void)value;
        CU_ASSERT_FATAL(count < sizeof(names) / sizeof(names[0]));
        CU_ASSERT_STRING_EQUAL(name, names[count]);
        count++;
    }
    CU_ASSERT_EQUAL(count, 7);
    CU_ASSERT_STRING_EQUAL(field_text(tree, "level"), "warning");
    CU_ASSERT_STRING_EQUAL(field_text(tree, "program"), "unit");
    CU_ASSERT_STRING_EQUAL(field_text(tree, "event"), "slow");
    CU_ASSERT_EQUAL(json_object_get_int64(json_object_object_get(tree, "pid")), getpid());
    CU_ASSERT_EQUAL(json_object_get_int64(json_object_object_get(tree, "ms")), -12);
    arena_clear(arena);
}

static void test_time(void)
{
    int end = open_pipe();
    const char *time;
    const char *form = "dddd-dd-ddTdd:dd:dd.dddZ";

    LOG(LOG_LEVEL_INFO, "start");
    time = field_text(line_tree(drain_and_restore(end)), "time");
    CU_ASSERT_EQUAL_FATAL(strlen(time), strlen(form));
    for (size_t i = 0; form[i] != '\0'; i++) {
        CU_ASSERT(form[i] == 'd' ? time[i] >= '0' && time[i] <= '9' : time[i] == form[i]);
    }
    arena_clear(arena);
}

static void test_levels(void)
{
    int end = open_pipe();

    LOG(LOG_LEVEL_DEBUG, "unseen");
    CU_ASSERT_STRING_EQUAL(drain(end), "");
    log_level_set(LOG_LEVEL_DEBUG);
    LOG(LOG_LEVEL_DEBUG, "seen");
    CU_ASSERT_STRING_EQUAL(field_text(line_tree(drain(end)), "level"), "debug");
    log_level_set(LOG_LEVEL_ERROR);
    LOG(LOG_LEVEL_WARNING, "unseen");
    CU_ASSERT_STRING_EQUAL(drain(end), "");
    LOG(LOG_LEVEL_ERROR, "seen");
    CU_ASSERT_STRING_EQUAL(field_text(line_tree(drain(end)), "level"), "error");
    log_level_set(LOG_LEVEL_INFO);
    LOG(LOG_LEVEL_INFO, "seen");
    CU_ASSERT_STRING_EQUAL(field_text(line_tree(drain_and_restore(end)), "level"), "info");
    arena_clear(arena);
}

static void test_absent_text(void)
{
    int end = open_pipe();
    struct json_object *tree;

    LOG(LOG_LEVEL_INFO, "x", LOG_TEXT("absent", NULL), LOG_TEXT("empty", ""), LOG_NUMBER("n", 0));
    tree = line_tree(drain_and_restore(end));
    CU_ASSERT_STRING_EQUAL(field_text(tree, "absent"), "(none)");
    CU_ASSERT_STRING_EQUAL(field_text(tree, "empty"), "");
    CU_ASSERT_STRING_EQUAL(field_text(tree, "n"), "0");
    arena_clear(arena);
}

static void test_hostile_text(void)
{
    static const char *const texts[] = {
        "x\",\"level\":\"error",
        "one\ntwo\r\n{\"event\":\"forged\"}",
        "\x1b[31mred\x1b[0m\b\x7f",
        "\xFF\xFE\xC0\x80",
        "\\u0041\\",
        "\xE2\x80\xA8",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int end = open_pipe();
        struct json_object *tree;

        LOG(LOG_LEVEL_INFO, texts[i], LOG_TEXT("value", texts[i]));
        tree = line_tree(drain_and_restore(end));
        CU_ASSERT_EQUAL(json_object_object_length(tree), 6);
        CU_ASSERT_STRING_EQUAL(field_text(tree, "level"), "info");
        if (i != 3) {
            CU_ASSERT_STRING_EQUAL(field_text(tree, "value"), texts[i]);
            CU_ASSERT_STRING_EQUAL(field_text(tree, "event"), texts[i]);
        }
    }
    arena_clear(arena);
}

static void check_cut(const char *value, size_t kept)
{
    int end = open_pipe();
    const char *found;

    LOG(LOG_LEVEL_INFO, "x", LOG_TEXT("value", value));
    found = field_text(line_tree(drain_and_restore(end)), "value");
    CU_ASSERT_EQUAL(strlen(found), kept);
    CU_ASSERT_EQUAL(strncmp(found, value, kept), 0);
    arena_clear(arena);
}

static void test_long_values(void)
{
    char value[2000];

    memset(value, 'v', sizeof(value));
    value[512] = '\0';
    check_cut(value, 512);
    value[512] = 'v';
    value[sizeof(value) - 1] = '\0';
    check_cut(value, 512);
    memcpy(value + 511, "\xC3\xAB", 2);
    check_cut(value, 511);
    memcpy(value + 510, "\xC3\xABx", 3);
    check_cut(value, 512);
    memcpy(value + 509, "\xF0\x9F\x98\x80", 4);
    check_cut(value, 509);
}

static void test_long_lines(void)
{
    char value[600];
    struct json_object *tree;
    int end = open_pipe();

    memset(value, '\x01', sizeof(value));
    value[sizeof(value) - 1] = '\0';
    LOG(LOG_LEVEL_INFO, "x", LOG_TEXT("a", value), LOG_TEXT("b", value), LOG_NUMBER("c", 3),
        LOG_TEXT("d", value));
    CU_ASSERT(strlen(drain(end)) <= PIPE_BUF);
    tree = line_tree(said);
    CU_ASSERT_EQUAL(strlen(field_text(tree, "a")), 512);
    CU_ASSERT_STRING_EQUAL(field_text(tree, "b"), "(none)");
    CU_ASSERT_STRING_EQUAL(field_text(tree, "c"), "3");
    CU_ASSERT_STRING_EQUAL(field_text(tree, "cut"), "true");
    (void)drain_and_restore(end);
    arena_clear(arena);
}

/* Lines that fill up to the last byte are the ones that could be too long by one. */
static void test_line_lengths(void)
{
    char value[512];
    int end = open_pipe();
    size_t longest = 0;

    for (size_t length = 0; length < sizeof(value); length++) {
        size_t line;

        memset(value, 'v', sizeof(value));
        value[length] = '\0';
        LOG(LOG_LEVEL_INFO, "x", LOG_TEXT("a", value), LOG_TEXT("b", value), LOG_TEXT("c", value),
            LOG_TEXT("d", value), LOG_TEXT("e", value), LOG_TEXT("f", value), LOG_TEXT("g", value),
            LOG_TEXT("h", value), LOG_TEXT("i", value));
        line = strlen(drain(end));
        longest = line > longest ? line : longest;
        (void)line_tree(said);
        arena_clear(arena);
    }
    CU_ASSERT(longest <= PIPE_BUF);
    CU_ASSERT(longest > PIPE_BUF - 64);
    (void)drain_and_restore(end);
}

static void test_full_pipe(void)
{
    uint64_t before = log_dropped();
    int end = open_pipe(), lines = 0;
    const char *at;

    alarm(20);
    for (int i = 0; i < 3000; i++) {
        LOG(LOG_LEVEL_INFO, "tick", LOG_TEXT("text", "0123456789012345678901234567890123456789"));
    }
    alarm(0);
    CU_ASSERT(log_dropped() > before);
    CU_ASSERT(log_dropped() < before + 3000);
    for (at = drain(end); *at != '\0'; at = strchr(at, '\n') + 1) {
        lines++;
    }
    CU_ASSERT_EQUAL((uint64_t)lines + log_dropped() - before, 3000);
    before = log_dropped();
    LOG(LOG_LEVEL_INFO, "after");
    CU_ASSERT_EQUAL(log_dropped(), before);
    CU_ASSERT_STRING_EQUAL(field_text(line_tree(drain_and_restore(end)), "event"), "after");
    arena_clear(arena);
}

static void test_reader_gone(void)
{
    uint64_t before = log_dropped();
    int end = open_pipe();

    close(end);
    LOG(LOG_LEVEL_INFO, "x");
    LOG(LOG_LEVEL_INFO, "y");
    (void)dup2(real_stderr, STDERR_FILENO);
    CU_ASSERT_EQUAL(log_dropped(), before + 2);
}

static void test_full_disk(void)
{
    uint64_t before = log_dropped();
    int full = open("/dev/full", O_WRONLY);

    CU_ASSERT_FATAL(full >= 0);
    turn_stderr(full);
    LOG(LOG_LEVEL_INFO, "x");
    (void)dup2(real_stderr, STDERR_FILENO);
    CU_ASSERT_EQUAL(log_dropped(), before + 1);
}

static void test_closed(void)
{
    uint64_t before = log_dropped();

    close(STDERR_FILENO);
    LOG(LOG_LEVEL_INFO, "x");
    (void)dup2(real_stderr, STDERR_FILENO);
    CU_ASSERT_EQUAL(log_dropped(), before + 1);
}

static void test_two_processes(void)
{
    int end = open_pipe(), lines = 0;
    pid_t child = fork();

    for (int i = 0; i < 100; i++) {
        LOG(LOG_LEVEL_INFO, "tick", LOG_NUMBER("i", i));
    }
    if (child == 0) {
        _exit(0);
    }
    CU_ASSERT_EQUAL(waitpid(child, NULL, 0), child);
    (void)drain_and_restore(end);
    for (char *line = said, *next; *line != '\0'; line = next, lines++) {
        char one[4096];

        next = strchr(line, '\n') + 1;
        snprintf(one, sizeof(one), "%.*s", (int)(next - line), line);
        CU_ASSERT_PTR_NOT_NULL(json_object_object_get(line_tree(one), "i"));
    }
    CU_ASSERT_EQUAL(lines, 200);
    arena_clear(arena);
}

/* What a file of limited size takes of a line; the limit is lifted afterwards. */
static void log_into_full_file(rlim_t most)
{
    struct rlimit before, small;

    CU_ASSERT_EQUAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = most, .rlim_max = before.rlim_max};
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &small), 0);
    LOG(LOG_LEVEL_INFO, "torn");
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &before), 0);
}

static void test_torn_line(void)
{
    char path[] = "/tmp/log-XXXXXX";
    int file = mkstemp(path), other = file < 0 ? -1 : dup(file);
    uint64_t before = log_dropped();
    ssize_t length;

    CU_ASSERT_FATAL(file >= 0 && other >= 0);
    CU_ASSERT_EQUAL(unlink(path), 0);
    turn_stderr(file);
    log_into_full_file(20);
    LOG(LOG_LEVEL_INFO, "after");
    LOG(LOG_LEVEL_INFO, "later");
    (void)dup2(real_stderr, STDERR_FILENO);
    length = pread(other, said, sizeof(said) - 1, 0);
    close(other);
    CU_ASSERT_FATAL(length > 21);
    said[length] = '\0';
    CU_ASSERT_EQUAL(log_dropped(), before + 1);
    CU_ASSERT_EQUAL(said[20], '\n');
    CU_ASSERT_EQUAL_FATAL(said[21], '{');
    *strrchr(said, '{') = '\0';
    CU_ASSERT_STRING_EQUAL(field_text(line_tree(said + 21), "event"), "after");
    arena_clear(arena);
}

int main(int argc, char **argv)
{
    static const struct tap_case cases[] = {
        {"the fields of a line stand in a fixed order", test_order},
        {"the time is written in UTC with milliseconds", test_time},
        {"only events up to the level are written", test_levels},
        {"a field without a text is left out", test_absent_text},
        {"no text can forge a field or a line", test_hostile_text},
        {"long values are cut between characters", test_long_values},
        {"a line never outgrows what a pipe takes in one piece", test_long_lines},
        {"lines of every length are whole", test_line_lengths},
        {"a full pipe drops lines and does not block", test_full_pipe},
        {"a reader that is gone drops lines and raises no signal", test_reader_gone},
        {"a full disk drops lines", test_full_disk},
        {"a closed stderr drops lines", test_closed},
        {"lines of two processes do not mix", test_two_processes},
        {"a line after a torn one stands alone", test_torn_line},
        {NULL, NULL},
    };

    return tap_main_with("log", cases, setup, teardown, argc, argv);
}
