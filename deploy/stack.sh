# stack.sh - a private MariaDB, slotd, slotd-jobs and nginx in one directory; to be sourced by bash.
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
#   stack_start DIR PORT BUILD_DIR [CONF_EXTRA]   starts what does not run, restarts what changed
#   stack_stop DIR                                stops what stack_start started in DIR, nothing else
#   stack_sql DIR 'SQL'                           runs statements on the stack's database
#   build_docs BUILD_DIR LOG                      fetches and builds the page below /docs/
#   free_port                                     prints a port of 127.0.0.1 nobody listens on
#   wait_ready DIR [SECONDS]                      waits until /readyz answers 200
#
# CONF_EXTRA is INI text for slotd.conf; its keys replace those written here. DIR/stack.env tells the
# rest: SLOTD_URL, SLOTD_MYSQL_SOCKET, SLOTD_MYSQL_DATABASE, SLOTD_RUN, SLOTD_BIN, SLOTD_JOBS_BIN,
# SLOTD_CONF. Process ids are in DIR/*.pid, what the programs write in DIR/log/.

stack_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# Signals, from the gentlest: nginx and MariaDB have their own idea of a clean end on TERM.
stack_programs="nginx slotd-jobs slotd mariadbd"
# A path of a unix socket holds 107 bytes; the longest name below it is /mysqld.sock.
stack_socket_dir_most=90

# CONF_EXTRA of tests that are not about limits
# shellcheck disable=SC2034 # for those who source this
stack_unlimited=$'[rate]\napi_key = 1000000\naccess_token = 1000000\nanonymous = 1000000
guests = 1000000\nattendees = 1000000\nlocation = 1000000'

stack_say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

stack_quote() {
    printf "'%s'" "${1//\'/\'\\\'\'}"
}

# ---- packages

package_is_there() {
    case $1 in
    command) command -v "$2" >/dev/null 2>&1 ;;
    pkg-config) pkg-config --exists "$2" 2>/dev/null ;;
    header) printf '#include <%s>\n' "$2" | gcc -E -x c - >/dev/null 2>&1 ;;
    file) [ -e "$2" ] ;;
    *) return 1 ;;
    esac
}

# packages_missing run|check: one name a line
packages_missing() {
    local use package probe what
    while read -r use package probe what; do
        case $use in '#'* | '') continue ;; esac
        [ "$use" = run ] || [ "$use" = "$1" ] || continue
        package_is_there "$probe" "$what" || printf '%s\n' "$package"
    done <"$stack_top/deploy/packages" | sort -u
}

# Debian starts a service when its package comes; 101 forbids it for as long as the installation takes.
packages_apt() (
    as_root=$1 policy=/usr/sbin/policy-rc.d
    shift
    if [ ! -e "$policy" ]; then
        # shellcheck disable=SC2064 # known now
        trap "$as_root rm -f $policy" EXIT
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
        $as_root chmod 755 "$policy"
    fi
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install "$@" >&2
)

