/* conf.c - tests of base/conf. SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "tap.h"

static char folder[64];
static char path[128];
static struct conf conf;
static struct text trouble;

static int setup(void)
{
    text_init(&trouble, 1 << 16);
    (void)snprintf(folder, sizeof folder, "/tmp/slotd-conf-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/slotd.conf", folder);
    return 0;
}

static int teardown(void)
{
    text_free(&trouble);
    (void)unlink(path);
    return rmdir(folder);
}

static bool write_bytes(const char *bytes, size_t length, mode_t mode)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written =
        file >= 0 && write(file, bytes, length) == (ssize_t)length && fchmod(file, mode) == 0;

    (void)close(file);
    return written;
}

static bool read_bytes(const char *bytes, size_t length)
{
    text_clear(&trouble);
    CU_ASSERT_FATAL(write_bytes(bytes, length, 0600));
    return conf_read(&conf, path, &trouble);
}

static bool read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

/* That the text is refused with just this sentence about this line. */
static bool is_refused(const char *text, const char *line_and_sentence)
{
    char expected[1024];

    if (read_text(text)) {
        conf_free(&conf);
        return false;
    }
    (void)snprintf(expected, sizeof expected, "%s:%s\n", path, line_and_sentence);
    if (strcmp(text_string(&trouble), expected) != 0) {
        printf("# expected %s# was      %s", expected, text_string(&trouble));
        return false;
    }
    return true;
}

static void test_defaults(void)
{
    text_clear(&trouble);
    CU_ASSERT(conf_read(&conf, NULL, &trouble));
    CU_ASSERT_STRING_EQUAL(conf.server.listen, "/run/slotd/slotd.sock");
    CU_ASSERT_EQUAL(conf.server.listen_mode, 0660);
    CU_ASSERT_EQUAL(conf.server.backlog, 1024);
    CU_ASSERT_EQUAL(conf.server.workers, 0);
    CU_ASSERT_EQUAL(conf.server.deadline, 30);
    CU_ASSERT_EQUAL(conf.server.timeout, 10);
    CU_ASSERT_EQUAL(conf.server.grace, 20);
    CU_ASSERT_EQUAL(conf.server.requests, 10000);
    CU_ASSERT_EQUAL(conf.server.body_limit, 65536);
    CU_ASSERT_EQUAL(conf_log_level(&conf), LOG_LEVEL_INFO);
    CU_ASSERT_STRING_EQUAL(conf.database.socket, "/run/mysqld/mysqld.sock");
    CU_ASSERT_STRING_EQUAL(conf.database.name, "slotd");
    CU_ASSERT_STRING_EQUAL(conf.database.user, "");
    CU_ASSERT_EQUAL(conf.database.lock_wait, 3);
    CU_ASSERT_STRING_EQUAL(conf.http.allowed_origins, "*");
    CU_ASSERT_STRING_EQUAL(conf.cal.ics_domain, "localhost");
    CU_ASSERT_EQUAL(conf.jobs.lease, 60);
    CU_ASSERT_EQUAL(conf.jobs.keep, 7);
    CU_ASSERT_STRING_EQUAL(conf.webhooks.allow_private, "");
    CU_ASSERT_STRING_EQUAL(conf.webhooks.retry, "5s 5m 30m 2h 5h 10h 14h 20h 24h");
    CU_ASSERT_EQUAL(conf.webhooks.timeout, 15);
    conf_free(&conf);
}

static void test_values(void)
{
    CU_ASSERT(read_text(
        "; a comment\n# another\r\n\n[server]\r\n  workers = 3 ; three\n"
        "\tlisten=127.0.0.1:9000\nlisten_mode = 600\nlog_level: debug\n"
        "  # one more\n  [http]\nallowed_origins = https://a.example  http://b.example:8080"));
    CU_ASSERT_STRING_EQUAL(text_string(&trouble), "");
    CU_ASSERT_EQUAL(conf.server.workers, 3);
    CU_ASSERT_EQUAL(conf.server.listen_mode, 0600);
    CU_ASSERT_STRING_EQUAL(conf.server.listen, "127.0.0.1:9000");
    CU_ASSERT_EQUAL(conf_log_level(&conf), LOG_LEVEL_DEBUG);
    CU_ASSERT_STRING_EQUAL(conf.http.allowed_origins, "https://a.example  http://b.example:8080");
    CU_ASSERT_EQUAL(conf.server.deadline, 30);
    conf_free(&conf);
}

static void test_long_value(void)
{
    char text[4096] = "[http]\nallowed_origins =";
    size_t length = strlen(text);

    while (length < 3000) {
        length += (size_t)snprintf(text + length, sizeof text - length, " https://%zu.example.org",
                                   length);
    }
    CU_ASSERT(read_text(text));
    CU_ASSERT_EQUAL(strlen(conf.http.allowed_origins),
                    length - strlen("[http]\nallowed_origins = "));
    conf_free(&conf);
}

