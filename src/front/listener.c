/* listener.c - the socket on which the web server asks. SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "front/listener.h"

enum { FIRST_HANDED_OVER = 3 };

static bool is_listening(int fd)
{
    int listens = 0;
    socklen_t size = sizeof listens;

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens == 1;
}

static bool refuse(struct text *trouble, const char *address, const char *problem)
{
    text_format(trouble, "%s: %s\n", address, problem);
    return false;
}

/* Workers wait for it all at once, so accepting must not block the slower ones; and what is started
 * from here has no business with it. */
static bool prepare(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

static bool was_handed_over(void)
{
    const char *process = getenv("LISTEN_PID");
    const char *count = getenv("LISTEN_FDS");

    return process != NULL && count != NULL && strtol(process, NULL, 10) == (long)getpid() &&
           strcmp(count, "1") == 0;
}

static bool take_handed_over(struct listener *listener, struct text *trouble)
{
    if (!is_listening(FIRST_HANDED_OVER) || !prepare(FIRST_HANDED_OVER)) {
        return refuse(trouble, "LISTEN_FDS", "descriptor 3 is not a socket that listens");
    }
    listener->fd = FIRST_HANDED_OVER;
    return true;
}

static bool somebody_answers(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool refused = false;

    if (fd < 0) {
        return true;
    }
    refused = connect(fd, (const struct sockaddr *)address, sizeof *address) != 0 &&
              errno == ECONNREFUSED;
    (void)close(fd);
    return !refused;
}

/* Only a socket that nobody listens on is taken away. */
static bool clear_path(const struct sockaddr_un *address, struct text *trouble)
{
    const char *path = address->sun_path;
    struct stat status;

    if (lstat(path, &status) != 0) {
        return errno == ENOENT || refuse(trouble, path, strerror(errno));
    }
    if (!S_ISSOCK(status.st_mode)) {
        return refuse(trouble, path, "exists and is not a socket");
    }
    if (somebody_answers(address)) {
        return refuse(trouble, path, "another server answers on this socket");
    }
    return unlink(path) == 0 || refuse(trouble, path, strerror(errno));
}

static bool give_to_group(const char *path, const char *group, struct text *trouble)
{
    const struct group *found = NULL;

    if (group[0] == '\0') {
        return true;
    }
    found = getgrnam(group);
    if (found == NULL) {
        return refuse(trouble, group, "there is no such group");
    }
    return chown(path, (uid_t)-1, found->gr_gid) == 0 || refuse(trouble, path, strerror(errno));
}

/* The socket is made with no rights at all and opened up when it has its group. */
static bool bind_path(struct listener *listener, const struct sockaddr_un *address,
                      const struct conf *conf, struct text *trouble)
{
    mode_t mask = umask(0777);
    int bound = bind(listener->fd, (const struct sockaddr *)address, sizeof *address);
    int fault = errno;
    struct stat status;

    (void)umask(mask);
    if (bound != 0) {
        return refuse(trouble, address->sun_path, strerror(fault));
    }
    memcpy(listener->path, address->sun_path, sizeof listener->path);
    if (lstat(listener->path, &status) != 0) {
        return refuse(trouble, listener->path, strerror(errno));
    }
    listener->device = status.st_dev;
    listener->file = status.st_ino;
    return give_to_group(listener->path, conf->server.group, trouble) &&
           (chmod(listener->path, (mode_t)conf->server.listen_mode) == 0 ||
            refuse(trouble, listener->path, strerror(errno)));
}

static bool open_path(struct listener *listener, const struct conf *conf, struct text *trouble)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(conf->server.listen);

    _Static_assert(sizeof address.sun_path == sizeof listener->path, "a path fits both");
    if (length >= sizeof address.sun_path) {
        return refuse(trouble, conf->server.listen, "too long for the path of a socket");
    }
    memcpy(address.sun_path, conf->server.listen, length);
    if (!clear_path(&address, trouble)) {
        return false;
    }
    listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener->fd < 0) {
        return refuse(trouble, conf->server.listen, strerror(errno));
    }
    return bind_path(listener, &address, conf, trouble);
}

/* 127.x.x.x:port or [::1]:port, checked when the configuration was read; nothing else is loopback.
 */
static socklen_t read_loopback(const char *text, struct sockaddr_storage *address)
{
    const char *colon = strrchr(text, ':');
    in_port_t port = 0;
    char host[INET_ADDRSTRLEN] = "";

    if (colon == NULL || (size_t)(colon - text) >= sizeof host) {
        return 0;
    }
    port = htons((in_port_t)strtol(colon + 1, NULL, 10));
    memset(address, 0, sizeof *address);
    if (strncmp(text, "[::1]:", 6) == 0) {
        *(struct sockaddr_in6 *)address = (struct sockaddr_in6){
            .sin6_family = AF_INET6, .sin6_port = port, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
        return sizeof(struct sockaddr_in6);
    }
    memcpy(host, text, (size_t)(colon - text));
    *(struct sockaddr_in *)address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
    if (inet_pton(AF_INET, host, &((struct sockaddr_in *)address)->sin_addr) != 1 ||
        ntohl(((struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 != 127) {
        return 0;
    }
    return sizeof(struct sockaddr_in);
}

static bool open_port(struct listener *listener, const struct conf *conf, struct text *trouble)
{
    struct sockaddr_storage address;
    socklen_t size = read_loopback(conf->server.listen, &address);
    int on = 1;

    if (size == 0) {
        return refuse(trouble, conf->server.listen, "not a path and not a loopback address");
    }
    listener->fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener->fd < 0 ||
        setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(listener->fd, (const struct sockaddr *)&address, size) != 0) {
        return refuse(trouble, conf->server.listen, strerror(errno));
    }
    return true;
}

static bool begin_to_listen(const struct listener *listener, const struct conf *conf,
                            struct text *trouble)
{
    return listen(listener->fd, conf->server.backlog) == 0 ||
           refuse(trouble, conf->server.listen, strerror(errno));
}

bool listener_inherited(void)
{
    return is_listening(0);
}

bool listener_open(struct listener *listener, const struct conf *conf, struct text *trouble)
{
    bool opened = false;

    *listener = (struct listener){.fd = -1};
    if (was_handed_over()) {
        return take_handed_over(listener, trouble);
    }
    opened = conf->server.listen[0] == '/' ? open_path(listener, conf, trouble)
                                           : open_port(listener, conf, trouble);
    if (opened && begin_to_listen(listener, conf, trouble)) {
        return true;
    }
    listener_close(listener);
    return false;
}

void listener_close(struct listener *listener)
{
    struct stat status;

    /* The path goes before the socket does, and only while it is ours: a successor may have bound
     * it anew. */
    if (listener->path[0] != '\0' && lstat(listener->path, &status) == 0 &&
        status.st_dev == listener->device && status.st_ino == listener->file) {
        (void)unlink(listener->path);
    }
    if (listener->fd >= 0) {
        (void)close(listener->fd);
    }
    *listener = (struct listener){.fd = -1};
}