packages_install() {
    local missing as_root
    missing=$(packages_missing "$1" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        as_root=sudo
    else
        stack_say "these packages are missing, and only root can install them: $missing"
        stack_say "as root: apt-get install $missing"
        return 1
    fi
    if ! command -v apt-get >/dev/null; then
        stack_say "these packages are missing, and there is no apt-get to install them: $missing"
        return 1
    fi
    stack_say "installing: $missing"
    # shellcheck disable=SC2086 # several names
    packages_apt "$as_root" $missing
    missing=$(packages_missing "$1" | tr '\n' ' ')
    [ -z "$missing" ] || { stack_say "still missing after the installation: $missing"; return 1; }
}

# ---- building

# Two scripts at once must not both write configure.
build_bootstrap() (
    cd "$stack_top" || exit 1
    mkdir -p .build-aux
    exec 8>.build-aux/lock
    flock 8
    for made in configure Makefile.in aclocal.m4 .build-aux/install-sh; do
        [ -e "$made" ] && [ ! configure.ac -nt "$made" ] && [ ! Makefile.am -nt "$made" ] && continue
        autoreconf -fi
        exit
    done
)

# build DIR LOG [CONFIGURE_ARGUMENT...]: configures when needed, then makes all
build() {
    local dir=$1 log=$2
    shift 2
    mkdir -p "$dir"
    {
        build_bootstrap &&
            build_configure "$dir" "$@" &&
            make -C "$dir" -j"$(nproc)" all
    } >"$log" 2>&1 && return 0
    stack_say "the build failed; the end of $log:"
    tail -n 25 "$log" >&2
    return 1
}

# The page about the interface, which npm fetches; without it everything else works
build_docs() {
    make -C "$1" docs >"$2" 2>&1 && return 0
    stack_say "the page /docs/ could not be built; see $2"
}

build_configure() (
    cd "$1" || exit 1
    shift
    asked=$*
    if [ -e Makefile ] && [ ! "$stack_top/configure" -nt Makefile ] && [ "$asked" = "$(cat asked 2>/dev/null)" ]; then
        exit 0
    fi
    "$stack_top/configure" "$@" && printf '%s\n' "$asked" >asked
)

# ---- processes

# The id in DIR/NAME.pid when that process lives and its command line names DIR, else nothing
stack_pid() {
    local pid
    pid=$(cat "$1/$2.pid" 2>/dev/null) || return 1
    case $pid in '' | *[!0-9]*) return 1 ;; esac
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$1/" || return 1
    printf '%s\n' "$pid"
}

# nginx workers whose master was killed keep its port; they still stand in the stack's directory.
stack_strays() {
    local process
    for process in /proc/[0-9]*; do
        [ "$(cat "$process/comm" 2>/dev/null)" = nginx ] || continue
        [ "$(readlink "$process/cwd" 2>/dev/null)" = "$1/nginx" ] || continue
        printf '%s\n' "${process#/proc/}"
    done
}

process_lives() {
    kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

# process_end PID SECONDS: TERM, and KILL when it takes longer
process_end() {
    local pid=$1 tenths=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while process_lives "$pid" && [ "$tenths" -gt 0 ]; do
        sleep 0.1
        tenths=$((tenths - 1))
    done
    process_lives "$pid" && kill -KILL "$pid" 2>/dev/null
    return 0
}

stack_end() {
    local dir=$1 name=$2 pid
    if pid=$(stack_pid "$dir" "$name"); then
        process_end "$pid" "$([ "$name" = mariadbd ] && echo 120 || echo 45)"
    fi
    rm -f "$dir/$name.pid" "$dir/$name.mark"
    [ "$name" = nginx ] || return 0
    for pid in $(stack_strays "$dir"); do
        process_end "$pid" 5
    done
}

# stack_run DIR NAME MARK WORKDIR COMMAND...: leaves a running one alone if its mark is the same
stack_run() {
    local dir=$1 name=$2 mark=$3 workdir=$4
    shift 4
    if stack_pid "$dir" "$name" >/dev/null; then
        [ "$mark" = "$(cat "$dir/$name.mark" 2>/dev/null)" ] && return 0
        stack_say "$name changed, restarting it"
    fi
    stack_end "$dir" "$name"
    (
        cd "$workdir" || exit 1
        exec setsid "$@" >>"$dir/log/$name.log" 2>&1 </dev/null 9>&-
    ) &
    printf '%s\n' "$!" >"$dir/$name.pid"
    printf '%s\n' "$mark" >"$dir/$name.mark"
    disown
}

stack_failed() {
    stack_say "$2 did not start; the end of $1/log/$2.log:"
    tail -n 15 "$1/log/$2.log" >&2
    return 1
}

# stack_await DIR NAME SECONDS COMMAND...: until the command succeeds, as long as NAME lives
stack_await() {
    local dir=$1 name=$2 tenths=$(($3 * 10))
    shift 3
    while ! "$@" >/dev/null 2>&1; do
        tenths=$((tenths - 1))
        if [ "$tenths" -lt 0 ] || ! process_lives "$(cat "$dir/$name.pid")"; then
            stack_failed "$dir" "$name"
            return 1
        fi
        sleep 0.1
    done
}

stack_mark() {
    cat -- "$@" | sha256sum | cut -c1-64
}

# ---- ports

port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
    local port
    while :; do
        # below the range the kernel hands out itself
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        port_is_taken "$port" || break
    done
    printf '%s\n' "$port"
}