static void test_unknown(void)
{
    CU_ASSERT(is_refused("[sever]\nworkers = 2\nlisten = 7\n", "1: there is no section [sever]"));
    CU_ASSERT(is_refused("[server]\nworker = 2\n", "2: [server] has no key \"worker\""));
    CU_ASSERT(is_refused("[database]\nlisten = /x/y\n", "2: [database] has no key \"listen\""));
    CU_ASSERT(is_refused("workers = 2\n", "1: a key stands before the first [section]"));
    CU_ASSERT(is_refused("[server\nworkers = 2\n", "1: a section's name must end with ]"));
    CU_ASSERT(
        is_refused("[server]\nworkers\n", "2: neither a comment, a [section] nor key = value"));
}

static void test_duplicate(void)
{
    CU_ASSERT(is_refused("[server]\nworkers = 2\n[jobs]\n[server]\nworkers = 2\n",
                         "5: workers was given before, in line 2"));
}

static void test_numbers(void)
{
    static const char *const bad[] = {
        "-1", "129", "two", "2x", "", "0x2", "1 2", "99999999999999999999", "+2", "2.0"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[128], expected[256];

        (void)snprintf(text, sizeof text, "[server]\nworkers = %s\n", bad[i]);
        (void)snprintf(expected, sizeof expected,
                       "2: workers must be a number from 0 to 128, not \"%s\"", bad[i]);
        CU_ASSERT(is_refused(text, expected));
    }
    CU_ASSERT(is_refused("[server]\nlisten_mode = 0668\n",
                         "2: listen_mode must be an octal number from 0000 to 0777, not \"0668\""));
    CU_ASSERT(is_refused("[server]\nlisten_mode = 1777\n",
                         "2: listen_mode must be an octal number from 0000 to 0777, not \"1777\""));
}

static void test_addresses(void)
{
    static const char *const good[] = {"/run/x.sock", "127.0.0.1:1", "127.3.4.5:65535",
                                       "[::1]:9000"};
    static const char *const bad[] = {
        "0.0.0.0:9000", "127.0.0.1", "127.0.0.1:0",  "127.0.0.1:65536", "[::]:9000", "10.0.0.1:900",
        "x.sock",       "/",         "localhost:90", "127.0.0.1:9x",    "",          ":9000"};
    char text[300];

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        (void)snprintf(text, sizeof text, "[server]\nlisten = %s\n", good[i]);
        CU_ASSERT(read_text(text));
        CU_ASSERT_STRING_EQUAL(conf.server.listen, good[i]);
        conf_free(&conf);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        (void)snprintf(text, sizeof text, "[server]\nlisten = %s\n", bad[i]);
        CU_ASSERT_FALSE(read_text(text));
    }
    (void)snprintf(text, sizeof text, "[server]\nlisten = /%0110d\n", 1);
    CU_ASSERT_FALSE(read_text(text));
}

static void test_texts(void)
{
    static const char *const bad[] = {
        "[server]\nlog_level = loud\n",
        "[server]\nlog_level =\n",
        "[server]\nuser = a b\n",
        "[server]\ngroup = -x\n",
        "[database]\nsocket = mysqld.sock\n",
        "[database]\nname =\n",
        "[database]\nname = a`b\n",
        "[http]\nallowed_origins = https://a.example/\n",
        "[http]\nallowed_origins = https://a.example *\n",
        "[http]\nallowed_origins = a.example\n",
        "[http]\nallowed_origins = https://\n",
        "[http]\nzoneinfo =\n",
        "[cal]\nics_domain = a@b\n",
        "[webhooks]\nallow_private = localhost\n",
        "[webhooks]\nallow_private = 10.0.0.0/33\n",
        "[webhooks]\nretry = 5\n",
        "[webhooks]\nretry = 5s,5m\n",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CU_ASSERT_FALSE(read_text(bad[i]));
        CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&trouble), ":2: "));
    }
    CU_ASSERT(read_text("[cal]\nics_domain = calendar.example\n[server]\ngroup =\n"));
    CU_ASSERT_STRING_EQUAL(conf.cal.ics_domain, "calendar.example");
    conf_free(&conf);
}

static void test_all_troubles(void)
{
    const char *text = NULL;

    CU_ASSERT_FALSE(read_text("[server]\nworkers = x\nbacklog = 1\nnonsense\n[nowhere]\na = b\n"
                              "[jobs]\ntries = 0\nmore nonsense\n"));
    text = text_string(&trouble);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ":2: workers"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ":4: neither"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ":5: there is no section"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ":8: tries"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ":9: neither"));
    CU_ASSERT_PTR_NULL(strstr(text, ":3:"));
    CU_ASSERT_PTR_NULL(strstr(text, ":6:"));
}

static void test_lines(void)
{
    static const char nul[] = "[server]\nworkers = 2\0\nbacklog = 5\n";
    char text[6000];

    (void)snprintf(text, sizeof text, "[server]\nuser = %05000d\nworkers = 2\n", 7);
    CU_ASSERT(is_refused(text, "2: the line is longer than 4095 bytes"));
    (void)snprintf(text, sizeof text, "[server]\n#%05000d\nworkers = 2\n", 7);
    CU_ASSERT(read_text(text));
    CU_ASSERT_EQUAL(conf.server.workers, 2);
    conf_free(&conf);
    CU_ASSERT_FALSE(read_bytes(nul, sizeof nul - 1));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&trouble), ":2: the line holds a NUL byte"));
}

