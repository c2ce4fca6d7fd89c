/* conf.h - the configuration: one table of keys, read from an INI file. SPDX-License-Identifier:
 * MIT
 *
 * Every key has a row: section, name, kind, default, least, most, whether a reload takes it, and a
 * sentence that documents it. `slotd describe` prints the rows, etc/slotd.conf is tested to equal
 * the defaults. An unknown section or key, a key given twice or a bad value is an error naming file
 * and line. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/log.h"
#include "base/text.h"

struct conf {
    struct {
        const char *listen; /* path of a unix socket, or 127.0.0.1:port / [::1]:port */
        int listen_mode;    /* octal in the file: 0660 */
        const char *group;  /* owner group of the socket and of the workers; empty: unchanged */
        const char *user;   /* workers run as; empty: unchanged. Only root can change */
        int backlog;        /* 1024 */
        int workers;        /* 0: two per core */
        int deadline;       /* seconds after which the master kills a worker stuck in a request */
        int timeout;        /* seconds a peer may be silent on a FastCGI connection */
        int grace;          /* seconds a stopping worker gets before it is killed */
        int requests;       /* after which a worker is replaced */
        int body_limit;     /* bytes of a request body: 65536 */
        const char *log_level; /* error, warning, info, debug */
    } server;
    struct {
        const char *socket; /* unix socket; empty: host and port */
        const char *host;
        int port;
        const char *name; /* of the database */
        const char *user; /* empty: the name of the system user */
        const char *password_file;
        int connect_timeout; /* seconds */
        int read_timeout;    /* seconds a statement's answer may take */
        int statement_time;  /* seconds after which the server ends a list's statement */
        int lock_wait;       /* seconds to wait for a row lock */
    } database;
    struct {
        const char *allowed_origins; /* blank-separated origins, or * */
        const char *zoneinfo;        /* root of the zone files */
    } http;
    struct {
        const char *ics_domain; /* right half of icsUid */
    } cal;
    struct { /* requests a minute; 0: no limit */
        int api_key;
        int access_token;
        int anonymous; /* by address */
        int guests, attendees, location;
    } rate;
    struct {
        int lease; /* seconds a claimed job belongs to one runner */
        int pause; /* milliseconds between two looks for due jobs */
        int tries; /* before a job is set aside */
        int keep;  /* days finished jobs and idempotency keys are kept */
    } jobs;
    struct {
        const char *allow_private; /* networks, blank-separated, that receivers may stand in */
        const char *retry;         /* pauses between tries, blank-separated: spans_read() */
        int timeout;               /* seconds one delivery may take */
        int at_once;               /* deliveries under way at the same time */
    } webhooks;
    void *texts; /* storage of the texts above */
};

enum { WEBHOOK_RETRIES_MOST = 50 };

/* The defaults, then the file (NULL: no file). On failure false, and *trouble says
 * "path:line: sentence" for every trouble found, one a line. */
bool conf_read(struct conf *conf, const char *path, struct text *trouble);
void conf_free(struct conf *conf);
/* Every key with its default and its sentence, as an INI file that conf_read() takes. */
void conf_describe(struct text *out);
/* What a reload does not take: values of such keys that differ go back to the present ones, and
 * *kept names them. */
void conf_keep_fixed(struct conf *next, const struct conf *present, struct text *kept);
enum log_level conf_log_level(const struct conf *conf);
/* Reads the password file: must not be readable by others; closing newlines dropped. malloc'd.
 * Without a password file it is the empty text; NULL only on trouble. */
char *conf_password(const struct conf *conf, struct text *trouble);

#endif