# ---- what is written

# Sockets stand in DIR unless its path is too long; then in a directory that DIR/sockets remembers.
stack_sockets() {
    local dir=$1 where
    where=$(cat "$dir/sockets" 2>/dev/null)
    if [ -z "$where" ] || [ ! -d "$where" ] || [ ! -O "$where" ]; then
        where=$dir
        if [ "${#dir}" -gt "$stack_socket_dir_most" ]; then
            where=$(mktemp -d) || return 1
        fi
        printf '%s\n' "$where" >"$dir/sockets"
    fi
    printf '%s\n' "$where"
}

# An eighth of the memory, between 128 MiB and 1 GiB
stack_pool_megabytes() {
    awk '/^MemTotal:/ { m = int($2 / 8192); print (m < 128 ? 128 : (m > 1024 ? 1024 : m)) }' /proc/meminfo
}

stack_write_mariadb() {
    local dir=$1 sockets=$2
    cat >"$dir/my.cnf" <<END
[mariadbd]
datadir                        = $dir/mysql
socket                         = $sockets/mysqld.sock
pid-file                       = $dir/mysql.server-pid
tmpdir                         = $dir/tmp
user                           = $(id -un)
skip-networking
skip-name-resolve
skip-log-bin
performance-schema             = off
max-connections                = $((64 + 8 * $(nproc)))
character-set-server           = utf8mb4
collation-server               = utf8mb4_unicode_ci
default-time-zone              = +00:00
sql-mode                       = TRADITIONAL,ONLY_FULL_GROUP_BY
transaction-isolation          = READ-COMMITTED
innodb-flush-log-at-trx-commit = 1
innodb-buffer-pool-size        = ${STACK_POOL_MEGABYTES:-$(stack_pool_megabytes)}M
innodb-log-file-size           = 96M
table-open-cache               = 512
innodb-lock-wait-timeout       = 5
idle-write-transaction-timeout = 3
END
}

# The page about the interface, if it was built
stack_write_docs() {
    local dir=$1 docs=$2
    rm -f "$dir/nginx/slotd/docs.conf"
    [ -e "$docs/index.html" ] || return 0
    sed "s|alias .*;|alias \"$docs/\";|" "$stack_top/deploy/nginx/docs.conf" >"$dir/nginx/slotd/docs.conf"
}

stack_write_nginx() {
    local dir=$1 sockets=$2 port=$3 docs=${4:-}
    mkdir -p "$dir/nginx/slotd" "$dir/nginx/tmp"
    cp "$stack_top"/deploy/nginx/slotd.conf "$stack_top"/deploy/nginx/fastcgi.conf "$dir/nginx/slotd/"
    stack_write_docs "$dir" "$docs"
    {
        [ "$(id -u)" != 0 ] || printf 'user %s;\n' "$(id -un)"
        cat <<END
worker_processes     2;
worker_rlimit_nofile 4096;
daemon               off;
pid                  "$dir/nginx/tmp/nginx.server-pid";
error_log            "$dir/log/nginx.log" warn;

events {
    worker_connections 2048;
}

http {
    access_log off;
    client_body_temp_path "$dir/nginx/tmp/body";
    fastcgi_temp_path     "$dir/nginx/tmp/fastcgi";
    proxy_temp_path       "$dir/nginx/tmp/proxy";
    scgi_temp_path        "$dir/nginx/tmp/scgi";
    uwsgi_temp_path       "$dir/nginx/tmp/uwsgi";

    upstream slotd {
        server "unix:$sockets/slotd.sock";
    }

    server {
        listen 127.0.0.1:$port;
        include slotd/slotd.conf;
    }
}
END
    } >"$dir/nginx/nginx.conf"
}