static void test_no_file(void)
{
    text_clear(&trouble);
    CU_ASSERT_FALSE(conf_read(&conf, "/nowhere/slotd.conf", &trouble));
    CU_ASSERT_STRING_EQUAL(text_string(&trouble),
                           "/nowhere/slotd.conf:0: No such file or directory\n");
    text_clear(&trouble);
    CU_ASSERT_FALSE(conf_read(&conf, folder, &trouble));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&trouble), "Is a directory"));
}

static void test_described(void)
{
    struct text described;
    struct conf plain;

    text_init(&described, 1 << 16);
    conf_describe(&described);
    CU_ASSERT(read_bytes(described.bytes, described.length));
    CU_ASSERT(conf_read(&plain, NULL, &trouble));
    CU_ASSERT_STRING_EQUAL(text_string(&trouble), "");
    CU_ASSERT_STRING_EQUAL(conf.server.listen, plain.server.listen);
    CU_ASSERT_EQUAL(conf.server.listen_mode, plain.server.listen_mode);
    CU_ASSERT_EQUAL(conf.jobs.pause, plain.jobs.pause);
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&described), "\n[jobs]\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&described), "\nlisten_mode = 0660\n"));
    conf_free(&conf);
    conf_free(&plain);
    text_free(&described);
}

static void test_shipped(void)
{
    const char *root = getenv("srcdir");
    char shipped[256];
    char bytes[16384];
    struct text described;
    FILE *file = NULL;
    size_t length = 0;

    (void)snprintf(shipped, sizeof shipped, "%s/etc/slotd.conf", root == NULL ? "." : root);
    file = fopen(shipped, "re");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    text_init(&described, 1 << 16);
    conf_describe(&described);
    CU_ASSERT_EQUAL(length, described.length);
    CU_ASSERT(length == described.length && memcmp(bytes, described.bytes, length) == 0);
    text_free(&described);
}

static void test_fixed(void)
{
    struct conf present, next;
    struct text kept;

    text_init(&kept, 4096);
    CU_ASSERT(conf_read(&present, NULL, &trouble));
    CU_ASSERT(read_text("[server]\nlisten = /run/other.sock\nbacklog = 5\nworkers = 9\n"));
    next = conf;
    conf_keep_fixed(&next, &present, &kept);
    CU_ASSERT_STRING_EQUAL(next.server.listen, "/run/slotd/slotd.sock");
    CU_ASSERT_EQUAL(next.server.backlog, 1024);
    CU_ASSERT_EQUAL(next.server.workers, 9);
    CU_ASSERT_STRING_EQUAL(text_string(&kept), "server.listen, server.backlog");
    conf_free(&present);
    CU_ASSERT_STRING_EQUAL(next.server.listen, "/run/slotd/slotd.sock");
    conf_free(&next);
    text_free(&kept);
}

static void test_password(void)
{
    char line[200];
    char *password = NULL;

    CU_ASSERT(conf_read(&conf, NULL, &trouble));
    password = conf_password(&conf, &trouble);
    CU_ASSERT_STRING_EQUAL_FATAL(password, "");
    free(password);

    (void)snprintf(line, sizeof line, "[database]\npassword_file = %s\n", path);
    CU_ASSERT(read_text(line));
    CU_ASSERT_FATAL(write_bytes("se cret\r\n\n", 10, 0640));
    password = conf_password(&conf, &trouble);
    CU_ASSERT_STRING_EQUAL_FATAL(password, "se cret");
    free(password);

    text_clear(&trouble);
    CU_ASSERT_FATAL(write_bytes("secret\n", 7, 0644));
    CU_ASSERT_PTR_NULL(conf_password(&conf, &trouble));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&trouble), "others can read"));
    CU_ASSERT_PTR_NULL(strstr(text_string(&trouble), "secret\n"));

    (void)unlink(path);
    text_clear(&trouble);
    CU_ASSERT_PTR_NULL(conf_password(&conf, &trouble));
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&trouble), "No such file"));
    conf_free(&conf);
}

static const struct tap_case cases[] = {
    {"without a file every key has its default", test_defaults},
    {"values, comments, blanks and both kinds of line end are read", test_values},
    {"a value may be some thousand bytes long", test_long_value},
    {"unknown sections and keys are refused with their line", test_unknown},
    {"a key that is given twice is refused with both lines", test_duplicate},
    {"numbers out of bounds or not numbers are refused", test_numbers},
    {"only paths and loopback addresses can be listened on", test_addresses},
    {"texts of a wrong form are refused", test_texts},
    {"every trouble of a file is told, not only the first", test_all_troubles},
    {"lines that are too long or hold a NUL are refused", test_lines},
    {"a file that can not be read is refused", test_no_file},
    {"the description is a configuration of all defaults", test_described},
    {"the file that is shipped is the description", test_shipped},
    {"a reload keeps the keys that need a restart and names them", test_fixed},
    {"a password file is trimmed and must be private", test_password},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main_with("conf", cases, setup, teardown, argc, argv);
}