# The keys of the first file, then those of the second, which win; one section head each
stack_merge_ini() {
    awk '
        /^[ \t]*([#;]|$)/ { next }
        /^[ \t]*\[/ { section = $0; gsub(/[] \t[]/, "", section); next }
        {
            key = $0; sub(/[ \t]*[=:].*/, "", key); sub(/^[ \t]*/, "", key)
            if (!((section, key) in line)) { keys[section] = keys[section] " " key }
            if (!(section in seen)) { seen[section] = 1; sections[++count] = section }
            line[section, key] = $0
        }
        END {
            for (i = 1; i <= count; i++) {
                print "[" sections[i] "]"
                many = split(keys[sections[i]], names, " ")
                for (j = 1; j <= many; j++) print line[sections[i], names[j]]
            }
        }' "$@"
}

stack_write_slotd() {
    local dir=$1 sockets=$2 extra=$3
    stack_merge_ini - <(printf '%s\n' "$extra") >"$dir/slotd.conf" <<END
[server]
listen = $sockets/slotd.sock
listen_mode = 0600
[database]
socket = $sockets/mysqld.sock
name = slotd
user = slotd
password_file = $dir/mysql.password
[webhooks]
allow_private = 127.0.0.0/8 ::1
END
}

stack_write_env() {
    local dir=$1 sockets=$2 url=$3 build=$4
    {
        printf 'SLOTD_URL=%s\n' "$url"
        printf 'SLOTD_MYSQL_SOCKET=%s\n' "$(stack_quote "$sockets/mysqld.sock")"
        printf 'SLOTD_MYSQL_DATABASE=slotd\n'
        printf 'SLOTD_RUN=%s\n' "$(stack_quote "$dir")"
        printf 'SLOTD_BIN=%s\n' "$(stack_quote "$build/slotd")"
        printf 'SLOTD_JOBS_BIN=%s\n' "$(stack_quote "$build/slotd-jobs")"
        printf 'SLOTD_CONF=%s\n' "$(stack_quote "$dir/slotd.conf")"
    } >"$dir/stack.env"
}

# ---- the database

stack_sql() {
    stack_sql_in "$1" <<<"$2"
}

# stack_sql_in DIR: of what comes in, which no list of processes shows
stack_sql_in() {
    mariadb --no-defaults --socket="$(cat "$1/sockets")/mysqld.sock" --user="$(id -un)" \
        --default-character-set=utf8mb4 --batch --skip-column-names slotd
}

stack_database_answers() {
    mariadb --no-defaults --socket="$1/mysqld.sock" --user="$(id -un)" -e 'SELECT 1'
}

# A directory that was left half-made is made anew: DIR/mysql appears under its name when complete.
stack_make_data() {
    local dir=$1
    [ ! -d "$dir/mysql" ] || return 0
    rm -rf "$dir/mysql.new"
    mkdir -p "$dir/mysql.new"
    # The invoking user is its administrator, recognised by the socket; there is no password to lose.
    if ! mariadb-install-db --no-defaults --datadir="$dir/mysql.new" --user="$(id -un)" \
        --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
        --skip-test-db --skip-name-resolve --tmpdir="$dir/tmp" >"$dir/log/install-db.log" 2>&1; then
        stack_say "the database could not be made; the end of $dir/log/install-db.log:"
        tail -n 15 "$dir/log/install-db.log" >&2
        return 1
    fi
    mv "$dir/mysql.new" "$dir/mysql"
}

stack_password() {
    [ -s "$1/mysql.password" ] || (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$1/mysql.password")
    cat "$1/mysql.password"
}

stack_start_database() {
    local dir=$1 sockets=$2
    stack_write_mariadb "$dir" "$sockets"
    stack_make_data "$dir" || return 1
    stack_run "$dir" mariadbd "$(stack_mark "$dir/my.cnf")" "$dir" \
        mariadbd --defaults-file="$dir/my.cnf" || return 1
    stack_await "$dir" mariadbd 120 stack_database_answers "$sockets" || return 1
    mariadb --no-defaults --socket="$sockets/mysqld.sock" --user="$(id -un)" <<END
CREATE DATABASE IF NOT EXISTS slotd CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS slotd@localhost;
ALTER USER slotd@localhost IDENTIFIED BY '$(stack_password "$dir")';
GRANT ALL ON slotd.* TO slotd@localhost;
END
}

# ---- the whole

stack_url_status() {
    curl -s -o /dev/null -m 5 -w '%{http_code}' "$1"
}

stack_is_ready() {
    [ "$(stack_url_status "$(sed -n 's/^SLOTD_URL=//p' "$1/stack.env")/readyz")" = 200 ]
}

wait_ready() {
    stack_await "$1" slotd "${2:-60}" stack_is_ready "$1"
}

stack_port_check() {
    local dir=$1 port=$2
    port_is_taken "$port" || return 0
    if [ "$(cat "$dir/port" 2>/dev/null)" = "$port" ] &&
        { stack_pid "$dir" nginx >/dev/null || [ -n "$(stack_strays "$dir")" ]; }; then
        return 0
    fi
    stack_say "port $port of 127.0.0.1 is in use by another program; choose a different one with --port"
    return 1
}

# A directory that others could have prepared is no place for a database.
stack_directory() {
    mkdir -p "$1/log" "$1/tmp" && chmod 700 "$1" && (cd "$1" && pwd -P)
}

stack_start() {
    local dir port=$2 build=$3 extra=${4:-} sockets url
    dir=$(stack_directory "$1") || return 1
    build=$(cd "$build" && pwd -P) || return 1
    url=http://127.0.0.1:$port
    stack_port_check "$dir" "$port" || return 1
    sockets=$(stack_sockets "$dir") || return 1
    stack_write_nginx "$dir" "$sockets" "$port" "$build/docs"
    stack_write_env "$dir" "$sockets" "$url" "$build"
    stack_password "$dir" >/dev/null
    stack_write_slotd "$dir" "$sockets" "$extra"

    stack_start_database "$dir" "$sockets" || return 1
    if ! "$build/slotd" -c "$dir/slotd.conf" migrate --sql "$stack_top/sql" >>"$dir/log/migrate.log" 2>&1; then
        stack_say "the database could not be brought up to date; the end of $dir/log/migrate.log:"
        tail -n 15 "$dir/log/migrate.log" >&2
        return 1
    fi
    # Only programs built with fault points look at the clock's file, which tests may write.
    stack_run "$dir" slotd "$(stack_mark "$build/slotd" "$dir/slotd.conf")" "$dir" \
        env SLOTD_CLOCK="$dir/clock" "$build/slotd" -c "$dir/slotd.conf" serve || return 1
    stack_run "$dir" slotd-jobs "$(stack_mark "$build/slotd-jobs" "$dir/slotd.conf")" "$dir" \
        env SLOTD_CLOCK="$dir/clock" "$build/slotd-jobs" -c "$dir/slotd.conf" || return 1
    stack_run "$dir" nginx "$(stack_mark "$dir/nginx/nginx.conf" "$dir"/nginx/slotd/*)" "$dir/nginx" \
        nginx -e "$dir/log/nginx.log" -c "$dir/nginx/nginx.conf" || return 1
    printf '%s\n' "$port" >"$dir/port"
    stack_await "$dir" nginx 10 port_is_taken "$port" || return 1
    wait_ready "$dir" || return 1
    stack_await "$dir" slotd-jobs 1 true
}

stack_stop() {
    local dir name sockets
    [ -d "$1" ] || return 0
    dir=$(cd "$1" && pwd -P) || return 1
    for name in $stack_programs; do
        stack_end "$dir" "$name"
    done
    sockets=$(cat "$dir/sockets" 2>/dev/null) || return 0
    if [ "$sockets" != "$dir" ] && [ -O "$sockets" ]; then
        rm -f "$sockets/slotd.sock" "$sockets/mysqld.sock"
        rmdir "$sockets" 2>/dev/null
        rm -f "$dir/sockets"
    fi
    return 0
}
